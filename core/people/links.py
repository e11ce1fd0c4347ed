"""Personal links: who opens one within a day is signed in, and led to what it is for."""

from typing import NamedTuple

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from core.errors import NotAllowed
from core.models import User

GOOD_FOR = 24 * 60 * 60  # seconds
_PURPOSE = "sign-in-link-to"


class LinkTooOld(NotAllowed):
    """The link was opened too late, or is not whole."""

    def __init__(self) -> None:
        super().__init__("This link is no longer good. Sign in with your phone instead.")


class Opened(NamedTuple):
    """Whom a link signs in, and the page of the inbox that it leads to."""

    user: User
    page: str


def sign_in_link(public_url: str, secret_key: str, user: User, *, page: str = "/") -> str:
    """Return an address that signs `user` in; good for 24 hours.

    Args:
        public_url: the base of the inbox, without a closing slash.
        secret_key: `Settings.signing_key()`.
        page: the path in the inbox that it leads to, such as `/actions/7`.
    """
    return f"{public_url}/sign-in?token={_signer(secret_key).dumps([user.id, page])}"


def open_link(session: Session, secret_key: str, token: str) -> Opened:
    """Return whom a link signs in, and where it leads.

    Raises:
        LinkTooOld: it is broken, older than 24 hours, or its owner was deactivated.
    """
    try:
        user_id, page = _signer(secret_key).loads(token, max_age=GOOD_FOR)
    except BadData:
        raise LinkTooOld from None
    user = session.get(User, user_id)
    if user is None or user.deactivated_at:
        raise LinkTooOld
    return Opened(user, page)


def _signer(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key, salt=_PURPOSE)

"""Personal links: who opens one within a day is signed in."""

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from core.errors import NotAllowed
from core.models import User

GOOD_FOR = 24 * 60 * 60  # seconds
_PURPOSE = "sign-in-link"


class LinkTooOld(NotAllowed):
    """The link was opened too late, or is not whole."""

    def __init__(self) -> None:
        super().__init__("This link is no longer good. Sign in with your phone instead.")


def sign_in_link(public_url: str, secret_key: str, user: User) -> str:
    """Return an address that signs `user` in; good for 24 hours.

    Args:
        public_url: the base of the inbox, without a closing slash.
        secret_key: `Settings.signing_key()`.
    """
    return f"{public_url}/sign-in?token={_signer(secret_key).dumps(user.id)}"


def open_link(session: Session, secret_key: str, token: str) -> User:
    """Return whom a link signs in.

    Raises:
        LinkTooOld: it is broken, older than 24 hours, or its owner was deactivated.
    """
    try:
        user_id = _signer(secret_key).loads(token, max_age=GOOD_FOR)
    except BadData:
        raise LinkTooOld from None
    user = session.get(User, user_id)
    if user is None or user.deactivated_at:
        raise LinkTooOld
    return user


def _signer(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key, salt=_PURPOSE)

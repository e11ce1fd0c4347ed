"""A personal link signs its owner in for a day."""

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from core.models import User
from core.people.links import LinkTooOld, open_link, sign_in_link
from tests.factories import NOON


def token(user: User, key: str = "secret") -> str:
    return sign_in_link("https://bank.example", key, user).partition("token=")[2]


def test_a_link_leads_to_its_owner(session: Session, jo: User) -> None:
    assert sign_in_link("https://bank.example", "secret", jo).startswith(
        "https://bank.example/sign-in?token="
    )
    assert (jo, "/") == open_link(session, "secret", token(jo))


def test_a_link_leads_to_what_it_is_for(session: Session, jo: User) -> None:
    link = sign_in_link("", "secret", jo, page="/actions/7")

    assert "/actions/7" == open_link(session, "secret", link.partition("token=")[2]).page


def test_a_changed_or_foreign_link_is_refused(session: Session, jo: User) -> None:
    for text in (token(jo) + "x", token(jo, "other"), "", "\0"):
        with pytest.raises(LinkTooOld):
            open_link(session, "secret", text)


class YesterdaysSigner(TimestampSigner):
    """Signs as if it were a day and a little ago."""

    def get_timestamp(self) -> int:
        return super().get_timestamp() - 86_402


def test_a_link_is_too_old_after_a_day(session: Session, jo: User) -> None:
    old = URLSafeTimedSerializer("secret", salt="sign-in-link-to", signer=YesterdaysSigner).dumps(
        [jo.id, "/"]
    )

    with pytest.raises(LinkTooOld):
        open_link(session, "secret", str(old))


def test_a_closed_account_has_no_link(session: Session, jo: User) -> None:
    jo.deactivated_at = NOON

    with pytest.raises(LinkTooOld):
        open_link(session, "secret", token(jo))

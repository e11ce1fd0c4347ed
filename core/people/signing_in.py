"""Somebody we know proves their phone and is signed in."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.phones import normalise
from core.errors import Invalid, NotAllowed
from core.models import SignInCode, User
from core.people import codes
from core.people.codes import TooManyCodes
from core.people.joining import begin, enter


class Deactivated(NotAllowed):
    """The account was closed by the campaign."""

    def __init__(self) -> None:
        super().__init__("This account is closed. Ask your campaign to open it again.")


class WrongCode(Invalid):
    """Not the code we texted, or too late, or guessed too often."""

    def __init__(self) -> None:
        super().__init__(
            "code", "That is not the newest code, or it is too old. Check it, or ask for a new one."
        )


def ask_for_code(session: Session, phone: str, *, now: datetime) -> str:
    """Text a code to somebody who has joined; strangers hear the same, so nobody learns who has.

    Args:
        phone: as typed.

    Returns:
        the phone in E.164.

    Raises:
        Invalid: it cannot be a phone.
    """
    number = normalise(phone, field="phone")
    user = _known(session, number)
    if user:
        # said aloud, the refusal would tell that this phone is known
        with suppress(TooManyCodes):
            codes.issue(session, user.campaign_id, number, now=now, user=user)
    return number


def prove(session: Session, phone: str, code: str, *, now: datetime) -> User | None:
    """Return whom the code signs in; somebody who joins becomes a user here.

    Args:
        phone: E.164.
        code: as typed; blanks and dashes do not matter.

    Returns:
        None for a wrong code: let the transaction commit, for the guess is counted, then say `WrongCode`.

    Raises:
        Deactivated: the account was closed.
    """
    digits = "".join(each for each in code if each.isdecimal())
    redeemed = codes.redeem(session, phone, digits, now=now)
    return _whose(session, redeemed, now) if redeemed else None


def _whose(session: Session, redeemed: SignInCode, now: datetime) -> User:
    user = session.get(User, redeemed.user_id) if redeemed.user_id else enter(session, redeemed, now=now)
    if user is None or user.deactivated_at:
        raise Deactivated
    begin(session, user, now=now)  # invited by a file, they may come by the sign-in page
    return user


def _known(session: Session, phone: str) -> User | None:
    """Return the person with this phone; of several campaigns, the one they used last."""
    return session.scalar(
        select(User)
        .filter_by(phone=phone, deactivated_at=None)
        .order_by(User.last_seen_at.desc().nulls_last(), User.id.desc())
        .limit(1)
    )

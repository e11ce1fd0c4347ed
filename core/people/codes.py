"""Sign-in codes: six digits that prove a phone, kept as a slow hash and good for ten minutes."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core import bells
from core.errors import NotAllowed
from core.models import SignInCode, User

GOOD_FOR = timedelta(minutes=10)
GUESSES = 5
AN_HOUR = 5  # codes for one phone
BURST = 300  # codes of one campaign in ten minutes: a hall of volunteers, not a machine that pumps texts


class TooManyCodes(NotAllowed):
    """More codes were asked for than a person needs."""


def issue(
    session: Session,
    campaign_id: int,
    phone: str,
    *,
    now: datetime,
    user: User | None = None,
    first_name: str = "",
    last_name: str = "",
    slack_id: str | None = None,
) -> SignInCode:
    """Queue a code to be texted to a phone once this transaction commits.

    Args:
        phone: E.164.
        user: whom it signs in; None for somebody who joins.
        first_name, last_name: of somebody who joins.
        slack_id: who in Slack proves that this phone is theirs.

    Raises:
        TooManyCodes: five were sent to this phone, or asked for by this person in Slack, within the hour, or
            the campaign is flooded.
    """
    _refuse_too_many(session, campaign_id, phone, slack_id, now)
    code = f"{secrets.randbelow(1_000_000):06}"
    issued = SignInCode(
        campaign_id=campaign_id,
        phone=phone,
        first_name=first_name,
        last_name=last_name,
        code=code,
        code_hash=_hashed(code, secrets.token_hex(8)),
        created_at=now,
        expires_at=now + GOOD_FOR,
        user_id=user.id if user else None,
        slack_id=slack_id,
    )
    session.add(issued)
    bells.ring(session, "text_sign_in_codes")
    return issued


def redeem(
    session: Session, phone: str, code: str, *, now: datetime, slack_id: str | None = None
) -> SignInCode | None:
    """Use up the phone's newest code.

    Args:
        slack_id: only a code that this person in Slack asked for.

    Returns:
        the code's row; None for a wrong, old or used one. The caller must let the transaction commit either
        way, for the wrong guess is counted in it.
    """
    asked = select(SignInCode).filter_by(phone=phone, **({"slack_id": slack_id} if slack_id else {}))
    newest = session.scalar(asked.order_by(SignInCode.id.desc()).limit(1).with_for_update())
    if newest is None or newest.used_at or newest.expires_at <= now or newest.wrong_guesses >= GUESSES:
        return None
    if not _matches(code, newest.code_hash):
        newest.wrong_guesses = newest.wrong_guesses + 1
        return None
    newest.used_at, newest.code = now, None
    return newest


def _refuse_too_many(
    session: Session, campaign_id: int, phone: str, slack_id: str | None, now: datetime
) -> None:
    an_hour_ago = now - timedelta(hours=1)
    if _count(session, an_hour_ago, SignInCode.phone == phone) >= AN_HOUR:
        raise TooManyCodes(
            f"We texted {AN_HOUR} codes to this phone within the hour. Use the newest, or try in an hour."
        )
    theirs = (SignInCode.campaign_id == campaign_id) & (SignInCode.slack_id == slack_id)
    if slack_id and _count(session, an_hour_ago, theirs) >= AN_HOUR:
        raise TooManyCodes(f"You asked for {AN_HOUR} codes within the hour. Try again in an hour.")
    if _count(session, now - timedelta(minutes=10), SignInCode.campaign_id == campaign_id) >= BURST:
        raise TooManyCodes("So many people are joining right now. Try again in ten minutes.")


def _count(session: Session, since: datetime, rule: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(SignInCode).where(SignInCode.created_at > since, rule)
    return session.scalar(query) or 0


def _hashed(code: str, salt: str) -> str:
    digest = hashlib.scrypt(code.encode(), salt=salt.encode(), n=2**12, r=8, p=1)
    return f"{salt}${digest.hex()}"


def _matches(code: str, kept: str) -> bool:
    return hmac.compare_digest(_hashed(code, kept.partition("$")[0]), kept)

"""Text sign-in codes: each at most once, as every other text."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.clock import Clock
from core.db import Database
from core.delivery.gateway import Accepted, Gateway, NotSent, Outcome, Outgoing, Rejected, Unknown
from core.models import Campaign, SendingService, SignInCode

LOST_AFTER = timedelta(minutes=2)  # far longer than one call to the carrier


def text_due(database: Database, gateway: Gateway, *, clock: Clock) -> int:
    """Text every queued code; return how many were tried. Safe to run twice, and two at once."""
    settle_lost(database, now=clock())
    tried = 0
    for code_id in _queued(database):
        tried += text_one(database, gateway, code_id, now=clock())
    return tried


def text_one(database: Database, gateway: Gateway, code_id: int, *, now: datetime) -> bool:
    """Text one code, with no transaction open during the call; return whether it was ours to text."""
    with database.sessions.begin() as session:
        text = _claim(session, code_id, now)
    if text is None:
        return False
    outcome = gateway.send(text)
    with database.sessions.begin() as session:
        _settle(session, code_id, outcome)
    return True


def settle_lost(database: Database, *, now: datetime) -> None:
    """Close what can never be texted: codes that expired, and those whose worker died during the call."""
    lost = (SignInCode.state == "sending", SignInCode.attempted_at < now - LOST_AFTER)
    old = (SignInCode.state == "queued", SignInCode.expires_at <= now)
    with database.sessions.begin() as session:
        session.execute(update(SignInCode).where(*lost).values(state="unknown", code=None))
        session.execute(update(SignInCode).where(*old).values(state="failed", code=None, problem="too late"))


def _queued(database: Database) -> list[int]:
    with database.readers() as session:
        return list(session.scalars(select(SignInCode.id).filter_by(state="queued").order_by(SignInCode.id)))


def _claim(session: Session, code_id: int, now: datetime) -> Outgoing | None:
    claim = (
        update(SignInCode)
        .where(SignInCode.id == code_id, SignInCode.state == "queued", SignInCode.expires_at > now)
        .values(state="sending", attempted_at=now)
        .returning(SignInCode.id)
    )
    if session.execute(claim).one_or_none() is None:
        return None
    code = session.get_one(SignInCode, code_id, populate_existing=True)
    campaign = session.get_one(Campaign, code.campaign_id)
    return _text(code, campaign, _sender(session, campaign.id), now)


def _text(code: SignInCode, campaign: Campaign, sender: str | None, now: datetime) -> Outgoing | None:
    if sender is None or code.code is None:
        code.state, code.code, code.problem = "failed", None, "the campaign has nothing to send from"
        return None
    return Outgoing(
        attempt=uuid4().hex,
        to=code.phone,
        body=f"{code.code} is your {campaign.name} sign-in code.",
        sender=sender,
        validity=max(1, int((code.expires_at - now).total_seconds())),
    )


def _sender(session: Session, campaign_id: int) -> str | None:
    service = session.scalar(select(SendingService).filter_by(campaign_id=campaign_id).limit(1))
    return (service.messaging_service_sid or service.from_number) if service else None


def _settle(session: Session, code_id: int, outcome: Outcome) -> None:
    values: dict[str, object]
    match outcome:
        case Accepted():
            values = {"state": "sent", "code": None}
        case Rejected(code=code, words=words):
            values = {"state": "failed", "code": None, "problem": f"{code} {words}".strip()}
        case NotSent(reason=reason):
            # it never left: the sweep tries again until the code is too old
            values = {"state": "queued", "problem": reason}
        case Unknown(reason=reason):
            values = {"state": "unknown", "code": None, "problem": reason}
    session.execute(
        update(SignInCode).where(SignInCode.id == code_id, SignInCode.state == "sending").values(**values)
    )

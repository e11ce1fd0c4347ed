"""What is told when a volunteer asks for texts: the admins who decide, and then the one who asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Action, Notice, TextsWanted, User
from core.notices.alerts import alerts_to
from core.notices.telling import tell


def ask_admins(session: Session, wanted: TextsWanted, action: Action, asker: User, now: datetime) -> None:
    """Ask where alerts go whether what somebody wants is to be given."""
    for channel in alerts_to(session, wanted.campaign_id):
        _tell_admins(session, wanted, channel, _data(wanted, action, asker), now)


def tell_decision(
    session: Session, wanted: TextsWanted, action: Action, asker: User, by: User, now: datetime
) -> None:
    """Say the decision in every message that asked for it, and to the one who asked."""
    data = _data(wanted, action, asker) | {"by": by.slack_id, "at": now.isoformat()}
    asked = select(Notice.channel).where(
        Notice.campaign_id == wanted.campaign_id, Notice.key.startswith(_key(wanted), autoescape=True)
    )
    for channel in session.scalars(asked).all():
        _tell_admins(session, wanted, channel, data, now)
    if asker.slack_id:
        tell(
            session,
            campaign_id=wanted.campaign_id,
            key=f"texts_decided:{wanted.id}",
            kind="texts_decided",
            channel=asker.slack_id,
            data=data,
            now=now,
        )


def _tell_admins(
    session: Session, wanted: TextsWanted, channel: str, data: dict[str, Any], now: datetime
) -> None:
    tell(
        session,
        campaign_id=wanted.campaign_id,
        key=f"{_key(wanted)}{channel}",
        kind="texts_wanted",
        channel=channel,
        data=data,
        now=now,
    )


def _key(wanted: TextsWanted) -> str:
    return f"texts_wanted:{wanted.id}:"


def _data(wanted: TextsWanted, action: Action, asker: User) -> dict[str, Any]:
    return {
        "id": wanted.id,
        "state": wanted.state,
        "what": wanted.what,
        "count": wanted.count,
        "title": action.title,
        "who": asker.slack_id,
        "name": asker.name,
    }

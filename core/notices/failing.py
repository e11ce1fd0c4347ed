"""A notice that can never be delivered: keep the reason, and tell the owner once."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Notice, User
from core.notices.telling import tell

KIND = "undeliverable"


def fail(session: Session, notice: Notice, reason: str, *, now: datetime) -> None:
    """Give a notice up.

    Args:
        reason: Slack's own word, such as `is_archived`.
    """
    notice.state, notice.problem = "failed", reason
    owner = _owner(session, notice.campaign_id)
    if owner and notice.channel != owner and notice.kind != KIND:
        _tell_once(session, notice, owner, now)


def _tell_once(session: Session, notice: Notice, owner: str, now: datetime) -> None:
    key = f"{KIND}:{notice.channel}:{notice.problem}"
    if session.scalar(select(Notice.id).filter_by(campaign_id=notice.campaign_id, key=key)):
        return
    data = {
        "channel": notice.channel,
        "kind": notice.kind,
        "reason": notice.problem,
        "in_part": notice.posted_ts is not None,
    }
    tell(
        session,
        campaign_id=notice.campaign_id,
        key=key,
        kind=KIND,
        channel=owner,
        data=data,
        now=now,
    )


def _owner(session: Session, campaign_id: int) -> str | None:
    owners = select(User.slack_id).filter_by(campaign_id=campaign_id, role="owner", deactivated_at=None)
    return session.scalar(owners.filter(User.slack_id.is_not(None)).order_by(User.id).limit(1))

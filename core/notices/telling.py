"""Tell Slack something: a row in the caller's transaction, delivered after it commits."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import bells
from core.models import Notice


def tell(
    session: Session,
    *,
    campaign_id: int,
    key: str,
    kind: str,
    channel: str,
    data: dict[str, Any],
    now: datetime,
    after: timedelta = timedelta(0),
) -> Notice:
    """Say something in a channel, or change what was said under the same key.

    Args:
        key: names the message within the campaign; the same key again updates the same message.
        kind: which message the bot builds from `data`; see `bot.notices`.
        channel: a Slack channel id, or a user id for a direct message.
        data: small JSON values; ids and figures, never texts of contacts.
        after: how long to gather further changes before the message goes out.
    """
    notice = session.scalar(select(Notice).filter_by(campaign_id=campaign_id, key=key).with_for_update())
    if notice is None:
        notice = Notice(
            campaign_id=campaign_id, key=key, kind=kind, channel=channel, data=data, due_at=now + after
        )
        session.add(notice)
    else:
        notice.kind, notice.data = kind, data
        # one that is just being posted stays with its worker, which sees the new version and puts it back
        notice.state = "sending" if notice.state == "sending" else "due"
        notice.due_at = now + after
        notice.version = notice.version + 1
        notice.tries, notice.problem = 0, ""
    if not after:
        bells.ring(session, "deliver_notices")
    return notice

"""Tell Slack something: a row in the caller's transaction, delivered after it commits."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import bells
from core.inserting import insert_new
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
    thread_of: str | None = None,
) -> Notice:
    """Say something in a channel, or change what was said under the same key.

    Args:
        key: names the message within the campaign; the same key again updates the same message.
        kind: which message the bot builds from `data`; see `bot.notices`.
        channel: a Slack channel id, or a user id for a direct message.
        data: small JSON values; ids and figures, never texts of contacts.
        after: how long to gather further changes before the message goes out.
        thread_of: the key of the notice in whose thread it is said, once that one is posted.
    """
    due_at = now + after
    said = {"kind": kind, "data": data, "due_at": due_at, "state": "due", "tries": 0, "problem": ""}
    notice = insert_new(
        session,
        Notice,
        campaign_id=campaign_id,
        key=key,
        channel=channel,
        version=1,
        attached=[],
        thread_of=thread_of,
        **said,
    )
    if notice is None:
        notice = _told(session, campaign_id, key)
        _tell_anew(notice, said)
    if not after:
        bells.ring(session, "deliver_notices")
    return notice


def _told(session: Session, campaign_id: int, key: str) -> Notice:
    told = select(Notice).filter_by(campaign_id=campaign_id, key=key)
    return session.scalars(told.with_for_update().execution_options(populate_existing=True)).one()


def _tell_anew(notice: Notice, said: dict[str, Any]) -> None:
    # one that is just being posted stays with its worker, which sees the new version and puts it back
    state = "sending" if notice.state == "sending" else "due"
    # news that never stop must not put the message off for ever
    due_at = min(notice.due_at, said["due_at"]) if notice.state == "due" else said["due_at"]
    anew = {"state": state, "due_at": due_at, "version": notice.version + 1}
    for name, value in (said | anew).items():
        setattr(notice, name, value)

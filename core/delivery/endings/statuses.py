"""What Twilio tells of a text on its way: kept word by word, and moving it forward only.

Callbacks are best-effort and unordered; one may come before the answer to the call that made the text. The
attempt in the callback's address says which text it is, and brings the SID along.
"""

from collections.abc import Mapping
from datetime import datetime

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from core.delivery import states
from core.delivery.endings.advancing import advance
from core.delivery.states import State
from core.inserting import is_new
from core.metrics import tallies
from core.metrics.catalogue import CALLBACKS
from core.models import Message, StatusEvent

log = structlog.get_logger()


def hear(session: Session, attempt: str, form: Mapping[str, str], *, now: datetime) -> bool:
    """Keep a status callback and let it move its text: two statements, unless something is wrong.

    Args:
        attempt: our own id of the call, from the callback's address.
        form: Twilio's fields; any set of them.

    Returns:
        whether this was news of a text.
    """
    if not _keep(session, attempt, form, now):
        return False
    status, sid = form.get("MessageStatus", ""), form.get("MessageSid") or None
    if (state := states.OF_TWILIO.get(status)) is None:
        tallies.count(CALLBACKS, status="unknown")
        log.warning("status_unknown", status=status, sid=sid)
        return False
    tallies.count(CALLBACKS, status=status)
    moved = advance(
        session,
        attempt,
        state,
        now=now,
        sid=sid,
        our_number=form.get("From") or None,
        code=form.get("ErrorCode") or None,
        words=form.get("ErrorMessage", ""),
    )
    if not moved:
        _compare(session, attempt, state, sid)
    return moved


def _keep(session: Session, attempt: str, form: Mapping[str, str], now: datetime) -> bool:
    """Keep the callback word by word; whether it was told for the first time."""
    return is_new(
        session,
        StatusEvent,
        attempt=attempt,
        sid=form.get("MessageSid", ""),
        status=form.get("MessageStatus", ""),
        code=form.get("ErrorCode", ""),
        form=dict(form.items()),  # Flask's own dict would give lists
        received_at=now,
    )


def _compare(session: Session, attempt: str, told: State, sid: str | None) -> None:
    """Say so when a callback contradicts what is known: the first final word and the first id stand."""
    known = session.connection().execute(_KNOWN, {"of_attempt": attempt}).one_or_none()
    if known is None:
        log.info("status_of_no_text", attempt=attempt, sid=sid)  # such as a sign-in code
    elif known.carrier_sid and known.carrier_sid != sid:
        log.warning("status_of_another_sid", message_id=known.id, sid=sid)
    elif told.is_final and told.name != known.state:
        log.warning("status_contradicts", message_id=known.id, state=known.state, told=told.name)


_KNOWN = select(Message.id, Message.state, Message.carrier_sid).where(
    Message.attempt == bindparam("of_attempt")
)

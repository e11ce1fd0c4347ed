"""What Twilio tells of a text on its way: kept word by word, and moving it forward only.

Callbacks are best-effort and unordered; one may come before the answer to the call that made the text. The
attempt in the callback's address says which text it is, and brings the SID along.
"""

from collections.abc import Mapping
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from core.delivery import states
from core.delivery.advancing import advance
from core.inserting import insert_new
from core.models import Message, StatusEvent

log = structlog.get_logger()


def hear(session: Session, attempt: str, form: Mapping[str, str], *, now: datetime) -> Message | None:
    """Keep a status callback and let it move its text.

    Args:
        attempt: our own id of the call, from the callback's address.
        form: Twilio's fields; any set of them.

    Returns:
        the text, or None when this was no news or of no text of a conversation.
    """
    sid, status = form.get("MessageSid", ""), form.get("MessageStatus", "")
    code = form.get("ErrorCode", "")
    kept = insert_new(
        session,
        StatusEvent,
        attempt=attempt,
        sid=sid,
        status=status,
        code=code,
        form=dict(form.items()),  # Flask's own dict would give lists
        received_at=now,
    )
    if kept is None:
        return None
    if (state := states.OF_TWILIO.get(status)) is None:
        log.warning("status_unknown", status=status, sid=sid)
        return None
    words = form.get("ErrorMessage", "")
    number = form.get("From") or None
    return advance(
        session, attempt, state, now=now, sid=sid, our_number=number, code=code or None, words=words
    )

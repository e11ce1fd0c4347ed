"""The ordinary press of a first text: looked at, judged, and queued if nothing has changed meanwhile.

Nearly all presses are such, so this asks for everything at once, who presses among it, holds no transaction
open between looking and writing, and locks nothing while it judges. Whatever is otherwise `sending` does,
which would do the same with an ordinary one.
"""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from core.conversations import keys, pressing
from core.conversations.pressing import Look
from core.conversations.queueing import Queued, queue_if_unchanged
from core.conversations.sending import judged
from core.db import Database
from core.errors import CoreError


def press(
    database: Database, conversation_id: int, *, by_id: int, key: str, now: datetime, seen_since: datetime
) -> Queued | None:
    """Queue a conversation's first text in a transaction of its own, if this is an ordinary press.

    Args:
        by_id: who presses, as their session says; whether they still may is found out here.
        key: made by the form.
        seen_since: whoever was noted as here longer ago is due to be noted again, which is not done here.

    Returns:
        None, with nothing done, when it is not ordinary: see `send_initial`, which says why or does it.
    """
    try:
        keys.check(key)
        look = pressing.look_initial(database, conversation_id, holder_id=by_id, key=key)
        if look is None or not look.found.is_fresh or _is_due(look, seen_since):
            return None
        queued = _queue(database, look, key, now)
    except (CoreError, IntegrityError):  # it must not go, or the key has served elsewhere in this moment
        return None
    if queued:
        database.ring("deliver")
    return queued


def _queue(database: Database, look: Look, key: str, now: datetime) -> Queued | None:
    case, wording, by = look.found.case, look.found.wording, look.by
    body = judged(case, look.found.words(by), now)
    return queue_if_unchanged(database, case, body, wording, by=by, key=key, now=now)


def _is_due(look: Look, seen_since: datetime) -> bool:
    return look.by.last_seen_at is None or look.by.last_seen_at < seen_since

"""The ordinary reply: somebody whom we have texted answers in words that ask for nothing by themselves.

Nearly all replies are, so this is one statement, made once. Whatever it does not find, `receiving` does,
which would do the same with an ordinary one.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Insert, Update, bindparam, exists, select

from core.binding import bound, insert_from
from core.conversations.hearing import hearing
from core.conversations.heeding import asks
from core.conversations.inbox import touching
from core.conversations.matching import latest_conversation
from core.conversations.telling import media, telling, told, told_stop
from core.db import Database, UtcDateTime
from core.models import Conversation, InboundEvent, User
from core.together import Together


def is_ordinary(form: Mapping[str, str]) -> bool:
    """Return whether a text asks for no more than to be kept and shown.

    Args:
        form: Twilio's fields of an inbound message, without NULs.
    """
    return not media(form) and not asks(form.get("Body", ""), told_stop=told_stop(form))


def take_in(database: Database, form: Mapping[str, str], *, now: datetime) -> bool:
    """Keep a reply in the conversation where its sender was texted last.

    Args:
        form: as above; an ordinary one.

    Returns:
        False, with nothing done, when there is no such conversation or the text is kept already.

    Raises:
        IntegrityError: the same text came in at the same moment, by another transaction.
    """
    return database.write(_RECEIVE, {**told(form, now), "event_form": form}) is not None


def _in_conversation() -> Any:
    kept = Conversation
    is_known = exists().where(InboundEvent.sid == bindparam("told_carrier_sid"))
    columns = (kept.id, kept.campaign_id, kept.action_id, kept.contact_id, kept.holder_id)
    return hearing(latest_conversation().scalar_subquery()).where(~is_known).returning(*columns)


def _event(conversation: FromClause) -> Insert:
    at = bindparam("heard_at", type_=UtcDateTime())
    columns = {
        "campaign_id": conversation.c.campaign_id,
        "sid": bindparam("told_carrier_sid", type_=InboundEvent.sid.type),
        **bound(InboundEvent, "event", ["form"]),
        "received_at": at,
        "applied_at": at,
        "tries": 0,
        "problem": "",
    }
    return insert_from(InboundEvent, columns)


def _holder(conversation: FromClause) -> Update:
    return touching(User.id == select(conversation.c.holder_id).scalar_subquery())


# The conversation first: replies of one contact line up at its row, so their messages are numbered in turn.
# The holder's row last: all replies to one volunteer meet there, and should not for long.
_RECEIVE = Together(_in_conversation(), _event, telling, _holder)

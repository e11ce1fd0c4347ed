"""Which people or conversations each figure of the results counts, or holds the texts that it counts."""

from sqlalchemy import ColumnElement, and_, exists, literal

from core.delivery.endings.outcomes import BUCKETS
from core.models import Action, Audience, Conversation, Message
from core.results import conditions, texts

_HAS_PERFORMED = exists().where(
    Message.action_id == Audience.action_id, Message.sender_id == Audience.user_id, texts.PERFORMED
)

# over the audience of an action
PEOPLE: dict[str, ColumnElement[bool]] = {
    "sent_to": literal(True),
    "seen": Audience.seen_at.is_not(None),
    "started": Audience.started_at.is_not(None),
    "completed": _HAS_PERFORMED,
}


def conversations(action: Action) -> dict[str, ColumnElement[bool]]:
    """Return the conditions over the conversations of an action."""
    return {
        "performs": _with(texts.PERFORMED),
        "reports": Conversation.reported_at.is_not(None),
        "filled": conditions.FILLED,
        "unfilled": and_(conditions.ANSWERED, Conversation.reported_at.is_(None)),
        "attempted": conditions.ATTEMPTED,
        "accepted": _with(texts.ACCEPTED),
        "delivered": _with(texts.DELIVERED),
        "responses": conditions.ANSWERED,
        "follow_ups": _with(texts.FOLLOWED_UP),
        "opt_outs": conditions.opted_out_here(action),
        "remaining": conditions.remaining(action),
        "not_eligible": conditions.not_eligible(action),
        "attention": conditions.NEEDS_ATTENTION,
    } | {f"bucket.{bucket}": _with(Message.bucket == bucket) for bucket in BUCKETS}


def _with(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return "it has such a text"."""
    return exists().where(Message.conversation_id == Conversation.id, condition)

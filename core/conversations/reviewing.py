"""One conversation for somebody who looks after all: who holds it, how it stands, its texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversations.answering import newest
from core.conversations.escalating import latest
from core.conversations.facts import YES, present
from core.conversations.holding import look_into
from core.conversations.threads import Bubble, bubbles
from core.models import Conversation, CustomField, Escalation, Tag, User

PAGE: Final = 12  # texts at once


@dataclass(frozen=True)
class Known:
    """What is known of the contact: the tags that are on, and each answered field with its answer."""

    tags: list[str]
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """The latest time that a volunteer asked an admin to look.

    Attributes:
        resolved_by: who saw to it; empty while it is open.
    """

    escalation: Escalation
    by: str
    resolved_by: str


@dataclass(frozen=True)
class Review:
    """A conversation, some of its texts, oldest first, and all that stands around them.

    Attributes:
        conversation: with its contact and its action.
        holder: who holds it; empty for nobody.
        newest: the id of its newest message, 0 without one.
        is_latest: whether the newest texts are among those shown.
        earlier: the id of the oldest text shown, if there are older ones.
    """

    conversation: Conversation
    holder: str
    bubbles: Sequence[Bubble]
    newest: int
    is_latest: bool
    earlier: int | None
    known: Known
    asked: Asked | None


def review(session: Session, conversation_id: int, *, by: User, before: int | None = None) -> Review:
    """Return any conversation of the campaign.

    Args:
        before: only texts older than this one, by id; None shows the newest.

    Raises:
        NotAllowed, NotFound: as `holding.review`.
    """
    conversation = look_into(session, conversation_id, by)
    shown = bubbles(session, conversation_id, by, most=PAGE + 1, before=before)
    oldest = min((each.message.id for each in shown), default=0)
    more = len(shown) > PAGE
    shown = [each for each in shown if each.message.id != oldest] if more else shown
    return Review(
        conversation=conversation,
        holder=_name(session, conversation.holder_id),
        bubbles=shown,
        newest=newest(session, conversation),
        is_latest=before is None,
        earlier=min(each.message.id for each in shown) if more else None,
        known=known(session, conversation),
        asked=_asked(session, conversation),
    )


def known(session: Session, conversation: Conversation) -> Known:
    """Return what is known of a conversation's contact, in the order of the labels."""
    values = present(session, conversation.contact_id)
    on = [each for (kind, each), value in values.items() if kind == "tag" and value == YES]
    given = {each: value for (kind, each), value in values.items() if kind == "field" and value}
    tags = select(Tag.name).where(Tag.id.in_(on)).order_by(Tag.position, Tag.id)
    fields = select(CustomField.id, CustomField.name).where(CustomField.id.in_(given))
    in_order = session.execute(fields.order_by(CustomField.position, CustomField.id))
    return Known(list(session.scalars(tags)), [(name, given[each]) for each, name in in_order])


def _asked(session: Session, conversation: Conversation) -> Asked | None:
    escalation = latest(session, conversation.id)
    if escalation is None:
        return None
    by, resolved_by = (_name(session, each) for each in (escalation.by_id, escalation.resolved_by_id))
    return Asked(escalation, by, resolved_by)


def _name(session: Session, user_id: int | None) -> str:
    return session.get_one(User, user_id).name if user_id else ""

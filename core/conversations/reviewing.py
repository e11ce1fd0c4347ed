"""One conversation for somebody who looks after all: who holds it, how it stands, its texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from core.contacts.sheet import Known, known
from core.conversations.answering import newest
from core.conversations.escalating import Asked, asked_last
from core.conversations.holding import look_into
from core.conversations.threads import Bubble, bubbles
from core.models import Conversation, User

PAGE: Final = 12  # texts at once


@dataclass(frozen=True)
class Review:
    """A conversation, some of its texts, oldest first, and all that stands around them.

    Attributes:
        conversation: with its contact and its action.
        holder: who holds it; empty for nobody.
        newest: the id of its newest message, 0 without one.
        is_latest: whether the newest texts are among those shown.
        earlier: the id of the oldest text shown, if there are older ones.
        known: the contact's tags and answers.
        asked: what a volunteer asked admins about it last.
    """

    conversation: Conversation
    holder: str
    bubbles: Sequence[Bubble]
    newest: int
    is_latest: bool
    earlier: int | None
    known: list[Known]
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
        known=known(session, conversation.contact_id),
        asked=asked_last(session, conversation.id),
    )


def _name(session: Session, user_id: int | None) -> str:
    return session.get_one(User, user_id).name if user_id else ""

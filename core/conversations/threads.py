"""One conversation as its volunteer sees it: the texts, and whether it may be answered now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.conversations.escalating import Asked, asked_last
from core.conversations.holding import look_at
from core.conversations.inbox import touch
from core.conversations.media import Attached, attached
from core.conversations.tabs import UNREAD
from core.delivery.cases import NEVER_LEFT
from core.delivery.hours.in_words import Notice, notice
from core.delivery.hours.windows import in_conversation
from core.models import Campaign, Contact, Conversation, Message, User

NEWEST = 200  # texts shown; a longer talk is cut at its beginning


@dataclass(frozen=True)
class Bubble:
    """A text.

    Attributes:
        by: who sent it for us: empty for the contact's own, "You" for the reader's.
        files: what came with it.
    """

    message: Message
    by: str
    files: Sequence[Attached] = ()

    @property
    def is_theirs(self) -> bool:
        return self.message.direction == "in"


@dataclass(frozen=True)
class Thread:
    """A conversation, its contact and its texts, oldest first; `asked` is what admins were asked last."""

    conversation: Conversation
    name: str
    first_name: str
    action: str
    bubbles: list[Bubble]
    asked: Asked | None

    @property
    def last_script(self) -> int | None:
        """The id of the script that was sent last, initial or response; None while there is none."""
        sent = (each.message for each in reversed(self.bubbles) if each.message.state not in NEVER_LEFT)
        return next((each.script_id for each in sent if each.script_id), None)


def thread(session: Session, conversation_id: int, user: User) -> Thread:
    """Return one of `user`'s conversations.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    conversation = look_at(session, conversation_id, user)
    contact = conversation.contact
    return Thread(
        conversation,
        contact.name or "No name",
        _called(contact),
        conversation.action.title,
        bubbles(session, conversation_id, user),
        asked_last(session, conversation_id),
    )


def bubbles(
    session: Session, conversation_id: int, user: User, *, most: int = NEWEST, before: int | None = None
) -> list[Bubble]:
    """Return the newest texts of a conversation, oldest first; the caller has asked whether `user` may see.

    Args:
        before: only texts older than this one, by id.
    """
    query = (
        select(Message, User)
        .outerjoin(User, User.id == Message.sender_id)
        .filter(Message.conversation_id == conversation_id)
    )
    if before is not None:
        query = query.filter(Message.id < before)
    rows = session.execute(query.order_by(Message.id.desc()).limit(most)).all()
    # by time, since what the carrier told of late was written earlier
    in_order = sorted(rows, key=lambda row: (row[0].created_at, row[0].id))
    files = attached(session, [message for message, _ in rows])
    return [
        Bubble(message, _sender(message, sender, user), files.get(message.id, ()))
        for message, sender in in_order
    ]


def hours(session: Session, conversation: Conversation, *, now: datetime) -> Notice:
    """Return whether this contact may be texted now, and what a volunteer should know of it."""
    campaign = session.get_one(Campaign, conversation.campaign_id)
    contact = conversation.contact
    replying = conversation.initial_at is not None and in_conversation(conversation.last_inbound_at, now)
    return notice(campaign, contact.zones, contact.state, now, name=_called(contact), replying=replying)


def mark_read(session: Session, conversation_id: int, *, by: User, now: datetime) -> None:
    """Note that `by` has read what the contact wrote; nothing happens if nothing was new."""
    mine = (Conversation.id == conversation_id, Conversation.holder_id == by.id)
    marked = session.execute(
        update(Conversation)
        .where(*mine, UNREAD)
        .values(read_at=now)
        .returning(Conversation.id)
        .execution_options(synchronize_session=False)
    )
    if marked.one_or_none():
        touch(session, by.id)


def _called(contact: Contact) -> str:
    return contact.first_name or "this person"


def _sender(message: Message, sender: User | None, reader: User) -> str:
    if message.direction == "in":
        return ""
    if sender is None:
        return "Automatic"
    return "You" if sender.id == reader.id else sender.name

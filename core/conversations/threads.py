"""One conversation as its volunteer sees it: the texts, and whether it may be answered now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

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
from core.models import Campaign, Contact, Conversation, Message, Script, User
from core.pictures import ids_of

NEWEST = 200  # texts shown; a longer talk is cut at its beginning


class Prepared(NamedTuple):
    """The script that a text was made of; the text knows which version."""

    kind: str
    name: str
    position: int


@dataclass(frozen=True)
class Bubble:
    """A text.

    Attributes:
        by: who sent it for us: empty for the contact's own, "You" for the reader's.
        files: what came with it.
        script: what it was made of; None for words of one's own.
    """

    message: Message
    by: str
    files: Sequence[Attached] = ()
    script: Prepared | None = None

    @property
    def is_theirs(self) -> bool:
        return self.message.direction == "in"

    @property
    def pictures(self) -> list[int]:
        """The ids of the pictures that we sent with it."""
        return ids_of(self.message.media)


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
        """The script that was sent last; see `last_script`."""
        return last_script(self.bubbles)


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
        select(Message, User, Script.kind, Script.name, Script.position)
        .outerjoin(User, User.id == Message.sender_id)
        .outerjoin(Script, Script.id == Message.script_id)
        .filter(Message.conversation_id == conversation_id)
    )
    if before is not None:
        query = query.filter(Message.id < before)
    rows = session.execute(query.order_by(Message.id.desc()).limit(most)).all()
    # by time, since what the carrier told of late was written earlier
    in_order = sorted(rows, key=lambda row: (row[0].created_at, row[0].id))
    files = attached(session, [row[0] for row in rows])
    return [
        Bubble(
            message,
            _sender(message, sender, user),
            files.get(message.id, ()),
            Prepared._make(script) if script[0] else None,
        )
        for message, sender, *script in in_order
    ]


def last_script(shown: Sequence[Bubble]) -> int | None:
    """Return the id of the script that was sent last, initial or response; None while there is none.

    Args:
        shown: texts, oldest first.
    """
    sent = (each.message for each in reversed(shown) if each.message.state not in NEVER_LEFT)
    return next((each.script_id for each in sent if each.script_id), None)


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

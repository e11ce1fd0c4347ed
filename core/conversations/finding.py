"""Find conversations by whom they are with, what was said, who had to do with them and how they stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, tuple_, union
from sqlalchemy.orm import Session

from core.contacts import finding as contacts
from core.conversations.facts import YES, is_newest
from core.conversations.inbox import Cursor
from core.conversations.lines import Line, lines
from core.conversations.tabs import UNREAD
from core.db import UtcDateTime
from core.errors import Invalid
from core.models import Contact, Conversation, Fact, Message, User
from core.people.rights import Right, require

PAGE: Final = 15
MOST: Final = 1000  # counted; beyond it there are "more than 1,000"
MOST_TEXTS: Final = 200_000  # looked through where no action is named, the newest
MOST_PEOPLE: Final = 1000  # of one name
LONGEST: Final = 100  # characters
_FEWEST: Final = 2  # letters
_LONG_AGO: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")

STATUSES: Final = {
    "any": "Any",
    "attention": "Needs attention",
    "hour": "Waiting for an answer over an hour",
    "day": "Waiting for an answer over a day",
    "unread": "Not read by its volunteer",
    "replied": "The contact has replied",
    "silent": "Texted, no reply",
    "not_texted": "Not texted yet",
    "failed": "A text failed",
    "archived": "Closed",
    "opted_out": "Opted out",
}


@dataclass(frozen=True)
class Search:
    """What is looked for; each part left empty lets all through.

    Attributes:
        words: the contact's name, phone or VAN ID; see `core.contacts.finding`.
        text: words in its texts, however they are written, large or small.
        volunteer_id: who holds it, or has texted in it.
        status: a key of `STATUSES`.
    """

    words: str = ""
    text: str = ""
    action_id: int | None = None
    volunteer_id: int | None = None
    tag_id: int | None = None
    status: str = "any"

    @property
    def is_partial(self) -> bool:
        """Whether not all texts are looked through, but the newest `MOST_TEXTS` of the campaign."""
        return bool(self.text) and self.action_id is None


@dataclass(frozen=True)
class Page:
    """Some of what was found, the newest message first.

    Attributes:
        total: how many there are, at most one more than `MOST`.
        older: leads to the next ones.
    """

    lines: list[Line]
    total: int
    older: Cursor | None


def check(search: Search) -> None:
    """Refuse a search by too little. Raises Invalid beside `words` or `text`."""
    if search.words:
        contacts.worded(search.words)
    if search.text and len(_one_line(search.text)) < _FEWEST:
        raise Invalid("text", f"Type {_FEWEST} letters at least.")


def find(
    session: Session,
    search: Search,
    *,
    by: User,
    now: datetime,
    below: Cursor | None = None,
    total: int | None = None,
) -> Page:
    """Return one page of the conversations that fit.

    Args:
        below: where the page before it ended.
        total: as the first page counted; left out, it is counted.

    Raises:
        NotAllowed: they may not look into other people's conversations.
        Invalid: beside `words` or `text`, when there is too little to find anything by.
    """
    require(session, by, Right.LOOK)
    check(search)
    fits = select(Conversation.id, _AT.label("at")).where(*_fitting(session, search, by, now))
    if below:
        fits = fits.where(_below(below))
    most = PAGE + 1 if total is not None else MOST + 1  # the first page is counted as it is found
    rows = session.execute(fits.order_by(_AT.desc(), Conversation.id.desc()).limit(most)).all()
    shown = rows[:PAGE]
    older = Cursor(shown[-1].at, shown[-1].id) if len(rows) > PAGE else None
    return Page(lines(session, [row.id for row in shown]), len(rows) if total is None else total, older)


def _below(cursor: Cursor) -> ColumnElement[bool]:
    return tuple_(_AT, Conversation.id) < tuple_(literal(cursor.at, UtcDateTime()), cursor.id)


def _fitting(session: Session, search: Search, by: User, now: datetime) -> list[ColumnElement[bool]]:
    fitting = [Conversation.campaign_id == by.campaign_id, _STANDS[search.status](now)]
    if search.action_id:
        fitting.append(Conversation.action_id == search.action_id)
    if search.volunteer_id:
        fitting.append(_had_to_do_with(search.volunteer_id))
    if search.tag_id:
        fitting.append(Conversation.contact_id.in_(_tagged(search.tag_id)))
    if search.words:
        fitting.append(Conversation.contact_id.in_(_called(session, search.words, by)))
    if search.text:
        fitting.append(Conversation.id.in_(_saying(search, by)))
    return fitting


def _had_to_do_with(user_id: int) -> ColumnElement[bool]:
    held = select(Conversation.id).where(Conversation.holder_id == user_id)
    texted = select(Message.conversation_id).where(
        Message.sender_id == user_id, Message.conversation_id.is_not(None)
    )
    return Conversation.id.in_(union(held, texted))


def _tagged(tag_id: int) -> Select[int]:
    """Return the query for the contacts whose newest fact about a tag says yes."""
    said = select(Fact.contact_id).where(Fact.tag_id == tag_id, Fact.new == YES)
    return said.where(is_newest(Fact.tag_id, [tag_id]))


def _called(session: Session, words: str, by: User) -> Select[int]:
    people = contacts.fits(session, contacts.worded(words), by.campaign_id)
    of_campaign = select(Contact.id).where(Contact.campaign_id == by.campaign_id, people)
    return of_campaign.limit(MOST_PEOPLE)


def _saying(search: Search, by: User) -> Select[int | None]:
    """Return the query for conversations with these words in a text; it never reads more than it must."""
    text = _one_line(search.text)
    if search.action_id:
        texts = select(Message.conversation_id).where(Message.action_id == search.action_id)
        return texts.where(Message.body.icontains(text, autoescape=True))
    newest = select(Message.conversation_id, Message.body).where(Message.campaign_id == by.campaign_id)
    read = newest.order_by(Message.created_at.desc()).limit(MOST_TEXTS).subquery()
    saying = read.c.body.icontains(text, autoescape=True)
    return select(read.c.conversation_id).where(read.c.conversation_id.is_not(None), saying)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _waiting_over(hours: int) -> Callable[[datetime], ColumnElement[bool]]:
    return lambda now: Conversation.attention_since < now - timedelta(hours=hours)


def _failed() -> ColumnElement[bool]:
    lost = select(Message.conversation_id).where(Message.bucket.is_not(None))
    return Conversation.id.in_(lost.where(Message.conversation_id.is_not(None)))


# those that were never texted stand last
_AT = func.coalesce(Conversation.last_message_at, literal(_LONG_AGO, UtcDateTime()), type_=UtcDateTime())
_STANDS: Final[dict[str, Callable[[datetime], ColumnElement[bool]]]] = {
    "any": lambda _: literal(True),
    "attention": lambda _: Conversation.attention_since.is_not(None),
    "hour": _waiting_over(1),
    "day": _waiting_over(24),
    "unread": lambda _: UNREAD,
    "replied": lambda _: Conversation.reply_count > 0,
    "silent": lambda _: and_(Conversation.initial_at.is_not(None), Conversation.reply_count == 0),
    "not_texted": lambda _: Conversation.initial_at.is_(None),
    "failed": lambda _: _failed(),
    "archived": lambda _: Conversation.archived_at.is_not(None),
    "opted_out": lambda _: Conversation.opted_out_at.is_not(None),
}

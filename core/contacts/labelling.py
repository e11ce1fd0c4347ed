"""An admin switches tags and answers fields of one contact by hand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from core import events
from core.contacts.editing import ChangedMeanwhile, to_change
from core.contacts.opting_out import opt_out
from core.contacts.sheet import look
from core.conversations.facts import NO, YES, key_of, learn, present
from core.conversations.inbox import touch
from core.conversations.reporting import LONGEST_ANSWER
from core.errors import Invalid
from core.models import Contact, Conversation, CustomField, Fact, Tag, User
from core.naming import worded
from core.people.rights import Right, require

PAGE: Final = 30  # fields on one form
MOST_TAGS: Final = 100  # what one menu of Slack can have chosen


@dataclass(frozen=True)
class Sheet:
    """What the form shows.

    Attributes:
        tags: those that are set, 100 at most.
        fields: one page of the fields with their options, in order, and each with its present answer.
        seen: the contact's newest fact, 0 without one; to be given back when the form is saved.
    """

    contact: Contact
    tags: list[Tag]
    fields: list[tuple[CustomField, str | None]]
    page: int
    fields_in_all: int
    seen: int


@dataclass(frozen=True)
class Wanted:
    """What an admin says.

    Attributes:
        tags: ids of those to switch on, and of those to switch off.
        answers: field id → an option's label or words; blank takes an answer back.
    """

    on: Collection[int]
    off: Collection[int]
    answers: Mapping[int, str]


def form(session: Session, contact_id: int, *, by: User, page: int = 0) -> Sheet:
    """Return what is known of a contact now, to be changed. Raises NotAllowed, NotFound."""
    contact = look(session, contact_id, by=by)
    known = present(session, contact.id)
    on = [each for (kind, each), value in known.items() if kind == "tag" and value == YES]
    tags = session.scalars(
        select(Tag).where(Tag.id.in_(on), Tag.archived_at.is_(None)).order_by(*_ORDER[Tag])
    )
    fields = select(CustomField).filter_by(campaign_id=by.campaign_id, archived_at=None)
    total = session.scalar(select(func.count()).select_from(fields.subquery())) or 0
    page = min(max(page, 0), max(total - 1, 0) // PAGE)
    shown = session.scalars(
        fields.options(selectinload(CustomField.options))
        .order_by(*_ORDER[CustomField])
        .offset(page * PAGE)
        .limit(PAGE)
    )
    answered = [(field, known.get(key_of(field))) for field in shown]
    return Sheet(contact, list(tags)[:MOST_TAGS], answered, page, total, _newest(session, contact.id))


def label(
    session: Session, contact_id: int, wanted: Wanted, *, by: User, seen: int, now: datetime
) -> Contact:
    """Keep what changed as facts; an opt-out tag that is switched on opts the contact out.

    Args:
        seen: from `form`.

    Raises:
        NotAllowed, NotFound: `by` is no admin; no such contact in their campaign.
        Stale: something was learned of the contact, or it was erased, after the form was opened.
        Invalid: beside `answer_ID`, which is no option or too long, or `contact_tags`, of which one is gone.
    """
    require(session, by, Right.RUN)
    # whoever files a report locks its conversation too, so nobody learns anything else in between; and before
    # the contact, as they do
    held = session.execute(_conversations(contact_id, by)).all()
    contact = to_change(session, contact_id, by=by)
    known = present(session, contact.id)
    tags = _tags(session, wanted, by)
    changes = _changes(known, tags, wanted.on) + _answers(session, known, wanted.answers, by)
    if not changes:
        return contact
    if _newest(session, contact.id) != seen:
        raise ChangedMeanwhile
    for about, value in changes:
        learn(session, contact, about, value, source="admin", by=by, at=now, before=known.get(key_of(about)))
    if any(isinstance(about, Tag) and about.opt_out and value == YES for about, value in changes):
        opt_out(session, contact.campaign_id, contact.phone, route="tag", at=now, by=by)
    touch(session, *(row.holder_id for row in held))
    events.record(session, "contact_labelled", contact, by=by, at=now, changes=len(changes))
    return contact


Change = tuple[Tag | CustomField, str | None]
_ORDER: dict[type[Tag] | type[CustomField], tuple[Any, ...]] = {
    kind: (kind.position, kind.name, kind.id) for kind in (Tag, CustomField)
}


def _conversations(contact_id: int, by: User) -> Any:
    held = select(Conversation.id, Conversation.holder_id).where(Conversation.contact_id == contact_id)
    return (
        held.where(Conversation.campaign_id == by.campaign_id)
        .order_by(Conversation.id)
        .with_for_update(of=Conversation)
    )


def _newest(session: Session, contact_id: int) -> int:
    return session.scalar(select(func.max(Fact.id)).where(Fact.contact_id == contact_id)) or 0


def _tags(session: Session, wanted: Wanted, by: User) -> Sequence[Tag]:
    ids = {*wanted.on, *wanted.off}
    query = select(Tag).where(Tag.campaign_id == by.campaign_id, Tag.id.in_(ids))
    found = session.scalars(query.order_by(Tag.id)).all()
    usable = {tag.id for tag in found if tag.archived_at is None}
    if set(wanted.on) - usable:
        raise Invalid("contact_tags", "One of these tags is not in use any more. Take it out and save again.")
    return found


def _changes(
    known: Mapping[tuple[str, int], str | None], tags: Sequence[Tag], on: Collection[int]
) -> list[Change]:
    """Return the tags that are switched; off is only a fact where it was on before."""
    changes: list[Change] = []
    for tag in tags:
        is_on, was_on = tag.id in on, known.get(key_of(tag)) == YES
        if is_on != was_on:
            changes.append((tag, YES if is_on else NO))
    return changes


def _answers(
    session: Session, known: Mapping[tuple[str, int], str | None], answers: Mapping[int, str], by: User
) -> list[Change]:
    query = select(CustomField).where(CustomField.campaign_id == by.campaign_id, CustomField.id.in_(answers))
    fields = session.scalars(query.options(selectinload(CustomField.options)).order_by(CustomField.id))
    given = [(field, known.get(key_of(field)), answers[field.id]) for field in fields]
    return [(field, new) for field, old, words in given if (new := _answer(field, old, words)) != old]


def _answer(field: CustomField, old: str | None, words: str) -> str | None:
    beside = f"answer_{field.id}"
    words = worded(words, field=beside, what="answer", limit=LONGEST_ANSWER)
    # an answer given before its option was retired may stay
    choices = {option.label for option in field.options if option.retired_at is None} | {old}
    if words and field.kind == "selection" and words not in choices:
        raise Invalid(beside, f"“{field.name}” has other answers by now. Choose again.")
    return words or None

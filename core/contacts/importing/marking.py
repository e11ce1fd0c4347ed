"""What a file says of people's tags, fields and volunteers becomes facts, a chunk at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from core.contacts.importing.labels import Marks
from core.contacts.stopping_many import stop_many
from core.conversations.facts import NO, YES
from core.labels.answers import meaning
from core.models import Contact, Fact, Import, Tag

Key = tuple[int, str]  # contact, and label such as `tag:7`


@dataclass(frozen=True)
class Marked:
    """What changed: contacts by label, such as `tag:7`, and those who were given to another volunteer."""

    changed: Counter[str]
    assigned: int


def mark(session: Session, marks: Mapping[str, Marks], row: Import, *, now: datetime) -> Marked:
    """Keep what is new in these marks; an opt-out tag opts people out, without a text about it.

    Args:
        marks: by phone; all of them are contacts by now.
    """
    said = {phone: each for phone, each in marks.items() if each.values or each.assigned_to}
    people = _people(session, row.campaign_id, said)
    stops = _opt_out_tags(session, said)
    facts = _facts(session, people, said, row, now)
    if facts:
        session.execute(insert(Fact), facts)
    stopped = [each["contact_id"] for each in facts if each["new"] == YES and each["tag_id"] in stops]
    stop_many(session, row.campaign_id, stopped, route="tag", by_id=row.created_by_id, now=now)
    return Marked(Counter(map(_label, facts)), _assign(session, people, said))


def _opt_out_tags(session: Session, said: Mapping[str, Marks]) -> set[int]:
    """Return which of the tags opt people out now, long after the file was begun.

    An admin who makes one an opt-out tag just now waits, and then finds this chunk among its holders.
    """
    tags = _ids("tag", {key for each in said.values() for key in each.values})
    asked = select(Tag.id, Tag.opt_out).where(Tag.id.in_(tags)).order_by(Tag.id).with_for_update(read=True)
    return {tag_id for tag_id, opts_out in session.execute(asked) if opts_out} if tags else set()


def _people(session: Session, campaign_id: int, said: Mapping[str, Marks]) -> dict[str, int]:
    query = select(Contact.phone, Contact.id).where(Contact.campaign_id == campaign_id)
    return dict(session.execute(query.where(Contact.phone.in_(said))).all()) if said else {}


def _facts(
    session: Session, people: Mapping[str, int], said: Mapping[str, Marks], row: Import, now: datetime
) -> list[dict[str, Any]]:
    keys = sorted({key for each in said.values() for key in each.values})
    known = _known(session, list(people.values()), keys)
    return [
        _fact(people[phone], key, known.get((people[phone], key)), value, row, now)
        for phone, each in said.items()
        for key, value in each.values.items()
        if _is_news(known.get((people[phone], key)), value)
    ]


def _is_news(before: str | None, value: str) -> bool:
    # a tag that was never on is off already
    return before != value and not (before is None and value == NO)


def _known(session: Session, contact_ids: Sequence[int], keys: Sequence[str]) -> dict[Key, str | None]:
    """Return the present values of these contacts under these labels."""
    if not keys:
        return {}
    mine = or_(Fact.tag_id.in_(_ids("tag", keys)), Fact.field_id.in_(_ids("field", keys)))
    newest = select(func.max(Fact.id)).where(Fact.contact_id.in_(contact_ids), mine)
    newest = newest.group_by(Fact.contact_id, Fact.tag_id, Fact.field_id)
    query = select(Fact.contact_id, Fact.tag_id, Fact.field_id, meaning()).where(Fact.id.in_(newest))
    return {
        (contact_id, f"tag:{tag_id}" if tag_id else f"field:{field_id}"): value
        for contact_id, tag_id, field_id, value in session.execute(query)
    }


def _fact(
    contact_id: int, key: str, before: str | None, value: str, row: Import, now: datetime
) -> dict[str, Any]:
    kind, _, label_id = key.partition(":")
    return {
        "campaign_id": row.campaign_id,
        "contact_id": contact_id,
        "tag_id": int(label_id) if kind == "tag" else None,
        "field_id": int(label_id) if kind == "field" else None,
        "old": before,
        "new": value,
        "source": "import",
        "at": now,
        "user_id": row.created_by_id,
    }


def _label(fact: Mapping[str, Any]) -> str:
    return f"tag:{fact['tag_id']}" if fact["tag_id"] else f"field:{fact['field_id']}"


def _assign(session: Session, people: Mapping[str, int], said: Mapping[str, Marks]) -> int:
    of: dict[int, list[int]] = defaultdict(list)
    for phone, each in said.items():
        if each.assigned_to:
            of[each.assigned_to].append(people[phone])
    return sum(_give(session, user_id, theirs) for user_id, theirs in of.items())


def _give(session: Session, user_id: int, contact_ids: Sequence[int]) -> int:
    others = update(Contact).where(
        Contact.id.in_(contact_ids), Contact.assigned_to_id.is_distinct_from(user_id)
    )
    return len(session.scalars(others.values(assigned_to_id=user_id).returning(Contact.id)).all())


def _ids(kind: str, keys: Iterable[str]) -> list[int]:
    return [int(key.partition(":")[2]) for key in keys if key.startswith(f"{kind}:")]

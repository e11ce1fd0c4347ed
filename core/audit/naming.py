"""The subjects of events by name, a page's worth at a time: one look-up for each kind of subject."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from core.models import Base, Campaign, Contact, Conversation, OptOut

Subject = tuple[str, int]  # a table's class in lower case, and the row's id
_CALLED = ("name", "title", "list_name", "handle")


def names(session: Session, campaign_id: int, subjects: Collection[Subject]) -> Mapping[Subject, str]:
    """Return what subjects are called; one that has no name, or is gone, is missing.

    Opt-outs and people without a name go by the end of their number.
    """
    found: dict[Subject, str] = {}
    for kind in {kind for kind, _ in subjects}:
        if (known := _how(kind)) is None:
            continue
        table, rows = known
        ids = [row_id for each, row_id in subjects if each == kind]
        theirs = rows.where(table.id.in_(ids), _campaign_of(table) == campaign_id)
        found |= {(kind, row.id): _called(row) for row in session.execute(theirs)}
    return {subject: name for subject, name in found.items() if name}


def _how(kind: str) -> tuple[Any, Any] | None:
    """Return the table of a kind of subject, and what selects the parts of their names."""
    if kind == "conversation":
        return Conversation, select(Conversation.id, *_PERSON).join(Contact)
    if kind == "optout":
        return OptOut, select(OptOut.id, OptOut.phone)
    if (table := _TABLES.get(kind)) is None:
        return None
    there = table.__table__.c
    parts = ["first_name", "last_name", "phone"] if "first_name" in there else list(_CALLED)
    columns = [getattr(table, each) for each in parts if each in there]
    return (table, select(table.id, *columns)) if columns else None


def _campaign_of(table: Any) -> Any:
    return table.id if table is Campaign else table.campaign_id


def _called(row: Row[Any]) -> str:
    known = dict(row._mapping)  # noqa: SLF001 - public by its documentation
    number = known.pop("phone", None)
    known.pop("id")
    words = " ".join(part for part in known.values() if part)
    return words or (f"the number ending in {number[-4:]}" if number else "")


_PERSON = (Contact.first_name, Contact.last_name, Contact.phone)
_TABLES: dict[str, Any] = {mapper.class_.__name__.lower(): mapper.class_ for mapper in Base.registry.mappers}

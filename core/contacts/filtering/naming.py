"""What criteria name, found in the campaign: for their words, and so that nothing of another's is named."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.filtering.criteria import Criterion
from core.errors import NotFound
from core.models import Action, ContactList, CustomField, Tag, User

Names = Mapping[tuple[str, int], str]  # (kind, id) → name

# what → the kind of thing that its ids are
KINDS: Final[dict[str, type[Any]]] = {
    "tag": Tag,
    "field": CustomField,
    "replied": Action,
    "texted": Action,
    "status": Action,
    "assigned": User,
    "list": ContactList,
}


def names(session: Session, campaign_id: int, criteria: Sequence[Criterion]) -> dict[tuple[str, int], str]:
    """Return the names of all that the criteria name; one query for each kind of thing."""
    found: dict[tuple[str, int], str] = {}
    for kind in dict.fromkeys(KINDS.values()):
        ids = {each for one in criteria if KINDS.get(one.what) is kind for each in one.ids}
        if ids:
            rows = session.scalars(select(kind).where(kind.campaign_id == campaign_id, kind.id.in_(ids)))
            found |= {(kind.__name__, row.id): _name(row) for row in rows}
    return found


def check(session: Session, campaign_id: int, criteria: Sequence[Criterion]) -> None:
    """Refuse criteria that name what is not of this campaign. Raises NotFound."""
    known = names(session, campaign_id, criteria)
    for one in criteria:
        if any(_key(one, each) not in known for each in one.ids):
            raise NotFound("Something that the filter names")


def name_of(known: Names, criterion: Criterion, thing_id: int) -> str:
    """Return what a thing is called that a criterion names."""
    return known.get(_key(criterion, thing_id), "something that is gone")


def _key(criterion: Criterion, thing_id: int) -> tuple[str, int]:
    kind = KINDS.get(criterion.what)
    return (kind.__name__ if kind else "", thing_id)


def _name(row: Any) -> str:
    return str(row.title if isinstance(row, Action) else row.name)

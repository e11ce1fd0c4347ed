"""A page of tags, custom fields or folders, as a list shows it; counted and cut in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from core.folders.looking import filtered
from core.labels.common import WORDS, Kept
from core.models import CustomField, Folder, User


@dataclass(frozen=True)
class Look:
    """What somebody wants to see.

    Attributes:
        archived: those out of use instead of those in use.
        words: that the names hold.
        folder_id: that they are in; None is everywhere.
    """

    archived: bool = False
    words: str = ""
    folder_id: int | None = None


@dataclass(frozen=True)
class Page(Generic[Kept]):
    """One page of a list.

    Attributes:
        number: from 0; the last one, where the page asked for is not there any more.
        count: rows on all pages.
        above, below: the id of the row before the first and after the last one; None at the ends.
    """

    rows: Sequence[Kept]
    number: int
    count: int
    above: int | None
    below: int | None


def page(session: Session, kind: type[Kept], look: Look, *, by: User, number: int, size: int) -> Page[Kept]:
    """Return a page of the campaign's labels in their order, fields with their options.

    Args:
        number: from 0.
        size: rows on a page.
    """
    query = _asked(kind, look, by)
    count = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    number = min(number, max(count - 1, 0) // size)
    start = max(number * size - 1, 0)
    ordered = query.order_by(kind.position, kind.name, kind.id)
    if kind is CustomField:
        ordered = ordered.options(selectinload(CustomField.options))
    found: list[Any] = list(session.scalars(ordered.offset(start).limit(size + 2)))
    skipped = number * size - start
    rows = found[skipped : skipped + size]
    below = found[skipped + size].id if len(found) > skipped + size else None
    return Page(rows, number, count, found[0].id if skipped and found else None, below)


def _asked(kind: type[Kept], look: Look, by: User) -> Select[Any]:
    query: Select[Any] = select(kind).filter_by(campaign_id=by.campaign_id)
    query = query.where(kind.archived_at.is_not(None) if look.archived else kind.archived_at.is_(None))
    query = query.where(kind.name.icontains(look.words, autoescape=True))
    return query if kind is Folder else filtered(query, WORDS[kind], look.folder_id)

"""Which folders things are in, what is inside one, and folders as a filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.finding import find
from core.folders.things import KINDS
from core.models import Folder, FolderItem, User

MOST = 100  # what one menu of Slack holds


@dataclass(frozen=True)
class Item:
    """A thing in a folder."""

    thing: str
    id: int
    name: str


def of(session: Session, thing: str, ids: Sequence[int]) -> dict[int, list[Folder]]:
    """Return the living folders of each of these things, in their order; in one query.

    Args:
        thing: one of `core.folders.things.KINDS`.
        ids: of rows that the caller has found in the campaign.
    """
    query = select(FolderItem.thing_id, Folder).join(Folder, Folder.id == FolderItem.folder_id)
    query = query.where(FolderItem.thing == thing, FolderItem.thing_id.in_(ids), Folder.archived_at.is_(None))
    folders: dict[int, list[Folder]] = {each: [] for each in ids}
    for thing_id, folder in session.execute(query.order_by(Folder.position, Folder.name, Folder.id)):
        folders[thing_id].append(folder)
    return folders


def filtered(query: Select[Any], thing: str, folder_id: int | None) -> Select[Any]:
    """Return a query of such things that finds only those in a folder; as it is without one."""
    if folder_id is None:
        return query
    inside = select(FolderItem.thing_id).filter_by(folder_id=folder_id, thing=thing)
    return query.where(KINDS[thing].table.id.in_(inside))


def living(session: Session, *, by: User, words: str = "", ids: Sequence[int] | None = None) -> list[Folder]:
    """Return at most 100 of the campaign's folders in their order, for a menu.

    Args:
        words: that their names hold.
        ids: only these.
    """
    query = select(Folder).filter_by(campaign_id=by.campaign_id, archived_at=None)
    query = query.where(Folder.name.icontains(words, autoescape=True))
    if ids is not None:
        query = query.where(Folder.id.in_(ids))
    return list(session.scalars(query.order_by(Folder.position, Folder.name, Folder.id).limit(MOST)))


def names(session: Session, *, by: User) -> dict[int, str]:
    """Return what the campaign's folders are called, by id; archived ones, too."""
    return dict(session.execute(select(Folder.id, Folder.name).filter_by(campaign_id=by.campaign_id)).all())


def get(session: Session, folder_id: int, *, by: User) -> Folder:
    """Return a folder of this person's campaign, to look at. Raises NotFound."""
    return find(session, Folder, folder_id, by=by, called="That folder")


def counts(session: Session, folder_ids: Sequence[int], *, by: User) -> dict[int, dict[str, int]]:
    """Return how many living things of each kind these folders hold: folder → kind → number."""
    found: dict[int, dict[str, int]] = {each: dict.fromkeys(KINDS, 0) for each in folder_ids}
    for thing in KINDS:
        count = select(FolderItem.folder_id, func.count().label("number"))
        grouped = _inside(count.select_from(FolderItem), thing, by).where(
            FolderItem.folder_id.in_(folder_ids)
        )
        for folder_id, number in session.execute(grouped.group_by(FolderItem.folder_id)):
            found[folder_id][thing] = number
    return found


def inside(
    session: Session, folder_id: int, thing: str, *, by: User, first: int = 0, count: int = MOST
) -> list[Item]:
    """Return some of the living things of one kind in a folder, by name.

    Args:
        first, count: which of them, from 0.
    """
    table, named = KINDS[thing].table, KINDS[thing].named
    query = _inside(select(table.id, named).select_from(FolderItem), thing, by)
    query = query.where(FolderItem.folder_id == folder_id).order_by(named, table.id)
    return [Item(thing, *row) for row in session.execute(query.offset(first).limit(count))]


def outside(
    session: Session, folder_id: int, thing: str, *, by: User, words: str = "", most: int = MOST
) -> list[Item]:
    """Return some of the living things of one kind that are not in a folder, for a menu."""
    table, named = KINDS[thing].table, KINDS[thing].named
    there = select(FolderItem.thing_id).filter_by(folder_id=folder_id, thing=thing)
    query = select(table.id, named).where(table.campaign_id == by.campaign_id, KINDS[thing].living)
    query = query.where(table.id.not_in(there), named.icontains(words, autoescape=True))
    return [Item(thing, *row) for row in session.execute(query.order_by(named, table.id).limit(most))]


def _inside(query: Select[*tuple[Any, ...]], thing: str, by: User) -> Select[*tuple[Any, ...]]:
    table = KINDS[thing].table
    joined = query.join(table, table.id == FolderItem.thing_id).where(FolderItem.thing == thing)
    return joined.where(table.campaign_id == by.campaign_id, KINDS[thing].living)

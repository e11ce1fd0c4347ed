"""Put things into folders and take them out; a thing may be in several."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import events
from core.errors import Invalid
from core.finding import find
from core.folders.things import KINDS
from core.inserting import is_new
from core.models import Folder, FolderItem, User
from core.people.rights import require

FIELD = "put_in_folders"  # the input of every form that asks for folders


def put(
    session: Session, thing: str, thing_id: int, folder_ids: Collection[int], *, by: User, now: datetime
) -> None:
    """Say in which folders something is, and in no others; archived folders keep what they hold.

    Args:
        thing: one of `core.folders.things.KINDS`.

    Raises:
        NotAllowed: `by` may not change that kind of thing.
        NotFound: no such thing in this person's campaign.
        Invalid: beside `put_in_folders`, when a folder is not there any more.
    """
    require(session, by, KINDS[thing].needs)
    row = _find(session, thing, thing_id, by)
    wanted, present = _living(session, folder_ids, by), set(ids_of(session, thing, thing_id, by=by))
    for folder_id in wanted - present:
        is_new(session, FolderItem, folder_id=folder_id, thing=thing, thing_id=thing_id)
    for folder_id in present - wanted:
        _take_out(session, folder_id, thing, thing_id)
    if wanted != present:
        moved = {"into": sorted(wanted - present), "out_of": sorted(present - wanted)}
        events.record(session, "folders_chosen", row, by=by, at=now, **moved)


def add(
    session: Session, folder_id: int, things: Mapping[str, Collection[int]], *, by: User, now: datetime
) -> int:
    """Put things into a folder; return how many were not there yet.

    Args:
        things: kind → ids.

    Raises:
        NotAllowed: `by` may not change such things.
        NotFound: the folder or one of the things is not there.
        Invalid: the folder is archived.
    """
    (folder_id,) = _living(session, [folder_id], by)
    added = 0
    for thing, ids in things.items():
        require(session, by, KINDS[thing].needs)
        for row in _found(session, thing, ids, by):
            if is_new(session, FolderItem, folder_id=folder_id, thing=thing, thing_id=row.id):
                events.record(session, "folders_chosen", row, by=by, at=now, into=[folder_id], out_of=[])
                added += 1
    return added


def take_out(session: Session, folder_id: int, thing: str, thing_id: int, *, by: User, now: datetime) -> None:
    """Take something out of a folder; once more changes nothing. Raises NotAllowed, NotFound."""
    require(session, by, KINDS[thing].needs)
    folder = find(session, Folder, folder_id, by=by, called="That folder")
    row = _find(session, thing, thing_id, by)
    if _take_out(session, folder.id, thing, thing_id):
        events.record(session, "folders_chosen", row, by=by, at=now, into=[], out_of=[folder.id])


def ids_of(session: Session, thing: str, thing_id: int, *, by: User) -> list[int]:
    """Return the ids of the living folders that something is in, sorted."""
    query = select(Folder.id).join(FolderItem, FolderItem.folder_id == Folder.id)
    query = query.where(Folder.campaign_id == by.campaign_id, Folder.archived_at.is_(None))
    return sorted(session.scalars(query.where(FolderItem.thing == thing, FolderItem.thing_id == thing_id)))


def _living(session: Session, folder_ids: Collection[int], by: User) -> set[int]:
    query = select(Folder).where(Folder.campaign_id == by.campaign_id, Folder.id.in_(folder_ids))
    found = session.scalars(query).all()
    if gone := next((each for each in found if each.archived_at), None):
        raise Invalid(FIELD, f"The folder “{gone.name}” was archived meanwhile. Take it away here.")
    if len(found) < len(set(folder_ids)):
        raise Invalid(FIELD, "One of these folders is not there any more. Choose again.")
    return {each.id for each in found}


def _find(session: Session, thing: str, thing_id: int, by: User) -> Any:
    return find(session, KINDS[thing].table, thing_id, by=by, called=KINDS[thing].called)


def _found(session: Session, thing: str, ids: Collection[int], by: User) -> list[Any]:
    """Return these things of the campaign; those that went meanwhile are left out."""
    table = KINDS[thing].table
    query = select(table).where(table.campaign_id == by.campaign_id, table.id.in_(ids), KINDS[thing].living)
    return list(session.scalars(query.order_by(table.id)))


def _take_out(session: Session, folder_id: int, thing: str, thing_id: int) -> bool:
    gone = delete(FolderItem).filter_by(folder_id=folder_id, thing=thing, thing_id=thing_id)
    return session.execute(gone.returning(FolderItem.folder_id)).one_or_none() is not None

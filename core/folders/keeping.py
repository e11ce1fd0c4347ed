"""Folders are made, renamed, moved, archived and restored, as tags and fields are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core import differing, events
from core.differing import Values
from core.labels import common
from core.labels.common import Clash
from core.labels.ordering import placed
from core.models import Folder, User


@dataclass(frozen=True)
class FolderForm:
    """What an admin says about a folder; a position of None is after the last."""

    name: str
    position: int | None = None


def find(session: Session, folder_id: int, *, by: User) -> Folder:
    """Return a folder of this person's campaign, locked. Raises NotFound."""
    return common.find(session, Folder, folder_id, by=by)


def values(folder: Folder) -> dict[str, Any]:
    """Return what a form shows of a folder and may change, as small JSON values."""
    return {
        "name": folder.name,
        "position": folder.position,
        "archived": folder.archived_at is not None,
    }


def create(session: Session, form: FolderForm, *, by: User, now: datetime, key: str = "") -> Folder:
    """Make a folder. Raises NotAllowed, Invalid.

    Args:
        key: made by the form; the same key again returns the same folder.
    """
    common.begin(session, by)
    if made := common.made_before(session, Folder, key, by=by, now=now):
        return made
    folder = Folder(
        campaign_id=by.campaign_id,
        name=common.free_name(session, Folder, form.name, by=by),
        position=placed(session, Folder, form.position, by=by),
        created_at=now,
        updated_at=now,
        created_by_id=by.id,
    )
    session.add(folder)
    session.flush()
    events.record(session, "folder_created", folder, by=by, at=now, form=key)
    return folder


def clash(session: Session, folder_id: int, form: FolderForm, *, by: User, seen: Values) -> Clash | None:
    """Return what saving this form would write over, None when nothing. Raises NotFound."""
    folder = find(session, folder_id, by=by)
    present = values(folder)
    return common.clash(session, folder, seen, present, _typed(form, seen, present))


def edit(
    session: Session, folder_id: int, form: FolderForm, *, by: User, seen: Values, now: datetime
) -> Folder:
    """Change a folder; one that this person knows to be archived comes back.

    Args:
        seen: the folder's `values` when the form was opened, or when its changes were last shown.

    Raises:
        NotAllowed: `by` is no admin.
        NotFound: no such folder in this person's campaign.
        ChangedMeanwhile: somebody changed or archived it, and this person has not seen that.
        Invalid: a name or number that cannot be kept.
    """
    common.begin(session, by)
    folder = find(session, folder_id, by=by)
    present = values(folder)
    typed = _typed(form, seen, present)
    differing.check(folder.name, seen, present, typed)
    if typed == present:
        return folder
    folder.name = common.free_name(session, Folder, form.name, by=by, own_id=folder.id)
    common.restore(session, folder, by=by, now=now)
    folder.position = placed(session, Folder, typed["position"], by=by)
    folder.updated_at = now
    events.record(session, "folder_changed", folder, by=by, at=now)
    return folder


def archive(session: Session, folder_id: int, *, by: User, now: datetime) -> Folder:
    """Take a folder out of forms and filters; what it held stays in it. Raises NotAllowed, NotFound."""
    common.begin(session, by)
    folder = find(session, folder_id, by=by)
    common.archive(session, folder, by=by, now=now)
    return folder


def restore(session: Session, folder_id: int, *, by: User, now: datetime) -> Folder:
    """Bring an archived folder back. Raises NotAllowed, NotFound, Invalid when another took its name."""
    common.begin(session, by)
    folder = find(session, folder_id, by=by)
    common.restore(session, folder, by=by, now=now)
    return folder


def _typed(form: FolderForm, seen: Values, present: Values) -> dict[str, Any]:
    untouched = form.position == seen["position"]
    position = present["position"] if untouched else form.position
    return {"name": form.name, "position": position, "archived": False}

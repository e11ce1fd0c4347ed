"""What the user lists look like. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.blocks import (
    Block,
    actions,
    button,
    clip,
    confirm,
    escape,
    field,
    modal,
    section,
    text_input,
)
from bot.elements import multi_external_select
from bot.folders.choosing import folders_field, named
from bot.paging import foot
from bot.request import View
from bot.volunteers import words
from core.models import Folder, UserList
from core.naming import NAME_LIMIT
from core.people.user_list_pages import PAGE, Line, Page

LISTS = "volunteers.lists.v1"
FORM = "volunteers.list.form.v1"
TITLE = "User lists"


@dataclass(frozen=True)
class Spot:
    """Where somebody is among the user lists, and which one they edit."""

    page: int = 0
    archived: bool = False
    list_id: int | None = None
    folder_id: int | None = None

    def written(self) -> str:
        known = {"page": self.page, "archived": self.archived}
        return json.dumps(known | {"list": self.list_id, "folder": self.folder_id})

    @classmethod
    def read(cls, written: str) -> "Spot":
        """Return what `written` made."""
        kept = json.loads(written)
        return cls(kept["page"], kept["archived"], kept.get("list"), kept.get("folder"))


def spot_of(view: View) -> Spot:
    """Return the spot that a modal keeps."""
    return Spot.read(view["private_metadata"])


def view(page: Page, *, manages: bool, folders: Sequence[Block] = ()) -> View:
    """Return the modal of one page.

    Args:
        manages: whether whoever looks may change lists.
        folders: the menu of folders, where there are any.
    """
    blocks = [actions(*_doings(page, manages=manages), *folders), *_standing(page)]
    blocks += [_line(each, archived=page.archived, manages=manages) for each in page.lines]
    spot = Spot(page.number, page.archived, folder_id=page.folder_id)
    turn = "volunteers.lists.turn"
    blocks += foot(page.number, PAGE, page.total, turn, lambda at: replace(spot, page=at).written())
    return modal(TITLE, blocks, callback=LISTS, metadata=spot.written())


def form(found: UserList | None, spot: Spot, count: int = 0, folders: Sequence[Folder] = ()) -> View:
    """Return the form of a list; an empty one makes a list.

    Args:
        count: people in it.
        folders: those that the list is in.
    """
    name = text_input(found.name if found else "", limit=NAME_LIMIT)
    blocks = [
        field("List name", "name", name, hint="Volunteers do not see it."),
        field("Add volunteers", "volunteers.add", _menu(), hint=_GETS, optional=True),
    ]
    if found:
        blocks.insert(0, section(f"*{words.people(count)}* in it."))
        taken = field("Take out volunteers", "volunteers.remove", _menu(), hint=_KEEPS, optional=True)
        blocks.append(taken)
    blocks += [folders_field(folders), *([actions(_archive(found))] if found else [])]
    title = "Edit user list" if found else "New user list"
    kept = replace(spot, list_id=found.id if found else None).written()
    return modal(title, blocks, callback=FORM, submit="Save", metadata=kept)


def archived(gone: UserList) -> View:
    """Return what the form becomes once its list is archived."""
    told = f":white_check_mark: *{escape(gone.name)}* is archived. Under Archived you can restore it."
    return modal(TITLE, [section(told)], callback="volunteers.list.archived.v1")


def _menu() -> Block:
    return multi_external_select(placeholder="Type a name, or part of a phone")


def _doings(page: Page, *, manages: bool) -> list[Block]:
    shown = [button("New list", "volunteers.list.create", style="primary")] if manages else []
    if page.archived:
        return [*shown, button("In use", "volunteers.lists.turn.living", Spot().written())]
    archived = Spot(archived=True).written()
    return [*shown, button("Archived", "volunteers.lists.turn.archived", archived)]


def _standing(page: Page) -> list[Block]:
    if page.total:
        return []
    if page.folder_id:
        return [section("No user list is in this folder.")]
    none = "No user lists yet. Save a filter as one, or make one here."
    return [section("Nothing is archived." if page.archived else none)]


def _line(shown: Line, *, archived: bool, manages: bool) -> Block:
    press = None
    if manages and archived:
        press = button("Restore", "volunteers.list.restore", str(shown.id), label=f"Restore {shown.name}")
    elif manages:
        press = button("Edit", "volunteers.list.edit", str(shown.id), label=f"Edit {shown.name}")
    inside = f"  {named(shown.folders)}" if shown.folders else ""
    return section(f"*{escape(clip(shown.name, 150))}*\n{words.people(shown.people)}{inside}", press)


def _archive(found: UserList) -> Block:
    leaves = f"{escape(clip(found.name, 80))} leaves the menus. Actions that were sent to it stay sent."
    sure = confirm("Archive this user list?", leaves, "Archive", danger=True)
    return button("Archive", "volunteers.list.archive", str(found.id), style="danger", confirm=sure)


_GETS = "They get the running actions that were sent to this list."
_KEEPS = "Actions they have already stay theirs."

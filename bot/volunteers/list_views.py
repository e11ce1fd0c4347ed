"""What the user lists look like. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks import (
    Block,
    actions,
    button,
    clip,
    confirm,
    escape,
    field,
    modal,
    option,
    section,
    text_input,
)
from bot.elements import multi_external_select
from bot.paging import foot
from bot.request import View
from bot.volunteers import words
from core.models import User, UserList
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

    def written(self) -> str:
        return json.dumps({"page": self.page, "archived": self.archived, "list": self.list_id})

    @classmethod
    def read(cls, written: str) -> "Spot":
        """Return what `written` made."""
        kept = json.loads(written)
        return cls(kept["page"], kept["archived"], kept.get("list"))


def spot_of(view: View) -> Spot:
    """Return the spot that a modal keeps."""
    return Spot.read(view["private_metadata"])


def view(page: Page, *, manages: bool) -> View:
    """Return the modal of one page; `manages` is whether whoever looks may change lists."""
    blocks = [actions(*_doings(page, manages=manages)), *_standing(page)]
    blocks += [_line(each, archived=page.archived, manages=manages) for each in page.lines]
    blocks += foot(page.number, PAGE, page.total, "volunteers.lists.turn", lambda at: _to(at, page.archived))
    spot = Spot(page.number, page.archived)
    return modal(TITLE, blocks, callback=LISTS, metadata=spot.written())


def form(found: UserList | None, spot: Spot, count: int = 0) -> View:
    """Return the form of a list; an empty one makes a list.

    Args:
        count: people in it.
    """
    name = text_input(found.name if found else "", limit=NAME_LIMIT)
    blocks = [
        field("List name", "name", name, hint="Volunteers do not see it."),
        field("Add volunteers", "volunteers.add", _menu(), hint=_GETS, optional=True),
    ]
    if found:
        blocks.insert(0, section(f"*{words.people(count)}* in it."))
        taken = field("Take out volunteers", "volunteers.remove", _menu(), hint=_KEEPS, optional=True)
        blocks += [taken, actions(_archive(found))]
    kept = Spot(spot.page, spot.archived, found.id if found else None).written()
    return modal(
        "Edit user list" if found else "New user list", blocks, callback=FORM, submit="Save", metadata=kept
    )


def archived(gone: UserList) -> View:
    """Return what the form becomes once its list is archived."""
    told = f":white_check_mark: *{escape(gone.name)}* is archived. Under Archived you can restore it."
    return modal(TITLE, [section(told)], callback="volunteers.list.archived.v1")


def options(people: Sequence[User]) -> list[Block]:
    """Return people as options of a menu, with what tells two of one name apart."""
    return [option(each.name, str(each.id), _known_by(each)) for each in people]


def _menu() -> Block:
    return multi_external_select(placeholder="Type a name, or part of a phone")


def _doings(page: Page, *, manages: bool) -> list[Block]:
    shown = [button("New list", "volunteers.list.create", style="primary")] if manages else []
    if page.archived:
        return [*shown, button("In use", "volunteers.lists.turn.living", _to(0, archived=False))]
    return [*shown, button("Archived", "volunteers.lists.turn.archived", _to(0, archived=True))]


def _standing(page: Page) -> list[Block]:
    if page.total:
        return []
    none = (
        "Nothing is archived."
        if page.archived
        else "No user lists yet. Save a filter as one, or make one here."
    )
    return [section(none)]


def _line(shown: Line, *, archived: bool, manages: bool) -> Block:
    press = None
    if manages and archived:
        press = button("Restore", "volunteers.list.restore", str(shown.id), label=f"Restore {shown.name}")
    elif manages:
        press = button("Edit", "volunteers.list.edit", str(shown.id), label=f"Edit {shown.name}")
    return section(f"*{escape(clip(shown.name, 150))}*\n{words.people(shown.people)}", press)


def _archive(found: UserList) -> Block:
    leaves = f"{escape(clip(found.name, 80))} leaves the menus. Actions that were sent to it stay sent."
    sure = confirm("Archive this user list?", leaves, "Archive", danger=True)
    return button("Archive", "volunteers.list.archive", str(found.id), style="danger", confirm=sure)


def _to(page: int, archived: bool) -> str:  # noqa: FBT001 - said by name where it is not passed on
    return Spot(page, archived).written()


def _known_by(user: User) -> str:
    return f"number ending in {user.phone[-4:]}" if user.phone else "no phone yet"


_GETS = "They get the running actions that were sent to this list."
_KEEPS = "Actions they have already stay theirs."

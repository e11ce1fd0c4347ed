"""The forms that give somebody a role or another one, and what they become. Pure."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.blocks import Block, actions, button, clip, confirm, context, escape, field, modal, section
from bot.elements import people_select, radio, ticks
from bot.forms import Form
from bot.request import View
from bot.roles.words import allowed, granted, lost, right_options, role_options
from core.models import User
from core.people.roles.grants import NONE, Grant

ADD, ADD_SURE = "people.add.v1", "people.sure.v1"
EDIT, EDIT_SURE = "people.form.v1", "people.change.v1"
MOST = 20  # people added at once
_NAME = 100


@dataclass(frozen=True)
class Known:
    """What a form remembers; it rides in the metadata.

    Attributes:
        page: of the list below it.
        id: the user it is about; 0 for people who are added.
        had: role and rights when it was opened.
        wanted: role and rights that were filled in.
        people: Slack ids of those who are added.
    """

    page: int = 0
    id: int = 0
    had: tuple[str, tuple[str, ...]] = (NONE.role, ())
    wanted: tuple[str, tuple[str, ...]] = (NONE.role, ())
    people: tuple[str, ...] = ()

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, view: View) -> "Known":
        return cls(**json.loads(view["private_metadata"]))

    def grant(self, which: str) -> Grant:
        """Return `had` or `wanted` as what it stands for."""
        role, rights = getattr(self, which)
        return Grant(role, tuple(rights))


def kept(grant: Grant) -> tuple[str, tuple[str, ...]]:
    """Return a grant as `Known` keeps it."""
    return grant.role, grant.rights


def read_grant(given: Form) -> Grant:
    """Return the role and rights that somebody filled in. Raises Invalid beside `role`."""
    return Grant.read(given.choice("role"), given.choices("rights"))


def add_form(roles: Sequence[str], page: int) -> View:
    """Return the form that gives several people one role."""
    who = people_select(placeholder="Choose from your workspace", most=MOST)
    blocks = [field("People", "people", who), *_grant_fields(roles, Grant("staff"))]
    return modal("Add people", blocks, callback=ADD, submit="Add", metadata=str(Known(page)))


def edit_form(user: User, roles: Sequence[str], group: str, page: int) -> View:
    """Return the form for one person.

    Args:
        roles: those that may be given to them.
        group: the handle of the user group that the role follows, or empty.
    """
    had = Grant.of(user)
    metadata = str(Known(page, user.id, kept(had)))
    blocks = [section(f"*{escape(clip(user.name, _NAME))}*\n{granted(had.role, had.rights)}")]
    blocks += _grant_fields(roles, had)
    blocks.append(_from_group(group) if group else _removal(user, had))
    return modal("Edit role", blocks, callback=EDIT, submit="Save", metadata=metadata)


def sure_of_owner(known: Known) -> View:
    """Return the question whether people are to own the campaign."""
    who = ", ".join(f"<@{each}>" for each in known.people)
    words = (
        f":warning: *Make {who} an owner?*\nOwners may do everything here, and take any role away, yours too."
    )
    return modal("Add people", [section(words)], callback=ADD_SURE, submit="Add", metadata=str(known))


def sure_of_change(user: User, known: Known) -> View:
    """Return the question whether somebody's role is to change, with what they lose or gain."""
    name, wanted = escape(clip(user.name, _NAME)), known.grant("wanted")
    words = f":warning: *{name} becomes: {granted(wanted.role, wanted.rights)}.*"
    if gone := lost(known.grant("had"), wanted):
        words += f"\n{name} loses at once: {gone}."
    if wanted.role == "owner":
        words += "\nOwners may do everything here, and take any role away, yours too."
    return modal("Edit role", [section(words)], callback=EDIT_SURE, submit="Save", metadata=str(known))


def needs_asking(had: Grant, wanted: Grant) -> bool:
    """Whether a change takes something away, or makes an owner."""
    return bool(lost(had, wanted)) or (wanted.role == "owner" and had.role != "owner")


def removed(user: User) -> View:
    """Return what the form becomes once the role is taken away."""
    words = f":white_check_mark: *{escape(clip(user.name, _NAME))}* has no role any more. {_after(user)}"
    return modal("Role taken away", [section(words)], callback="people.removed.v1")


def added(given: Sequence[User], already: Sequence[User], unfit: Sequence[str], wanted: Grant) -> View:
    """Return who was added, who was not, and why."""
    blocks: list[Block] = []
    if given:
        names = ", ".join(escape(clip(each.name, _NAME)) for each in given)
        blocks.append(
            section(
                f":white_check_mark: *{names}*: {granted(wanted.role, wanted.rights)}. They are told now."
            )
        )
    if already:
        who = "\n".join(
            f"• {escape(clip(each.name, _NAME))}: {granted(each.role, each.rights)}" for each in already
        )
        blocks.append(section(f"Has a role already; change it by *Edit* in the list:\n{who}"))
    if unfit:
        blocks.append(section("\n".join(f":warning: {sentence}" for sentence in unfit)))
    return modal("Add people", blocks, callback="people.added.v1")


def _grant_fields(roles: Sequence[str], had: Grant) -> list[Block]:
    rights = ticks(right_options(), had.rights)
    return [
        field("Role", "role", radio(role_options(roles), had.role)),
        field("Staff may also", "rights", rights, hint="Owners and admins may anyway.", optional=True),
    ]


def _from_group(group: str) -> Block:
    return context(
        f"The role follows the user group @{escape(group)}: whoever leaves it in Slack loses the role."
        " Once you save here, the group does not change it any more."
    )


def _removal(user: User, had: Grant) -> Block:
    told = f"At once they lose: {allowed(had)}."
    sure = confirm(f"Take the role of {clip(user.name, 60)} away?", told, "Take away", "Keep", danger=True)
    press = button("Take role away", "people.remove", str(user.id), style="danger", confirm=sure)
    return actions(press)


def _after(user: User) -> str:
    if user.deactivated_at:
        return "Their account is closed, since they never texted; *Add people* opens it again."
    return "They may still text as a volunteer."


def page_of(view: View) -> int:
    """Return the page of the list that stands below a form."""
    known: dict[str, Any] = json.loads(view["private_metadata"])
    return int(known["page"])

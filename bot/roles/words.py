"""Roles and rights in plain words. Pure."""

from collections.abc import Collection, Sequence

from bot.blocks import Block, option
from core.models import User
from core.people.rights import ADD_ONS, Right, rights_of
from core.people.roles.grants import Grant

ROLES = {
    "owner": ("Owner", "Everything, and everybody's role"),
    "admin": ("Admin", "Everything but the roles of owners and their own"),
    "staff": ("Staff", "Look, answer and review conversations, stop texts"),
    "volunteer": ("Volunteer", "Text, nothing else"),
}
RIGHTS = {
    Right.EXPORT: ("Export", "Take contacts, opt-outs and results out as files"),
    Right.SETTINGS: ("Change settings", "Texting hours, limits, names, the sending service"),
    Right.PEOPLE: ("Manage volunteers", "Invite and deactivate volunteers, make user lists"),
    Right.BROADCAST: ("Broadcast", "Send one text to many at once"),
}
_PARTS = {
    Right.RUN: "lists, tags, fields, actions, reassigning and roles",
    Right.LOOK: "results, opt-outs and other people's conversations",
    Right.EXPORT: "exports",
    Right.SETTINGS: "the settings",
    Right.PEOPLE: "managing volunteers",
    Right.BROADCAST: "broadcasts",
}
_OWNING = "the say over the roles of owners"


def role_options(roles: Sequence[str]) -> list[Block]:
    return [option(ROLES[role][0], role, ROLES[role][1]) for role in roles]


def right_options() -> list[Block]:
    return [option(RIGHTS[right][0], right.value, RIGHTS[right][1]) for right in ADD_ONS]


def granted(role: str, rights: Collection[str]) -> str:
    """Return a role with its rights, such as "Staff · Export"."""
    return " · ".join([ROLES[role][0], *(RIGHTS[each][0] for each in ADD_ONS if each.value in rights)])


def allowed(grant: Grant) -> str:
    """Return what a role and its rights let somebody do."""
    return _listed(_parts(grant))


def lost(had: Grant, wanted: Grant) -> str:
    """Return what somebody with one grant has no more with another; empty when nothing is lost."""
    kept = _parts(wanted)
    return _listed([part for part in _parts(had) if part not in kept])


def _parts(grant: Grant) -> list[str]:
    rights = rights_of(User(role=grant.role, rights=list(grant.rights)))
    owning = [_OWNING] if grant.role == "owner" else []
    return [words for right, words in _PARTS.items() if right in rights] + owning


def _listed(parts: Sequence[str]) -> str:
    return "; ".join(parts)

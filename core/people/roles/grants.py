"""What can be given to somebody: a role and, for staff, rights beyond it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import Invalid
from core.models import User
from core.people.rights import ADD_ONS

GIVEN = ("owner", "admin", "staff")  # the roles beyond a volunteer's, the highest first


@dataclass(frozen=True)
class Grant:
    """What somebody has, or is to have.

    Attributes:
        rights: names of `core.people.rights.ADD_ONS`, in their order; staff alone have some.
    """

    role: str
    rights: tuple[str, ...] = ()

    @classmethod
    def read(cls, role: str | None, rights: Sequence[Any]) -> "Grant":
        """Return what somebody filled in. Raises Invalid beside `role`."""
        if role not in GIVEN:
            raise Invalid("role", "Choose a role.")
        known = tuple(each.value for each in ADD_ONS if each in rights)
        return cls(role, known if role == "staff" else ())

    @classmethod
    def of(cls, user: User) -> "Grant":
        """Return what somebody has now; a closed account has no more than a volunteer."""
        if user.role not in GIVEN or user.deactivated_at is not None:
            return NONE
        return cls.read(user.role, user.rights or ())

    @property
    def height(self) -> tuple[int, int]:
        """What the highest of several grants is found by."""
        return -GIVEN.index(self.role), len(self.rights)


NONE = Grant("volunteer")


def roles_for(by: User, user: User) -> tuple[str, ...]:
    """Return the roles that one person may give another; none when the other is not theirs to change.

    Source: owners manage everybody's role, their own too; admins those of admins and staff, not their own.
    """
    if by.role == "owner":
        return GIVEN
    if by.role == "admin" and user.role != "owner" and user.id != by.id:
        return GIVEN[1:]
    return ()

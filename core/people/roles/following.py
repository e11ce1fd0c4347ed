"""A role is made to follow a Slack user group, or not to follow it any more."""

from datetime import datetime

from sqlalchemy.orm import Session

from core import bells, events, finding
from core.errors import Invalid
from core.inserting import insert_new
from core.models import GroupRole, User
from core.people.roles.granting import turn
from core.people.roles.grants import GIVEN, Grant

JOB = "follow_groups"
ROLES = GIVEN[1:]  # nobody owns a campaign because a group says so


def follow(
    session: Session, group_id: str, handle: str, wanted: Grant, *, by: User, now: datetime
) -> GroupRole:
    """Let the members of a user group have a role while they are in it.

    Args:
        group_id, handle: the group, as Slack knows it.

    Raises:
        NotAllowed: only admins give roles.
        Invalid: the role is the owners', or the group is followed already.
    """
    by = turn(session, by)
    if wanted.role not in ROLES:
        raise Invalid("role", "A user group can make admins and staff; owners are made one by one.")
    made = insert_new(
        session,
        GroupRole,
        campaign_id=by.campaign_id,
        group_id=group_id,
        handle=handle,
        role=wanted.role,
        rights=list(wanted.rights),
        created_at=now,
        created_by_id=by.id,
        problem="",
    )
    if made is None:
        raise Invalid("group", f"@{handle} is followed already. Stop following it first to change its role.")
    events.record(session, "group_followed", made, by=by, at=now, **_told(made))
    bells.ring(session, JOB)
    return made


def unfollow(session: Session, group_role_id: int, *, by: User, now: datetime) -> None:
    """Follow a user group no more; whoever has a role from it loses that at once.

    Raises:
        NotAllowed, NotFound.
    """
    by = turn(session, by)
    followed = finding.find(session, GroupRole, group_role_id, by=by, called="That user group", lock=True)
    events.record(session, "group_unfollowed", followed, by=by, at=now, **_told(followed))
    session.delete(followed)
    bells.ring(session, JOB)


def _told(followed: GroupRole) -> dict[str, object]:
    return {"group": f"@{followed.handle}", "gives": followed.role, "rights": list(followed.rights)}

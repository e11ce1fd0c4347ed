"""A role is written down, with what follows from it: the trail, and a message to whoever has it now."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import events
from core.inserting import insert_new
from core.models import Audience, User
from core.notices.telling import tell
from core.people.roles.grants import NONE, Grant


class Newcomer(NamedTuple):
    """Somebody of the campaign's workspace, by their id and name in Slack."""

    slack_id: str
    name: str


def account_of(session: Session, campaign_id: int, newcomer: Newcomer, now: datetime) -> User:
    """Return the campaign's user for somebody in Slack, made if there is none; two at once make one."""
    query = select(User).filter_by(campaign_id=campaign_id, slack_id=newcomer.slack_id)
    if user := session.scalar(query):
        return user
    first, _, last = " ".join(newcomer.name.split()).partition(" ")
    insert_new(
        session,
        User,
        campaign_id=campaign_id,
        slack_id=newcomer.slack_id,
        first_name=first,
        last_name=last,
        role=NONE.role,
        rights=[],
        inbox_version=0,
        created_at=now,
    )
    return session.scalars(query).one()


def put(
    session: Session, user: User, wanted: Grant, *, by: User | None, now: datetime, group: str | None = None
) -> None:
    """Let somebody have a role, with no question asked; note it, and tell them.

    Whoever loses theirs is a volunteer from then on; the account of somebody who never texted is closed.

    Args:
        by: None when a user group brings it about.
        group: the id of the user group that the role follows.
    """
    had = Grant.of(user)
    user.role, user.rights, user.role_from = wanted.role, list(wanted.rights), group
    if had == wanted:
        return
    if wanted != NONE:
        user.joined_at, user.deactivated_at = user.joined_at or now, None
    elif _never_texted(session, user):
        user.deactivated_at = user.deactivated_at or now
    session.flush()
    _note(session, user, had, by, now)


def _never_texted(session: Session, user: User) -> bool:
    begun = select(Audience.id).filter_by(user_id=user.id).where(Audience.started_at.is_not(None))
    return user.phone is None and session.scalar(begun.limit(1)) is None


def _note(session: Session, user: User, had: Grant, by: User | None, now: datetime) -> None:
    told = {
        "role": user.role,
        "rights": list(user.rights),
        "old_role": had.role,
        "old_rights": list(had.rights),
        "closed": user.deactivated_at is not None,
    }
    if user.role == NONE.role:
        events.record(session, "role_taken", user, by=by, at=now, **told)
    else:
        events.record(session, "role_given", user, by=by, at=now, **told)
    if user.slack_id and not (by and by.id == user.id):
        _tell(session, user, told | {"by": by.slack_id if by else None}, now)


def _tell(session: Session, user: User, told: dict[str, Any], now: datetime) -> None:
    tell(
        session,
        campaign_id=user.campaign_id,
        key=f"role:{user.id}:{now.isoformat()}",
        kind="role_changed",
        channel=user.slack_id or "",
        data=told,
        now=now,
    )

"""Roles are given and taken: by owners to anybody, by admins to all but owners and themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import finding
from core.errors import Invalid, NotAllowed, Stale
from core.models import User
from core.people.rights import Right, require, who_can_help
from core.people.roles.grants import NONE, Grant, roles_for
from core.people.roles.keeping import Newcomer, account_of, put
from core.turns import take_turns


@dataclass(frozen=True)
class Added:
    """Who has a role now, and who had one already and so was left alone."""

    given: list[User] = field(default_factory=list)
    already: list[User] = field(default_factory=list)


class LastOwner(Invalid):
    """Nobody would own the campaign any more."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "role", f"{name} is the only owner, and a text bank needs one. Make somebody else an owner first."
        )


class FollowsGroup(Invalid):
    """The role comes from a Slack user group, which would give it again."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "role",
            f"{name} has this role from a Slack user group. Take them out of that group in Slack, or stop"
            " following it here.",
        )


class ChangedMeanwhile(Invalid, Stale):
    """Somebody else changed the role after this person opened the form."""

    def __init__(self, name: str) -> None:
        super().__init__("role", f"Somebody changed the role of {name} meanwhile. Open it again first.")


def add(session: Session, people: Sequence[Newcomer], wanted: Grant, *, by: User, now: datetime) -> Added:
    """Give people of the workspace a role; the unknown get an account, closed ones reopen.

    Raises:
        NotAllowed: this role is not theirs to give; says who can help.
    """
    by = turn(session, by)
    added = Added()
    for newcomer in people:
        user = account_of(session, by.campaign_id, newcomer, now)
        if Grant.of(user) != NONE:
            added.already.append(user)
            continue
        _allow(session, user, wanted, by)
        put(session, user, wanted, by=by, now=now)
        added.given.append(user)
    return added


def change(session: Session, user_id: int, wanted: Grant, *, by: User, seen: Grant, now: datetime) -> User:
    """Give somebody another role or other rights; from then on no user group changes it.

    Args:
        seen: what they had when the form was opened.

    Raises:
        NotFound: nobody of this id in the campaign.
        NotAllowed: this person, or this role, is not theirs to change; says who can help.
        ChangedMeanwhile: somebody else was quicker.
        LastOwner: nobody would own the campaign any more.
    """
    by = turn(session, by)
    user = _find(session, user_id, by)
    _allow(session, user, wanted, by)
    if Grant.of(user) not in (seen, wanted):
        raise ChangedMeanwhile(user.name)
    _keep_an_owner(session, user, wanted)
    put(session, user, wanted, by=by, now=now)
    return user


def take_away(session: Session, user_id: int, *, by: User, now: datetime) -> User:
    """Make somebody a volunteer; the account of a person who never texted is closed.

    Raises:
        NotFound, NotAllowed, LastOwner: as in `change`.
        FollowsGroup: a user group would give the role again.
    """
    by = turn(session, by)
    user = _find(session, user_id, by)
    if Grant.of(user) == NONE:
        return user
    _allow(session, user, NONE, by)
    if user.role_from:
        raise FollowsGroup(user.name)
    _keep_an_owner(session, user, NONE)
    put(session, user, NONE, by=by, now=now)
    return user


def find(session: Session, user_id: int, *, by: User) -> User:
    """Return somebody whose role may be changed by another. Raises NotFound, NotAllowed."""
    require(session, by, Right.RUN)
    user = finding.find(session, User, user_id, by=by, called="That person")
    _allow(session, user, NONE, by)
    return user


def turn(session: Session, by: User) -> User:
    """Return whoever asks as they are now that nobody else can change roles: they may have lost theirs.

    Raises:
        NotAllowed: they have.
    """
    take_turns(session, by.campaign_id)
    fresh = session.get_one(User, by.id, populate_existing=True)
    require(session, fresh, Right.RUN)
    return fresh


def _find(session: Session, user_id: int, by: User) -> User:
    return finding.find(session, User, user_id, by=by, called="That person", lock=True)


def _allow(session: Session, user: User, wanted: Grant, by: User) -> None:
    theirs = roles_for(by, user)
    if theirs and wanted.role in (*theirs, NONE.role):
        return
    itself = user.id == by.id and by.role == "admin"
    fact = "Admins do not change their own role." if itself else "Only an owner gives or takes that role."
    raise NotAllowed(f"{fact} {who_can_help(session, by.campaign_id)}")


def _keep_an_owner(session: Session, user: User, wanted: Grant) -> None:
    if user.role != "owner" or wanted.role == "owner":
        return
    others = select(User.id).filter_by(campaign_id=user.campaign_id, role="owner", deactivated_at=None)
    others = others.where(User.id != user.id, User.slack_id.is_not(None))  # a text bank is run from Slack
    if session.scalar(others.limit(1)) is None:
        raise LastOwner(user.name)

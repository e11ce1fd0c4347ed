"""Roles follow user groups: who joined a group gets its role, who left loses it; nothing else is touched.

A role that a person gave wins over a group's, the highest of several groups' wins, and owners are left alone.
While Slack does not say who is in a group, nobody loses what they have from it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from core.clock import Clock
from core.db import Database
from core.models import Campaign, GroupRole, User
from core.notices.telling import tell
from core.people.roles.grants import NONE, Grant
from core.people.roles.keeping import Newcomer, account_of, put
from core.people.roles.port import Answer, Members, Refused, UserGroups
from core.turns import take_turns

Answers = Mapping[str, Answer]  # group id → who is in it
Wanted = dict[str, tuple[Grant, str]]  # Slack id → the role, and the group that it is from


def follow_groups(database: Database, slack: UserGroups, *, clock: Clock) -> None:
    """Bring the roles of every campaign in line with its groups. Safe to run twice, and two at once."""
    with database.readers() as session:
        followed = union(
            select(GroupRole.campaign_id), select(User.campaign_id).where(User.role_from.is_not(None))
        )
        campaigns = session.scalars(followed).all()
    for campaign_id in campaigns:
        follow_of(database, slack, campaign_id, now=clock())


def follow_of(database: Database, slack: UserGroups, campaign_id: int, *, now: datetime) -> None:
    """Bring one campaign's roles in line: ask Slack with no transaction open, then write it down in one."""
    with database.readers() as session:
        team = session.get_one(Campaign, campaign_id).slack_team_id or ""
        groups = session.scalars(select(GroupRole.group_id).filter_by(campaign_id=campaign_id)).all()
    answers = {each: slack.members(team, each) for each in groups}
    members = {
        each for answer in answers.values() if isinstance(answer, Members) for each in answer.slack_ids
    }
    with database.readers() as session:
        known = set(_users(session, campaign_id, members))
    asked = [slack.who(team, each) for each in sorted(members - known)]
    newcomers = {each.slack_id: each for each in asked if each}
    with database.sessions.begin() as session:
        take_turns(session, campaign_id)
        _apply(session, campaign_id, answers, newcomers, now)


def _apply(
    session: Session, campaign_id: int, answers: Answers, newcomers: Mapping[str, Newcomer], now: datetime
) -> None:
    groups = session.scalars(select(GroupRole).filter_by(campaign_id=campaign_id)).all()
    for group in groups:
        _note(session, group, answers.get(group.group_id), now)
    wanted = _wanted(groups, answers)
    silent = {each.group_id for each in groups if not isinstance(answers.get(each.group_id), Members)}
    theirs = select(User).where(User.campaign_id == campaign_id, User.role_from.is_not(None))
    for holder in session.scalars(theirs).all():
        _follow(session, holder, wanted.pop(holder.slack_id or "", None), silent, now)
    users = _users(session, campaign_id, set(wanted))
    for slack_id, (grant, group_id) in wanted.items():
        if slack_id in newcomers and slack_id not in users:
            users[slack_id] = account_of(session, campaign_id, newcomers[slack_id], now)
        if slack_id in users and _is_free(users[slack_id]):
            put(session, users[slack_id], grant, by=None, now=now, group=group_id)


def _follow(
    session: Session, user: User, wanted: tuple[Grant, str] | None, silent: set[str], now: datetime
) -> None:
    """Bring somebody in line whose role is from a group."""
    grant, group_id = wanted or (NONE, None)
    had = Grant.of(user)
    if user.deactivated_at or (user.role_from in silent and (not wanted or grant.height <= had.height)):
        return  # somebody closed the account, or perhaps they are still in the group that does not answer
    put(session, user, grant, by=None, now=now, group=group_id)


def _is_free(user: User) -> bool:
    """Whether a group may give somebody a role: they have none, and nobody closed a volunteer's account."""
    return user.role == NONE.role and (user.deactivated_at is None or user.phone is None)


def _wanted(groups: Sequence[GroupRole], answers: Answers) -> Wanted:
    found: Wanted = {}
    for group in groups:
        answer = answers.get(group.group_id)
        for slack_id in answer.slack_ids if isinstance(answer, Members) else ():
            grant = Grant.read(group.role, group.rights)
            if slack_id not in found or grant.height > found[slack_id][0].height:
                found[slack_id] = (grant, group.group_id)
    return found


def _users(session: Session, campaign_id: int, slack_ids: set[str]) -> dict[str, User]:
    query = select(User).where(User.campaign_id == campaign_id, User.slack_id.in_(slack_ids))
    return {user.slack_id: user for user in session.scalars(query) if user.slack_id}


def _note(session: Session, group: GroupRole, answer: Answer | None, now: datetime) -> None:
    """Write down how asking went, and tell the owners once when it cannot go on like this."""
    if answer is None:  # followed while we asked
        return
    group.looked_at = now
    match answer:
        case Members():
            group.problem = ""
        case Refused(reason) if reason != group.problem:
            group.problem = reason
            _tell_owners(session, group, now)


def _tell_owners(session: Session, group: GroupRole, now: datetime) -> None:
    owners = select(User.slack_id).filter_by(campaign_id=group.campaign_id, role="owner", deactivated_at=None)
    for owner in session.scalars(owners.where(User.slack_id.is_not(None))).all():
        tell(
            session,
            campaign_id=group.campaign_id,
            key=f"group_role:{group.id}:{group.problem}:{owner}",
            kind="group_not_followed",
            channel=owner or "",
            data={"handle": group.handle, "reason": group.problem},
            now=now,
        )

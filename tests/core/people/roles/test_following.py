"""Roles follow user groups: joined and left, by hand, by several, while Slack is away, a group deleted."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import Invalid, NotAllowed, NotFound
from core.models import Campaign, Event, GroupRole, Notice, User
from core.people.roles.following import follow, unfollow
from core.people.roles.granting import FollowsGroup, change, take_away
from core.people.roles.grants import Grant
from core.people.roles.keeping import Newcomer
from core.people.roles.port import Answer, Away, Members, Refused, Unsaid
from core.people.roles.rounds import follow_groups
from tests import factories
from tests.factories import NOON

LEADS, DESK = "S0LEADS", "S0DESK"
STAFF, ADMIN = Grant("staff", ("export",)), Grant("admin")


class FakeGroups:
    """A `UserGroups` in memory: who is in which group, and how it answers otherwise."""

    def __init__(self) -> None:
        self.groups: dict[str, Answer] = {}
        self.unfit: set[str] = set()

    def members(self, team_id: str, group_id: str) -> Answer:
        assert team_id == "T0RIVERSIDE"
        return self.groups.get(group_id, Refused("no_such_subteam"))

    def who(self, team_id: str, slack_id: str) -> Newcomer | None:
        assert team_id == "T0RIVERSIDE"
        return None if slack_id in self.unfit else Newcomer(slack_id, f"Name {slack_id}")


@pytest.fixture
def slack() -> FakeGroups:
    return FakeGroups()


@pytest.fixture
def leads(session: Session, maya: User) -> GroupRole:
    made = follow(session, LEADS, "leads", STAFF, by=maya, now=NOON)
    session.commit()
    return made


@pytest.fixture
def look(database: Database, session: Session, slack: FakeGroups) -> Callable[..., None]:
    """Let roles follow, with these people in the group of leads."""

    def look(*slack_ids: str) -> None:
        slack.groups.setdefault(LEADS, Members(()))
        if slack_ids or isinstance(slack.groups[LEADS], Members):
            slack.groups[LEADS] = Members(slack_ids)
        session.commit()
        follow_groups(database, slack, clock=lambda: NOON)
        session.expire_all()

    return look


def role(session: Session, slack_id: str) -> str | None:
    user = session.scalar(select(User).filter_by(slack_id=slack_id))
    if user is None:
        return None
    return "closed" if user.deactivated_at else user.role


def names(session: Session) -> list[str]:
    return [
        name for name in session.scalars(select(Event.name).order_by(Event.id)) if name.startswith("role_")
    ]


def test_whoever_joins_has_the_role_and_whoever_leaves_loses_it(
    session: Session, leads: GroupRole, look: Callable[..., None]
) -> None:
    look("U1", "U2")

    assert ("staff", "staff") == (role(session, "U1"), role(session, "U2"))
    user = session.scalars(select(User).filter_by(slack_id="U1")).one()
    assert (["export"], LEADS, "Name U1") == (user.rights, user.role_from, user.name)

    look("U2")

    assert ("closed", "staff") == (role(session, "U1"), role(session, "U2"))

    look("U1", "U2")

    assert "staff" == role(session, "U1")


def test_looking_twice_changes_once(session: Session, leads: GroupRole, look: Callable[..., None]) -> None:
    for _ in range(2):
        look("U1")

    assert ["role_given"] == names(session)
    assert 1 == len(session.scalars(select(Notice).filter_by(channel="U1")).all())


def test_a_role_given_by_hand_wins_and_stays(
    session: Session, abe: User, leads: GroupRole, look: Callable[..., None]
) -> None:
    look("U0ABE")
    assert (None, []) == (abe.role_from, abe.rights)

    look()
    assert "staff" == role(session, "U0ABE")


def test_owners_are_never_touched(
    session: Session, maya: User, leads: GroupRole, look: Callable[..., None]
) -> None:
    look("U0MAYA")
    look()

    assert "owner" == role(session, "U0MAYA")
    assert [] == names(session)


def test_what_somebody_changes_by_hand_the_group_leaves_alone(
    session: Session, maya: User, leads: GroupRole, look: Callable[..., None]
) -> None:
    look("U1")
    user = session.scalars(select(User).filter_by(slack_id="U1")).one()
    change(session, user.id, ADMIN, by=maya, seen=STAFF, now=NOON)
    look()

    assert "admin" == role(session, "U1")


def test_a_groups_role_is_not_taken_by_hand(
    session: Session, maya: User, leads: GroupRole, look: Callable[..., None]
) -> None:
    look("U1")
    user = session.scalars(select(User).filter_by(slack_id="U1")).one()

    with pytest.raises(FollowsGroup, match="Take them out of that group"):
        take_away(session, user.id, by=maya, now=NOON)


def test_the_highest_of_several_groups_wins(
    session: Session, maya: User, leads: GroupRole, slack: FakeGroups, look: Callable[..., None]
) -> None:
    follow(session, DESK, "desk", ADMIN, by=maya, now=NOON)
    slack.groups[DESK] = Members(("U1",))
    look("U1")
    assert "admin" == role(session, "U1")

    slack.groups[DESK] = Members(())
    look("U1")
    assert "staff" == role(session, "U1")


@pytest.mark.parametrize("answer", [Unsaid("ratelimited"), Refused("no_such_subteam")])
def test_while_slack_does_not_say_nobody_loses_anything(
    session: Session, leads: GroupRole, slack: FakeGroups, look: Callable[..., None], answer: Any
) -> None:
    look("U1")
    slack.groups[LEADS] = answer
    look()

    assert "staff" == role(session, "U1")


def test_while_the_higher_group_does_not_answer_its_role_stays(
    session: Session, maya: User, leads: GroupRole, slack: FakeGroups, look: Callable[..., None]
) -> None:
    follow(session, DESK, "desk", ADMIN, by=maya, now=NOON)
    slack.groups[DESK] = Members(("U1",))
    look("U1")
    slack.groups[DESK] = Unsaid("away")
    look("U1")

    assert "admin" == role(session, "U1")


def test_a_group_that_is_gone_is_told_to_owners_once(
    session: Session, leads: GroupRole, slack: FakeGroups, look: Callable[..., None]
) -> None:
    slack.groups[LEADS] = Refused("no_such_subteam")
    for _ in range(2):
        look()

    (told,) = session.scalars(select(Notice).filter_by(kind="group_not_followed")).all()
    assert ("U0MAYA", "leads", 1) == (told.channel, told.data["handle"], told.version)
    assert "no_such_subteam" == leads.problem

    slack.groups[LEADS] = Members(("U1",))
    look("U1")
    assert ("", "staff") == (leads.problem, role(session, "U1"))


def test_a_group_followed_no_more_takes_its_roles_along(
    session: Session, maya: User, leads: GroupRole, look: Callable[..., None]
) -> None:
    look("U1")
    unfollow(session, leads.id, by=maya, now=NOON)
    look("U1")

    assert "closed" == role(session, "U1")


def test_somebody_who_can_have_no_role_gets_none(
    session: Session, leads: GroupRole, slack: FakeGroups, look: Callable[..., None]
) -> None:
    slack.unfit.add("U9")
    look("U9", "U1")

    assert (None, "staff") == (role(session, "U9"), role(session, "U1"))


def test_a_volunteer_whose_account_was_closed_stays_out(
    session: Session, jo: User, leads: GroupRole, look: Callable[..., None]
) -> None:
    jo.slack_id, jo.deactivated_at = "U0JO", NOON
    look("U0JO")

    assert ("volunteer", NOON) == (jo.role, jo.deactivated_at)


def test_a_volunteer_with_a_phone_stays_one_when_they_leave(
    session: Session, jo: User, leads: GroupRole, look: Callable[..., None]
) -> None:
    jo.slack_id = "U0JO"
    look("U0JO")
    assert "staff" == role(session, "U0JO")

    look()
    assert "volunteer" == role(session, "U0JO")


def test_another_campaigns_people_are_left_alone(
    session: Session, leads: GroupRole, look: Callable[..., None]
) -> None:
    other = factories.campaign(session, slack_team_id="T2", join_code="other1", service="MG" + "2" * 32)
    olga = factories.user(session, other, "Olga Other", role="staff", slack_id="U1")
    look("U1")
    look()

    assert "staff" == olga.role


def test_without_slack_nothing_happens(database: Database, session: Session, leads: GroupRole) -> None:
    follow_groups(database, Away(), clock=lambda: NOON)

    session.expire_all()
    assert "" == leads.problem


def test_a_group_is_followed_once(session: Session, maya: User, leads: GroupRole) -> None:
    with pytest.raises(Invalid, match="@leads is followed already"):
        follow(session, LEADS, "leads", ADMIN, by=maya, now=NOON)


def test_no_group_makes_owners(session: Session, maya: User) -> None:
    with pytest.raises(Invalid, match="owners are made one by one"):
        follow(session, LEADS, "leads", Grant("owner"), by=maya, now=NOON)


def test_only_admins_follow_groups(session: Session, abe: User, leads: GroupRole) -> None:
    with pytest.raises(NotAllowed):
        follow(session, DESK, "desk", STAFF, by=abe, now=NOON)
    with pytest.raises(NotAllowed):
        unfollow(session, leads.id, by=abe, now=NOON)


def test_another_campaigns_group_is_not_found(session: Session, campaign: Campaign, leads: GroupRole) -> None:
    other = factories.campaign(session, slack_team_id="T2", join_code="other1", service="MG" + "2" * 32)
    olga = factories.user(session, other, "Olga Other", role="owner", slack_id="U0OLGA")

    with pytest.raises(NotFound):
        unfollow(session, leads.id, by=olga, now=NOON)

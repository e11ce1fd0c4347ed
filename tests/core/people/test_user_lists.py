"""User lists: made by filter or by hand, renamed, archived, and whoever comes in gets what was sent there."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid, NotAllowed, NotFound
from core.models import (
    Action,
    ActionUserList,
    Audience,
    Campaign,
    Conversation,
    Event,
    User,
    UserList,
    UserListMember,
)
from core.people import user_list_members, user_lists
from core.people.user_list_members import ListArchived
from core.people.who import Who, people
from tests import factories
from tests.factories import NOON


@pytest.fixture
def evening(session: Session, maya: User) -> UserList:
    return user_lists.make(session, "Evening shift", by=maya, now=NOON)


def members(session: Session, found: UserList) -> set[int]:
    return set(session.scalars(select(UserListMember.user_id).filter_by(user_list_id=found.id)))


def found_by(session: Session, campaign: Campaign, **rules: object) -> set[str]:
    query = people(campaign, Who(**rules))  # type: ignore[arg-type]
    return {user.first_name for user in session.scalars(query)}


def test_a_list_is_made_of_whom_a_filter_lets_through(
    session: Session, maya: User, jo: User, sam: User, abe: User
) -> None:
    made = user_lists.make(session, " Phones  in 212 ", by=maya, now=NOON, made_from=Who(words="(212) 555"))

    assert ("Phones in 212", {"words": "(212) 555"}) == (made.name, made.made_from)
    assert {jo.id, sam.id} == members(session, made)


def test_the_second_press_of_a_form_makes_no_second_list(session: Session, maya: User, jo: User) -> None:
    first = user_lists.make(session, "Volunteers", by=maya, now=NOON, made_from=Who(role="volunteer"))

    assert first == user_lists.make(session, "Volunteers", by=maya, now=NOON, made_from=Who(role="volunteer"))


def test_a_name_is_given_once(session: Session, maya: User, evening: UserList) -> None:
    later = NOON + timedelta(hours=1)

    with pytest.raises(Invalid, match="called “evening SHIFT” already"):
        user_lists.make(session, "evening SHIFT", by=maya, now=later)
    with pytest.raises(Invalid, match="Give it a list name"):
        user_lists.make(session, " ", by=maya, now=later)


def test_a_list_is_renamed_archived_and_restored(session: Session, maya: User, evening: UserList) -> None:
    user_lists.rename(session, evening.id, "Night shift", by=maya, now=NOON)
    user_lists.archive(session, evening.id, by=maya, now=NOON)

    assert [] == list(user_lists.choosing(session, by=maya))
    with pytest.raises(ListArchived):
        user_lists.rename(session, evening.id, "Day shift", by=maya, now=NOON)

    user_lists.restore(session, evening.id, by=maya, now=NOON)

    assert [evening] == list(user_lists.choosing(session, by=maya, words="night"))


def test_a_name_that_was_taken_meanwhile_keeps_a_list_archived(
    session: Session, maya: User, evening: UserList
) -> None:
    user_lists.archive(session, evening.id, by=maya, now=NOON)
    user_lists.make(session, "Evening shift", by=maya, now=NOON + timedelta(hours=1))

    with pytest.raises(Invalid, match="called “Evening shift” already"):
        user_lists.restore(session, evening.id, by=maya, now=NOON)


def test_whoever_comes_in_gets_the_running_actions_sent_to_the_list(
    session: Session, maya: User, evening: UserList, action: Action, abe: User
) -> None:
    action.sent_to = "lists"
    newcomer = factories.user(
        session, session.get_one(Campaign, maya.campaign_id), "Kim", phone="+12125550199"
    )
    session.add(ActionUserList(action_id=action.id, user_list_id=evening.id))
    session.flush()

    assert 2 == user_list_members.add(session, evening.id, [newcomer.id, abe.id], by=maya, now=NOON)
    assert 0 == user_list_members.add(session, evening.id, [newcomer.id], by=maya, now=NOON)

    got = session.scalars(select(Audience).filter_by(user_id=newcomer.id)).all()
    assert [(action.id, NOON)] == [(row.action_id, row.sent_at) for row in got]
    session.refresh(newcomer)
    assert 1 == newcomer.inbox_version
    assert [] == list(
        session.scalars(select(Audience).filter_by(user_id=abe.id))
    )  # has no phone to text from


def test_who_leaves_a_list_keeps_the_actions(
    session: Session, maya: User, evening: UserList, action: Action, jo: User
) -> None:
    user_list_members.add(session, evening.id, [jo.id], by=maya, now=NOON)
    user_list_members.remove(session, evening.id, jo.id, by=maya, now=NOON)
    user_list_members.remove(session, evening.id, jo.id, by=maya, now=NOON)

    assert set() == members(session, evening)
    assert 1 == len(session.scalars(select(Audience).filter_by(user_id=jo.id)).all())
    left = select(Event).filter_by(name="user_list_left")
    assert [{"user_id": jo.id}] == [event.particulars for event in session.scalars(left)]


def test_people_of_other_campaigns_are_passed_over(session: Session, maya: User, evening: UserList) -> None:
    other = factories.campaign(session, service="MG1", slack_team_id="T2", join_code="other1")
    stranger = factories.user(session, other, "Stranger", phone="+12125550102")

    assert 0 == user_list_members.add(session, evening.id, [stranger.id], by=maya, now=NOON)
    with pytest.raises(NotFound):
        user_lists.find(session, evening.id, by=stranger)


def test_staff_without_the_right_may_not(session: Session, maya: User, abe: User, evening: UserList) -> None:
    with pytest.raises(NotAllowed, match="right to manage people"):
        user_lists.make(session, "Mine", by=abe, now=NOON)

    abe.rights = ["people"]

    assert "Mine" == user_lists.make(session, "Mine", by=abe, now=NOON).name


def test_a_filter_finds_by_state_and_role(
    session: Session, campaign: Campaign, maya: User, abe: User, jo: User, sam: User
) -> None:
    jo.deactivated_at = NOON
    factories.user(session, campaign, "Ida Invited", joined_at=None)

    assert {"Maya", "Abe", "Sam"} == found_by(session, campaign)
    assert {"Jo"} == found_by(session, campaign, state="deactivated")
    assert {"Ida"} == found_by(session, campaign, state="invited")
    assert {"Abe"} == found_by(session, campaign, role="staff")
    assert {"Jo"} == found_by(session, campaign, words="jo p", state="all")


def test_a_filter_finds_by_days_of_the_campaigns_calendar(
    session: Session, campaign: Campaign, jo: User, sam: User
) -> None:
    jo.joined_at = jo.last_seen_at = NOON.replace(hour=3)  # still the day before in New York

    assert {"Sam"} == found_by(session, campaign, joined_since="2026-10-20")
    assert {"Jo"} == found_by(session, campaign, seen_since="2026-10-19")
    assert {"Jo", "Sam"} == found_by(session, campaign, joined_since="no date")


def test_a_filter_finds_by_what_people_have_and_hold(
    session: Session, campaign: Campaign, action: Action, conversation: Conversation, jo: User, sam: User
) -> None:
    session.scalars(select(Audience).filter_by(user_id=sam.id)).one().started_at = NOON
    conversation.attention_since = NOON
    abe = factories.user(session, campaign, "Abe")
    session.flush()

    assert {"Jo", "Sam"} == found_by(session, campaign, received=action.id)
    assert {"Sam"} == found_by(session, campaign, started=action.id)
    assert {"Jo"} == found_by(session, campaign, waiting=True)
    assert abe.first_name not in found_by(session, campaign, received=action.id)


def test_a_filter_finds_the_members_of_a_list(
    session: Session, campaign: Campaign, maya: User, evening: UserList, jo: User
) -> None:
    user_list_members.add(session, evening.id, [jo.id], by=maya, now=NOON)

    assert {"Jo"} == found_by(session, campaign, in_list=evening.id)


def test_what_a_filter_keeps_is_read_again() -> None:
    who = Who(words="jo", waiting=True, received=3)

    assert {"words": "jo", "waiting": True, "received": 3} == who.as_json()
    assert who == Who.of(who.as_json() | {"of_tomorrow": 1})

"""Whom an action is sent to: all, lists or picked people, and whoever joins one of these later."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.publishing import publish
from core.actions.reaching import add_volunteer, reach_members
from core.actions.targets import LISTS, PEOPLE, Targets, keep_targets, targets
from core.errors import Invalid
from core.models import Action, Audience, Campaign, Contact, ContactList, User, UserList, UserListMember
from tests import factories
from tests.factories import NOON


@pytest.fixture
def draft(session: Session, voters: ContactList, pat: Contact, jo: User, sam: User) -> Action:
    return factories.action(session, voters, state="draft")


@pytest.fixture
def regulars(session: Session, campaign: Campaign, jo: User) -> UserList:
    """A list of volunteers with Jo in it."""
    made = UserList(campaign_id=campaign.id, name="Regulars", created_at=NOON, updated_at=NOON)
    session.add(made)
    session.flush()
    session.add(UserListMember(user_list_id=made.id, user_id=jo.id))
    session.flush()
    return made


def audience(session: Session, action: Action) -> set[int]:
    return set(session.scalars(select(Audience.user_id).filter_by(action_id=action.id)))


def test_a_list_gets_it_and_nobody_else(
    session: Session, draft: Action, maya: User, jo: User, regulars: UserList
) -> None:
    keep_targets(session, draft, Targets(LISTS, (regulars.id,)), by=maya)

    publish(session, draft.id, by=maya, now=NOON)

    assert audience(session, draft) == {jo.id}
    assert targets(session, draft) == Targets(LISTS, (regulars.id,))


def test_picked_people_get_it_and_nobody_else(session: Session, draft: Action, maya: User, sam: User) -> None:
    keep_targets(session, draft, Targets(PEOPLE, user_ids=(sam.id,)), by=maya)

    publish(session, draft.id, by=maya, now=NOON)

    assert audience(session, draft) == {sam.id}


def test_whoever_is_deactivated_is_left_out(
    session: Session, draft: Action, maya: User, jo: User, sam: User
) -> None:
    keep_targets(session, draft, Targets(PEOPLE, user_ids=(jo.id, sam.id)), by=maya)
    sam.deactivated_at = NOON

    publish(session, draft.id, by=maya, now=NOON)

    assert audience(session, draft) == {jo.id}


def test_whoever_comes_into_the_list_later_gets_it_once(
    session: Session, draft: Action, maya: User, jo: User, sam: User, regulars: UserList
) -> None:
    keep_targets(session, draft, Targets(LISTS, (regulars.id,)), by=maya)
    publish(session, draft.id, by=maya, now=NOON)
    session.add(UserListMember(user_list_id=regulars.id, user_id=sam.id))
    session.flush()

    assert [reach_members(session, regulars, now=NOON), reach_members(session, regulars, now=NOON)] == [1, 0]
    assert audience(session, draft) == {jo.id, sam.id}


def test_whoever_joins_the_campaign_gets_what_is_for_all_and_what_they_were_picked_for(
    session: Session, draft: Action, voters: ContactList, maya: User, campaign: Campaign, regulars: UserList
) -> None:
    kim = factories.user(session, campaign, "Kim New", joined_at=None)
    picked, listed = (factories.action(session, voters, state="draft") for _ in range(2))
    keep_targets(session, picked, Targets(PEOPLE, user_ids=(kim.id,)), by=maya)
    keep_targets(session, listed, Targets(LISTS, (regulars.id,)), by=maya)
    for each in (draft, picked, listed):
        publish(session, each.id, by=maya, now=NOON)
    kim.joined_at, kim.phone = NOON, "+12125550191"

    assert add_volunteer(session, kim, NOON) == 2
    assert kim.id not in audience(session, listed)


def test_an_archived_list_gets_nothing_new(
    session: Session, draft: Action, maya: User, regulars: UserList
) -> None:
    keep_targets(session, draft, Targets(LISTS, (regulars.id,)), by=maya)
    regulars.archived_at = NOON

    assert publish(session, draft.id, by=maya, now=NOON).volunteers == 0


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        (Targets(LISTS), "user_lists"),
        (Targets(LISTS, (777,)), "user_lists"),
        (Targets(PEOPLE), "people"),
        (Targets(PEOPLE, user_ids=(777,)), "people"),
        (Targets("nobody"), "sent_to"),
    ],
)
def test_a_choice_that_cannot_be_kept_is_refused_beside_its_field(
    session: Session, draft: Action, maya: User, chosen: Targets, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        keep_targets(session, draft, chosen, by=maya)

    assert refusal.value.field == field

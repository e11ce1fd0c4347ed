"""Conversations change hands all at once, once; their history stays, and so does credit."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actions.reassigning import NothingToMove, Order, Preview, preview, reassign
from core.conversations import moving
from core.conversations.hearing import hear
from core.db import Database
from core.errors import Invalid, NotFound
from core.models import (
    Action,
    Audience,
    Campaign,
    Contact,
    ContactList,
    Conversation,
    Event,
    Holding,
    Reassignment,
    User,
)
from tests import factories
from tests.factories import NOON


@pytest.fixture
def others(session: Session, action: Action, lee: Contact, jo: User) -> Conversation:
    """Lee's conversation, held by Jo, texted by Jo, answered and waiting."""
    held = factories.held(session, action, lee, jo)
    held.initial_at, held.initial_by_id = NOON, jo.id
    hear(session, held.id, "Who is this?", at=NOON)
    session.flush()
    return held


def holders(session: Session, action: Action) -> list[int | None]:
    query = select(Conversation.holder_id).filter_by(action_id=action.id).order_by(Conversation.id)
    return list(session.scalars(query))


def test_all_conversations_move_at_once(
    session: Session,
    action: Action,
    conversation: Conversation,
    others: Conversation,
    jo: User,
    sam: User,
    maya: User,
) -> None:
    moved = reassign(session, Order(jo.id, sam.id, "all"), by=maya, key="V1", now=NOON)

    assert 2 == moved.count
    assert [sam.id, sam.id] == holders(session, action)


@pytest.mark.parametrize(("which", "expected"), [("attention", "Lee"), ("unsent", "Pat")])
def test_only_what_is_meant_moves(
    session: Session,
    conversation: Conversation,
    others: Conversation,
    jo: User,
    sam: User,
    maya: User,
    which: str,
    expected: str,
) -> None:
    order = Order(jo.id, sam.id, which)

    assert 1 == preview(session, order, by=maya).count
    reassign(session, order, by=maya, key="V1", now=NOON)

    names = select(Contact.first_name).join(Conversation, Conversation.contact_id == Contact.id)
    assert [expected] == list(session.scalars(names.filter(Conversation.holder_id == sam.id)))


def test_other_actions_stay_when_one_is_named(
    session: Session,
    conversation: Conversation,
    voters: ContactList,
    pat: Contact,
    jo: User,
    sam: User,
    maya: User,
) -> None:
    second = factories.action(session, voters, contacts=[pat], title="Second")
    factories.held(session, second, pat, jo)

    moved = reassign(session, Order(jo.id, sam.id, "all", second.id), by=maya, key="V1", now=NOON)

    assert 1 == moved.count
    assert jo.id == session.get_one(Conversation, conversation.id).holder_id


def test_a_second_press_moves_nothing(
    session: Session, conversation: Conversation, others: Conversation, jo: User, sam: User, maya: User
) -> None:
    order = Order(jo.id, sam.id, "all")
    first = reassign(session, order, by=maya, key="V1", now=NOON)
    reassign(session, Order(sam.id, jo.id, "all"), by=maya, key="V2", now=NOON)

    again = reassign(session, order, by=maya, key="V1", now=NOON + timedelta(hours=1))

    assert (first.id, 2) == (again.id, again.count)
    assert jo.id == session.get_one(Conversation, conversation.id).holder_id


def test_who_held_it_before_is_kept(
    session: Session, conversation: Conversation, jo: User, sam: User, maya: User
) -> None:
    moved = reassign(session, Order(jo.id, sam.id, "all"), by=maya, key="V1", now=NOON)

    (held,) = session.scalars(select(Holding)).all()
    assert (conversation.id, jo.id, sam.id, maya.id, moved.id, NOON) == (
        held.conversation_id,
        held.from_user_id,
        held.to_user_id,
        held.by_user_id,
        held.reassignment_id,
        held.at,
    )
    (event,) = session.scalars(select(Event).filter_by(name="conversations_reassigned")).all()
    assert {"count": 1, "which": "all"} == event.particulars


def test_credit_stays_and_both_inboxes_follow(
    session: Session, others: Conversation, jo: User, sam: User, maya: User
) -> None:
    before = (jo.inbox_version, sam.inbox_version)

    reassign(session, Order(jo.id, sam.id, "attention"), by=maya, key="V1", now=NOON)
    session.expire_all()

    assert (before[0] + 1, before[1] + 1) == (jo.inbox_version, sam.inbox_version)
    assert (sam.id, jo.id) == (others.holder_id, others.initial_by_id)


def test_archived_conversations_and_those_of_opted_out_people_go_along(
    session: Session, conversation: Conversation, others: Conversation, jo: User, sam: User, maya: User
) -> None:
    conversation.opted_out(at=NOON)
    others.archive(at=NOON)
    session.flush()

    assert 2 == reassign(session, Order(jo.id, sam.id, "all"), by=maya, key="V1", now=NOON).count


def test_an_unsent_text_to_somebody_who_opted_out_is_not_worth_moving(
    session: Session, conversation: Conversation, jo: User, sam: User, maya: User
) -> None:
    conversation.opted_out(at=NOON)
    session.flush()

    with pytest.raises(NothingToMove, match="Jo Park holds no such conversations"):
        preview(session, Order(jo.id, sam.id, "unsent"), by=maya)


def test_the_taker_is_sent_the_running_action(
    session: Session, action: Action, conversation: Conversation, jo: User, maya: User, campaign: Campaign
) -> None:
    kim = factories.user(session, campaign, "Kim Vo", phone="+12125550103")

    reassign(session, Order(jo.id, kim.id, "all"), by=maya, key="V1", now=NOON)

    assert [action.id] == list(session.scalars(select(Audience.action_id).filter_by(user_id=kim.id)))


def test_to_oneself_is_refused(session: Session, conversation: Conversation, jo: User, maya: User) -> None:
    with pytest.raises(Invalid, match="Jo Park holds them already") as refused:
        preview(session, Order(jo.id, jo.id, "all"), by=maya)

    assert "to_user" == refused.value.field


def test_to_somebody_deactivated_is_refused(
    session: Session, conversation: Conversation, jo: User, sam: User, maya: User
) -> None:
    sam.deactivated_at = NOON

    with pytest.raises(Invalid, match="Sam Ruiz's account is deactivated"):
        reassign(session, Order(jo.id, sam.id, "all"), by=maya, key="V1", now=NOON)


def test_to_somebody_without_a_phone_is_refused(
    session: Session, conversation: Conversation, jo: User, maya: User
) -> None:
    with pytest.raises(Invalid, match="Maya Torres has not joined with a phone"):
        preview(session, Order(jo.id, maya.id, "all"), by=maya)


def test_from_somebody_who_left_is_fine(
    session: Session, conversation: Conversation, jo: User, sam: User, maya: User
) -> None:
    jo.deactivated_at = NOON

    assert Preview(jo, sam, None, 1) == preview(session, Order(jo.id, sam.id, "all"), by=maya)


def test_nothing_to_move_leaves_no_trace(session: Session, jo: User, sam: User, maya: User) -> None:
    with pytest.raises(NothingToMove), session.begin_nested():
        reassign(session, Order(jo.id, sam.id, "all"), by=maya, key="V1", now=NOON)

    assert 0 == session.scalar(select(func.count()).select_from(Reassignment))


def test_another_campaigns_people_and_actions_are_not_there(
    session: Session, conversation: Conversation, jo: User, sam: User, maya: User
) -> None:
    other = Campaign(name="Other", join_code="other", created_at=NOON)
    session.add(other)
    session.flush()
    stranger = factories.user(session, other, "Nat Stranger", phone="+12125550109")
    boss = factories.user(session, other, "Ola Boss", role="owner")

    for order, by in [
        (Order(jo.id, stranger.id, "all"), maya),
        (Order(stranger.id, jo.id, "all"), maya),
        (Order(jo.id, sam.id, "all"), boss),
        (Order(jo.id, sam.id, "all", 999_999), maya),
    ]:
        with pytest.raises(NotFound):
            reassign(session, order, by=by, key="V1", now=NOON)


@pytest.fixture
def moved_by_two(own_database: Database) -> Callable[[str, str], list[int]]:
    """Two admins submit at the same moment, under these keys; returns how many each moved."""
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        maya = factories.user(session, campaign, "Maya Torres", role="owner")
        jo = factories.user(session, campaign, "Jo Park", phone="+12125550101")
        sam = factories.user(session, campaign, "Sam Ruiz", phone="+12125550102")
        voters = factories.contact_list(session, campaign, "Voters")
        people = [
            factories.contact(session, voters, f"Pat {number}", f"+1212555{number:04}")
            for number in range(50)
        ]
        action = factories.action(session, voters, contacts=people)
        for person in people:
            factories.held(session, action, person, jo)

    def submit(key: str) -> int:
        with own_database.sessions.begin() as session:
            try:
                return reassign(session, Order(jo.id, sam.id, "all"), by=maya, key=key, now=NOON).count
            except NothingToMove:
                session.rollback()
                return 0

    def both(*keys: str) -> list[int]:
        with ThreadPoolExecutor(2) as two:
            counts = sorted(two.map(submit, keys))
        with own_database.readers() as session:
            assert 50 == moving.count(session, campaign.id, sam.id, "all", action.id)
            assert 50 == session.scalar(select(func.count()).select_from(Holding))
        return counts

    return both


def test_the_same_form_submitted_twice_at_once_moves_once(
    moved_by_two: Callable[[str, str], list[int]],
) -> None:
    assert [50, 50] == moved_by_two("V1", "V1")


def test_two_admins_at_once_move_each_conversation_once(
    moved_by_two: Callable[[str, str], list[int]],
) -> None:
    assert [0, 50] == moved_by_two("V1", "V2")

"""Somebody leaves: the account is closed, what they held goes to others at once, credit and history stay."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.batches import claim_batch
from core.conversations.hearing import hear
from core.errors import Invalid, NotAllowed
from core.models import Action, Audience, Campaign, Contact, Conversation, Event, Holding, Reassignment, User
from core.people import deactivating
from tests import factories
from tests.factories import NOON


@pytest.fixture
def held(session: Session, action: Action, pat: Contact, lee: Contact, jo: User) -> list[Conversation]:
    """Both conversations in Jo's hands; Lee's waits for an answer."""
    conversations = [factories.held(session, action, person, jo) for person in (pat, lee)]
    conversations[1].initial_at, conversations[1].initial_by_id = NOON, jo.id
    hear(session, conversations[1].id, "Who is this?", at=NOON)
    session.flush()
    session.expire_all()
    return conversations


def deactivate(session: Session, user: User, by: User, **more: int) -> deactivating.Leaving:
    return deactivating.deactivate(session, user.id, by=by, key="form", now=NOON, **more)


def events(session: Session, name: str) -> list[dict[str, object]]:
    return [event.particulars for event in session.scalars(select(Event).filter_by(name=name))]


def test_the_numbers_are_known_before(
    session: Session, held: list[Conversation], maya: User, jo: User
) -> None:
    left = deactivating.preview(session, jo.id, by=maya)

    assert (2, 1, 1) == (left.conversations, left.waiting, left.unsent)


def test_what_they_held_goes_back_to_the_pool(
    session: Session, held: list[Conversation], maya: User, jo: User, sam: User, action: Action
) -> None:
    deactivate(session, jo, maya)

    assert NOON == jo.deactivated_at
    assert [None, None] == [each.holder_id for each in held]
    assert jo.id == held[1].initial_by_id
    history = session.scalars(select(Holding).order_by(Holding.id)).all()
    assert [(jo.id, None, maya.id)] * 2 == [(e.from_user_id, e.to_user_id, e.by_user_id) for e in history]
    assert [{"count": 2}] == events(session, "conversations_returned")
    assert 1 == claim_batch(session, action.id, by=sam, now=NOON)


def test_a_second_press_changes_nothing(
    session: Session, held: list[Conversation], maya: User, jo: User
) -> None:
    deactivate(session, jo, maya)
    deactivate(session, jo, maya)

    assert 1 == len(events(session, "user_deactivated"))
    assert 1 == len(session.scalars(select(Reassignment)).all())


def test_somebody_else_takes_over(
    session: Session, held: list[Conversation], maya: User, jo: User, sam: User
) -> None:
    deactivate(session, jo, maya, to_user_id=sam.id)

    assert [sam.id, sam.id] == [each.holder_id for each in held]


def test_nobody_takes_over_who_could_not_answer(
    session: Session, held: list[Conversation], maya: User, jo: User, abe: User
) -> None:
    with pytest.raises(Invalid, match="has not joined with a phone") as refused:
        deactivate(session, jo, maya, to_user_id=abe.id)

    assert "to_user" == refused.value.field


def test_who_holds_nothing_just_leaves(session: Session, maya: User, jo: User, sam: User) -> None:
    assert 0 == deactivate(session, jo, maya, to_user_id=sam.id).conversations
    assert NOON == jo.deactivated_at


def test_nobody_deactivates_an_owner_or_themselves(session: Session, campaign: Campaign, maya: User) -> None:
    admin = factories.user(session, campaign, "Ada", role="admin")

    with pytest.raises(NotAllowed, match="You cannot deactivate yourself"):
        deactivate(session, maya, maya)
    with pytest.raises(NotAllowed, match="Maya Torres is an owner"):
        deactivate(session, maya, admin)


def test_staff_with_the_right_deactivate_volunteers_only(
    session: Session, campaign: Campaign, maya: User, abe: User, jo: User
) -> None:
    admin = factories.user(session, campaign, "Ada", role="admin")
    with pytest.raises(NotAllowed, match="right to manage people"):
        deactivate(session, jo, abe)

    abe.rights = ["people"]

    with pytest.raises(NotAllowed, match="Ada is admin here, so only an admin"):
        deactivate(session, admin, abe)
    assert deactivating.may_deactivate(jo, abe)
    deactivate(session, jo, abe)
    assert NOON == jo.deactivated_at


def test_who_comes_back_gets_the_running_actions(
    session: Session, action: Action, voters: object, maya: User, jo: User
) -> None:
    deactivate(session, jo, maya)
    session.delete(session.scalars(select(Audience).filter_by(user_id=jo.id)).one())
    session.flush()

    deactivating.reactivate(session, jo.id, by=maya, now=NOON)
    deactivating.reactivate(session, jo.id, by=maya, now=NOON)

    assert jo.deactivated_at is None
    assert action.id == session.scalars(select(Audience.action_id).filter_by(user_id=jo.id)).one()
    assert 1 == len(events(session, "user_reactivated"))


def test_what_somebody_claimed_while_they_were_deactivated_goes_back(
    session: Session, held: list[Conversation], maya: User, jo: User
) -> None:
    deactivate(session, jo, maya)
    held[0].holder_id = jo.id
    session.flush()

    assert 1 == deactivating.relieve(session, now=NOON)
    assert 0 == deactivating.relieve(session, now=NOON)
    assert held[0].holder_id is None


def test_nobody_is_relieved_who_is_still_there(session: Session, held: list[Conversation]) -> None:
    assert 0 == deactivating.relieve(session, now=NOON)

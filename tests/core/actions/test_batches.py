"""Claiming: a batch of the pool, nobody else's contacts, nobody asleep, nobody who said stop."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actions.batches import ActionStopped, claim_batch
from core.actions.taking import EverybodyAsleep, NothingLeft
from core.db import Database
from core.errors import NotFound
from core.models import Action, Audience, Contact, ContactList, Conversation, Event, Holding, OptOut, User
from tests import factories
from tests.factories import NOON

EARLY = NOON - timedelta(hours=2)  # 11:00 in New York, 8:00 in Los Angeles
NIGHT = NOON + timedelta(hours=15)
SUNDAY = NOON - timedelta(days=2)


def held(session: Session, user: User) -> int:
    return session.scalar(select(func.count()).select_from(Conversation).filter_by(holder_id=user.id)) or 0


def test_a_batch_is_taken_from_the_pool_with_its_history(session: Session, action: Action, jo: User) -> None:
    assert 2 == claim_batch(session, action.id, by=jo, now=NOON)

    assert 2 == held(session, jo)
    assert [(None, jo.id, NOON)] * 2 == [
        (each.from_user_id, each.to_user_id, each.at) for each in session.scalars(select(Holding))
    ]
    assert NOON == session.scalars(select(Audience.started_at).filter_by(user_id=jo.id)).one()
    assert "batch_claimed" in session.scalars(select(Event.name)).all()
    session.refresh(jo)
    assert 1 == jo.inbox_version


def test_a_second_press_keeps_what_is_in_hand(session: Session, action: Action, jo: User) -> None:
    action.batch_size = 1
    claim_batch(session, action.id, by=jo, now=NOON)

    assert 1 == claim_batch(session, action.id, by=jo, now=NOON)
    assert 1 == held(session, jo)


def test_the_next_batch_begins_where_the_last_one_ended(
    session: Session, voters: ContactList, jo: User, sam: User
) -> None:
    crowd = [factories.contact(session, voters, f"C{at} Y", f"+1212555{at:04}") for at in range(60, 65)]
    action = factories.action(session, voters, contacts=crowd, audience=[jo, sam], batch_size=2)
    claim_batch(session, action.id, by=jo, now=NOON)
    taken = session.scalars(select(Conversation).filter_by(action_id=action.id, holder_id=jo.id)).all()
    for each in taken:
        each.holder_id = None  # back in the pool

    claim_batch(session, action.id, by=sam, now=NOON)

    assert [each.id for each in crowd[2:4]] == _texts_to(session, action, sam)


def test_who_came_back_to_the_pool_is_handed_out_when_too_few_are_left(
    session: Session, voters: ContactList, jo: User, sam: User
) -> None:
    crowd = [factories.contact(session, voters, f"C{at} Y", f"+1212555{at:04}") for at in range(60, 63)]
    action = factories.action(session, voters, contacts=crowd, audience=[jo, sam], batch_size=2)
    claim_batch(session, action.id, by=jo, now=NOON)
    for each in session.scalars(select(Conversation).filter_by(action_id=action.id, holder_id=jo.id)):
        each.holder_id = None

    claim_batch(session, action.id, by=sam, now=NOON)

    assert [each.id for each in crowd[:2]] == _texts_to(session, action, sam)


def _texts_to(session: Session, action: Action, user: User) -> list[int]:
    held_by = select(Conversation.contact_id).filter_by(action_id=action.id, holder_id=user.id)
    return sorted(session.scalars(held_by))


def test_nobody_gets_what_somebody_else_holds(session: Session, action: Action, jo: User, sam: User) -> None:
    claim_batch(session, action.id, by=jo, now=NOON)

    with pytest.raises(NothingLeft):
        claim_batch(session, action.id, by=sam, now=NOON)
    assert 0 == held(session, sam)


def test_whoever_said_stop_or_cannot_be_reached_stays_in_the_pool(
    session: Session, action: Action, jo: User, pat: Contact, lee: Contact
) -> None:
    session.add(OptOut(campaign_id=pat.campaign_id, phone=pat.phone, at=NOON, route="keyword"))
    lee.undeliverable = "landline"
    session.flush()

    with pytest.raises(NothingLeft):
        claim_batch(session, action.id, by=jo, now=NOON)


def test_whoever_another_action_texted_lately_is_left_for_later(
    session: Session, action: Action, voters: ContactList, jo: User, pat: Contact
) -> None:
    other = factories.action(session, voters, contacts=[pat])
    factories.held(session, other, pat, jo).initial_at = NOON - timedelta(hours=5)
    session.flush()

    assert 1 == claim_batch(session, action.id, by=jo, now=NOON)


def test_only_those_awake_are_handed_out(
    session: Session, action: Action, jo: User, pat: Contact, lee: Contact
) -> None:
    lee.zones = "America/Los_Angeles"
    session.flush()

    assert 1 == claim_batch(session, action.id, by=jo, now=EARLY)
    assert jo.id == session.scalars(select(Conversation.holder_id).filter_by(contact_id=pat.id)).one()


@pytest.mark.parametrize("written", ["AL", "Alabama"])
def test_those_whose_state_is_shut_are_passed_over_for_others_in_their_zone(
    session: Session, action: Action, jo: User, pat: Contact, lee: Contact, written: str
) -> None:
    pat.state, lee.state, action.batch_size = written, "OH", 1
    session.flush()

    assert 1 == claim_batch(session, action.id, by=jo, now=SUNDAY)
    assert jo.id == session.scalars(select(Conversation.holder_id).filter_by(contact_id=lee.id)).one()


def test_where_all_states_are_shut_the_sentence_says_when_texting_opens(
    session: Session, action: Action, jo: User, pat: Contact, lee: Contact
) -> None:
    pat.state = lee.state = "MS"
    session.flush()

    with pytest.raises(EverybodyAsleep, match=r"opens Monday at 9:00 AM EDT"):
        claim_batch(session, action.id, by=jo, now=SUNDAY)


def test_contacts_in_hand_who_sleep_do_not_block_the_next_batch(
    session: Session, action: Action, jo: User, pat: Contact, lee: Contact
) -> None:
    lee.zones = "America/Los_Angeles"
    factories.held(session, action, lee, jo)

    assert 1 == claim_batch(session, action.id, by=jo, now=EARLY)
    assert 2 == held(session, jo)


def test_when_everybody_sleeps_the_sentence_says_when_texting_opens(
    session: Session, action: Action, jo: User
) -> None:
    with pytest.raises(EverybodyAsleep, match=r"opens Wednesday at 9:00 AM EDT"):
        claim_batch(session, action.id, by=jo, now=NIGHT)


@pytest.mark.parametrize(("state", "words"), [("paused", "is paused"), ("closed", "is finished")])
def test_a_stopped_action_says_so(session: Session, action: Action, jo: User, state: str, words: str) -> None:
    action.state = state
    session.flush()

    with pytest.raises(ActionStopped, match=words):
        claim_batch(session, action.id, by=jo, now=NOON)


def test_an_action_that_was_not_sent_to_somebody_is_not_there(
    session: Session, action: Action, abe: User
) -> None:
    with pytest.raises(NotFound):
        claim_batch(session, action.id, by=abe, now=NOON)


def test_twenty_volunteers_at_once_never_share_a_contact(own_database: Database) -> None:
    people, action_id = crowd(own_database, volunteers=20, contacts=200)

    def claim(user: User, now: datetime = NOON) -> int:
        with own_database.sessions.begin() as session:
            return claim_batch(session, action_id, by=user, now=now)

    with ThreadPoolExecutor(20) as pool:
        taken = list(pool.map(claim, people))

    with own_database.readers() as session:
        hands = session.execute(
            select(func.count(), func.count(func.distinct(Holding.conversation_id))).select_from(Holding)
        ).one()
        free = session.scalars(select(func.count()).select_from(Conversation).filter_by(holder_id=None)).one()
    assert [10] * 20 == taken
    assert (200, 200) == tuple(hands)
    assert 0 == free


def test_one_volunteer_pressing_twice_at_once_gets_one_batch(own_database: Database) -> None:
    (jo,), action_id = crowd(own_database, volunteers=1, contacts=50)

    def claim(_: int) -> int:
        with own_database.sessions.begin() as session:
            return claim_batch(session, action_id, by=jo, now=NOON)

    with ThreadPoolExecutor(4) as pool:
        assert [10] * 4 == list(pool.map(claim, range(4)))
    with own_database.readers() as session:
        assert 10 == held(session, jo)


def crowd(database: Database, *, volunteers: int, contacts: int) -> tuple[list[User], int]:
    with database.sessions.begin() as session:
        campaign = factories.campaign(session)
        voters = factories.contact_list(session, campaign, "Voters")
        people = [factories.user(session, campaign, f"V{at} X") for at in range(volunteers)]
        crowd = [factories.contact(session, voters, f"C{at} Y", f"+1212555{at:04}") for at in range(contacts)]
        action = factories.action(session, voters, contacts=crowd, audience=people, batch_size=10)
        return people, action.id

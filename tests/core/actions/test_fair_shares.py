"""How much of an action one volunteer gets: a cap on what they take, and contacts that are theirs alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actions.batches import EnoughTaken, claim_batch
from core.actions.reassigning import Order, reassign
from core.actions.taking import NothingLeft
from core.actions.tasks import task
from core.db import Database
from core.models import Action, Audience, Contact, ContactList, Conversation, User
from tests import factories
from tests.counting import counted
from tests.factories import NOON


def held(session: Session, user: User) -> set[int]:
    return set(session.scalars(select(Conversation.contact_id).filter_by(holder_id=user.id)))


@pytest.fixture
def capped(session: Session, action: Action) -> Action:
    """One may take one contact of it."""
    action.most_each = 1
    session.flush()
    return action


def text_all(session: Session, user: User) -> None:
    for each in session.scalars(select(Conversation).filter_by(holder_id=user.id, initial_at=None)):
        each.initial_at, each.initial_by_id = NOON, user.id
    session.flush()


def test_a_batch_ends_at_the_cap_and_the_next_one_says_thank_you(
    session: Session, capped: Action, jo: User
) -> None:
    assert 1 == claim_batch(session, capped.id, by=jo, now=NOON)
    text_all(session, jo)

    with pytest.raises(EnoughTaken, match="You have texted your 1; thank you!"):
        claim_batch(session, capped.id, by=jo, now=NOON)
    found = task(session, capped.id, jo, now=NOON)
    assert (found.enough, found.more) == (1, False)


def test_below_the_cap_there_is_more(session: Session, action: Action, jo: User) -> None:
    action.most_each = 2
    session.flush()

    found = task(session, action.id, jo, now=NOON)

    assert (found.enough, found.more) == (None, True)


def test_what_they_still_hold_is_theirs_to_text_at_the_cap(
    session: Session, capped: Action, jo: User
) -> None:
    claim_batch(session, capped.id, by=jo, now=NOON)

    assert 1 == claim_batch(session, capped.id, by=jo, now=NOON)


def test_what_was_reassigned_counts_for_whoever_took_it(
    session: Session, capped: Action, maya: User, jo: User, sam: User
) -> None:
    claim_batch(session, capped.id, by=jo, now=NOON)
    reassign(session, Order(jo.id, sam.id, "all"), by=maya, key="V1", now=NOON)
    text_all(session, sam)

    with pytest.raises(EnoughTaken):
        claim_batch(session, capped.id, by=jo, now=NOON)
    assert 1 == claim_batch(session, capped.id, by=sam, now=NOON)


def test_two_claims_at_once_take_no_more_than_the_cap(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        voters = factories.contact_list(session, campaign, "Voters")
        jo = factories.user(session, campaign, "Jo Park")
        crowd = [factories.contact(session, voters, f"C{at} Y", f"+1212555{at:04}") for at in range(30)]
        action = factories.action(session, voters, contacts=crowd, audience=[jo], batch_size=10, most_each=15)

    def claim(_: int) -> int:
        with own_database.sessions.begin() as session:
            taken = claim_batch(session, action.id, by=jo, now=NOON)
            text_all(session, jo)
            return taken

    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(claim, at) for at in range(4)]

    got = sorted(future.result() for future in futures if not future.exception())
    assert got == [5, 10]
    with own_database.readers() as session:
        assert len(held(session, jo)) == 15
        assert session.scalars(select(func.max(Audience.taken))).one() == 15


@pytest.fixture
def kept(session: Session, action: Action, lee: Contact, jo: User) -> Action:
    """Its contacts go to whom they are assigned to; Lee is Jo's, Pat is nobody's."""
    action.keeps_assignments = True
    lee.assigned_to_id = jo.id
    session.flush()
    return action


def test_contacts_go_to_whom_they_are_assigned_to_and_nobodys_to_nobody(
    session: Session, kept: Action, jo: User, sam: User, lee: Contact
) -> None:
    assert [task(session, kept.id, each, now=NOON).more for each in (jo, sam)] == [True, False]

    assert 1 == claim_batch(session, kept.id, by=jo, now=NOON)
    with pytest.raises(NothingLeft):
        claim_batch(session, kept.id, by=sam, now=NOON)
    assert held(session, jo) == {lee.id}


def test_what_others_took_hides_nothing_of_ones_own(
    session: Session, kept: Action, voters: ContactList, pat: Contact, lee: Contact, jo: User, sam: User
) -> None:
    pat.assigned_to_id = sam.id
    session.flush()
    claim_batch(session, kept.id, by=jo, now=NOON)

    assert 1 == claim_batch(session, kept.id, by=sam, now=NOON)
    assert held(session, sam) == {pat.id}


def test_without_it_contacts_are_everybodys(session: Session, kept: Action, sam: User) -> None:
    kept.keeps_assignments = False
    session.flush()

    assert 2 == claim_batch(session, kept.id, by=sam, now=NOON)


@pytest.mark.parametrize("more", [{}, {"most_each": 5}, {"keeps_assignments": True}])
def test_a_claim_costs_the_same_whatever_the_action_says(
    session: Session, database: Database, kept: Action, jo: User, more: dict[str, int]
) -> None:
    kept.keeps_assignments = False
    for name, value in more.items():
        setattr(kept, name, value)
    session.commit()

    with counted(database) as run:
        claim_batch(session, kept.id, by=jo, now=NOON)

    hand_over = 1 if database.is_postgresql else 5
    assert len(run) == 3 + hand_over

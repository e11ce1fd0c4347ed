"""A closed action goes on where it ended; a draft that was dropped is a draft again."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.batches import claim_batch
from core.actions.states import close, reopen
from core.errors import NotAllowed
from core.models import Action, Audience, Campaign, Contact, ContactList, Conversation, Event, User
from tests import factories
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def closed(session: Session, action: Action, conversation: Conversation, maya: User) -> Action:
    """Closed while Jo holds Pat, and Lee is in the pool."""
    action.pause_code = "opt_outs"
    return close(session, action.id, by=maya, now=NOON)


def test_what_was_in_the_pool_is_free_again_and_what_was_held_is_held(
    session: Session, closed: Action, conversation: Conversation, maya: User, jo: User, sam: User
) -> None:
    reopen(session, closed.id, by=maya, now=LATER)

    assert (closed.state, closed.closed_at, closed.pause_code) == ("published", None, None)
    assert closed.watched_from == LATER
    assert conversation.holder_id == jo.id
    assert 1 == claim_batch(session, closed.id, by=sam, now=LATER)


def test_whoever_came_meanwhile_comes_in(
    session: Session, closed: Action, voters: ContactList, campaign: Campaign, maya: User
) -> None:
    kim = factories.user(session, campaign, "Kim New", phone="+12125550191")
    new = factories.contact(session, voters, "New Voter", "+12125550192")

    reopen(session, closed.id, by=maya, now=LATER)

    assert new.id in session.scalars(select(Conversation.contact_id).filter_by(action_id=closed.id)).all()
    assert kim.id in session.scalars(select(Audience.user_id).filter_by(action_id=closed.id)).all()


def test_pressed_twice_it_is_opened_once(session: Session, closed: Action, maya: User) -> None:
    for _ in range(2):
        reopen(session, closed.id, by=maya, now=LATER)

    assert len(session.scalars(select(Event).filter_by(name="action_reopened")).all()) == 1


def test_a_dropped_draft_is_a_draft_again(
    session: Session, voters: ContactList, pat: Contact, maya: User
) -> None:
    dropped = factories.action(session, voters, state="draft")
    dropped.published_at = None
    close(session, dropped.id, by=maya, now=NOON)

    assert reopen(session, dropped.id, by=maya, now=LATER).state == "draft"
    assert not session.scalars(select(Conversation)).all()


def test_staff_may_not_open_it(session: Session, closed: Action, abe: User) -> None:
    with pytest.raises(NotAllowed):
        reopen(session, closed.id, by=abe, now=LATER)

"""The ordinary press: it leaves what the long way leaves, and nothing where something has changed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.conversations import first_texts, pressing
from core.conversations.queueing import Queued, queue_if_unchanged
from core.conversations.sending import judged, send_initial
from core.db import Database
from core.models import Action, Audience, Contact, Conversation, Event, Message, OptOut, User
from tests import factories
from tests.databases import OneConnection
from tests.factories import NOON

SEEN_SINCE = NOON - timedelta(minutes=1)


@pytest.fixture
def jo(session: Session, jo: User) -> User:
    jo.last_seen_at = NOON
    return jo


@pytest.fixture
def held(session: Session, action: Action, pat: Contact, jo: User) -> Conversation:
    made = factories.held(session, action, pat, jo)
    session.commit()
    return made


def press(database: Database, conversation: int, by: int, key: str = "k1") -> Queued | None:
    return first_texts.press(database, conversation, by_id=by, key=key, now=NOON, seen_since=SEEN_SINCE)


def left(session: Session) -> dict[str, Any]:
    """Return all that a press leaves, but for ids and keys."""
    session.expire_all()
    texts = session.scalars(select(Message)).all()
    conversations = session.scalars(select(Conversation).where(Conversation.initial_at.is_not(None))).all()
    return {
        "texts": [(each.kind, each.state, each.body, each.segments, each.script_id) for each in texts],
        "conversations": [
            (
                each.initial_at,
                each.initial_by_id,
                each.last_preview,
                each.last_direction,
                each.last_message_at,
            )
            for each in conversations
        ],
        "events": [(each.name, each.by_id) for each in session.scalars(select(Event))],
        "audience": [
            (each.started_at, each.completed_at)
            for each in session.scalars(select(Audience).order_by(Audience.user_id))
        ],
        "versions": [each.inbox_version for each in session.scalars(select(User).order_by(User.id))],
    }


def test_it_leaves_what_the_long_way_leaves(
    session: Session, database: OneConnection, held: Conversation, jo: User
) -> None:
    with session.begin_nested() as savepoint:
        send_initial(session, held.id, by=jo, key="k1", now=NOON)
        expected = left(session)
        savepoint.rollback()

    queued = press(database, held.id, jo.id)

    assert queued == Queued(session.scalars(select(Message.id)).one(), held.action_id)
    assert expected == left(session)
    assert [("deliver", ())] == database.bells


def _stop(session: Session, held: Conversation) -> None:
    phone = session.get_one(Contact, held.contact_id).phone
    session.add(OptOut(campaign_id=held.campaign_id, phone=phone, at=NOON, route="keyword"))


def _move(session: Session, held: Conversation) -> None:
    held.holder_id = None


def _text(session: Session, held: Conversation) -> None:
    send_initial(session, held.id, by=session.get_one(User, held.holder_id), key="other", now=NOON)


def _pause(session: Session, held: Conversation) -> None:
    session.get_one(Action, held.action_id).state = "paused"


def _deactivate(session: Session, held: Conversation) -> None:
    session.get_one(User, held.holder_id).deactivated_at = NOON


def _forget_when(session: Session, held: Conversation) -> None:
    session.get_one(User, held.holder_id).last_seen_at = SEEN_SINCE - timedelta(seconds=1)


@pytest.mark.parametrize("change", [_stop, _move, _text, _pause, _deactivate, _forget_when])
def test_what_is_out_of_the_ordinary_is_left_to_the_long_way(
    session: Session,
    database: OneConnection,
    held: Conversation,
    jo: User,
    change: Callable[[Session, Conversation], None],
) -> None:
    change(session, held)
    session.commit()
    before = left(session)
    database.bells.clear()

    assert press(database, held.id, jo.id) is None
    assert before == left(session)
    assert [] == database.bells


def _opt_out_here(session: Session, held: Conversation) -> None:
    held.opted_out_at = NOON


@pytest.mark.parametrize("change", [_opt_out_here, _move, _text])
def test_what_changes_after_the_look_is_not_texted(
    session: Session,
    database: Database,
    held: Conversation,
    jo: User,
    change: Callable[[Session, Conversation], None],
) -> None:
    look = pressing.look_initial(database, held.id, holder_id=jo.id, key="k1")
    assert look is not None
    case, wording = look.found.case, look.found.wording
    body = judged(case, look.found.words(look.by), NOON)
    change(session, held)
    session.commit()
    before = left(session)

    assert queue_if_unchanged(database, case, body, wording, by=look.by, key="k1", now=NOON) is None
    assert before == left(session)


def test_a_key_that_serves_elsewhere_in_the_same_moment_texts_nobody(
    session: Session, database: Database, held: Conversation, jo: User, lee: Contact, action: Action
) -> None:
    other = factories.held(session, action, lee, jo)
    session.commit()
    look = pressing.look_initial(database, held.id, holder_id=jo.id, key="k1")
    assert look is not None
    assert press(database, other.id, jo.id) is not None

    with pytest.raises(IntegrityError):
        queue_if_unchanged(
            database, look.found.case, "Hi", look.found.wording, by=look.by, key="k1", now=NOON
        )
    assert press(database, held.id, jo.id) is None
    assert 1 == len(session.scalars(select(Message)).all())


def test_a_key_that_no_form_makes_is_for_the_long_way_to_refuse(
    database: Database, held: Conversation, jo: User
) -> None:
    assert press(database, held.id, jo.id, key="") is None


def test_many_presses_at_once_are_one_text(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        jo = factories.user(session, campaign, "Jo Park", last_seen_at=NOON + timedelta(minutes=1))
        voters = factories.contact_list(session, campaign, "Voters")
        pat = factories.contact(session, voters, "Pat Quinn", "+12125550111")
        action = factories.action(session, voters, contacts=[pat], audience=[jo])
        held = factories.held(session, action, pat, jo).id

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda at: press(own_database, held, jo.id, key=f"k{at}"), range(50)))

    assert 1 == len([each for each in answers if each])
    with own_database.readers() as session:
        assert 1 == len(session.scalars(select(Message)).all())

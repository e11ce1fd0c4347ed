"""Many presses at once: one key is one text, and one conversation has one first text."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversations.queueing import Queued
from core.conversations.sending import AlreadyTexted, send_initial, send_reply
from core.db import Database
from core.delivery.sending.claiming import claim
from core.errors import CoreError, NotFound
from core.models import Conversation, Event, Message, OptOut, User
from tests import factories
from tests.factories import NOON

PRESSES = 50

Answer = TypeVar("Answer")


def at_once(press: Callable[[int], Answer]) -> list[Answer]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(press, range(PRESSES)))


@pytest.fixture
def cast(own_database: Database) -> tuple[User, User, int]:
    """Jo, Sam, and Pat's conversation, which Jo holds."""
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        jo, sam = (factories.user(session, campaign, name) for name in ("Jo Park", "Sam Ruiz"))
        voters = factories.contact_list(session, campaign, "Voters")
        pat = factories.contact(session, voters, "Pat Quinn", "+12125550111")
        action = factories.action(session, voters, contacts=[pat], audience=[jo, sam])
        return jo, sam, factories.held(session, action, pat, jo).id


def rows(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))


def test_fifty_presses_with_one_key_are_one_text(
    own_database: Database, cast: tuple[User, User, int]
) -> None:
    jo, _, conversation = cast

    def press(number: int) -> Queued:
        with own_database.sessions.begin() as session:
            return send_initial(session, conversation, by=jo, key="k1", now=NOON)

    made = set(at_once(press))

    with own_database.readers() as session:
        assert [each.id for each in made] == [each.id for each in rows(session)]
        assert ["initial_sent"] == [each.name for each in session.scalars(select(Event))]


def test_fifty_replies_with_one_key_are_one_text(
    own_database: Database, cast: tuple[User, User, int]
) -> None:
    jo, _, conversation = cast
    with own_database.sessions.begin() as session:
        send_initial(session, conversation, by=jo, key="k1", now=NOON)

    def press(number: int) -> Queued:
        with own_database.sessions.begin() as session:
            return send_reply(session, conversation, by=jo, body="It's Jo", key="k2", now=NOON)

    made = set(at_once(press))

    assert 1 == len(made)
    with own_database.readers() as session:
        assert ["initial", "follow_up"] == [each.kind for each in rows(session)]


def test_of_many_keys_one_wins(own_database: Database, cast: tuple[User, User, int]) -> None:
    """Two tabs with the same card; or fifty."""
    jo, _, conversation = cast

    def press(number: int) -> str:
        try:
            with own_database.sessions.begin() as session:
                send_initial(session, conversation, by=jo, key=f"k{number}", now=NOON)
        except AlreadyTexted:
            return "refused"
        return "sent"

    assert ["refused"] * (PRESSES - 1) + ["sent"] == sorted(at_once(press))


def test_of_two_volunteers_only_the_holder_sends(
    own_database: Database, cast: tuple[User, User, int]
) -> None:
    jo, sam, conversation = cast

    def press(number: int) -> str:
        who = (jo, sam)[number % 2]
        try:
            with own_database.sessions.begin() as session:
                send_initial(session, conversation, by=who, key=f"k{number}", now=NOON)
        except CoreError as refusal:
            return type(refusal).__name__
        return "sent"

    answers = at_once(press)

    assert {"NotFound": 25, "AlreadyTexted": 24, "sent": 1} == {each: answers.count(each) for each in answers}


def test_a_conversation_that_moved_meanwhile_is_not_there(
    own_database: Database, cast: tuple[User, User, int]
) -> None:
    jo, sam, conversation = cast
    with own_database.sessions.begin() as session:
        session.get_one(Conversation, conversation).holder_id = sam.id

    with pytest.raises(NotFound), own_database.sessions.begin() as session:
        send_initial(session, conversation, by=jo, key="k1", now=NOON)
    with own_database.readers() as session:
        assert [] == rows(session)


def test_a_stop_between_press_and_claim_is_kept(own_database: Database, cast: tuple[User, User, int]) -> None:
    jo, _, conversation = cast
    with own_database.sessions.begin() as session:
        send_initial(session, conversation, by=jo, key="k1", now=NOON)
        # the opt-out alone, as when it commits in the instant in which a worker looks
        phone, campaign_id = rows(session)[0].their_number, jo.campaign_id
        session.add(OptOut(campaign_id=campaign_id, phone=phone, at=NOON, route="keyword"))

    with own_database.sessions.begin() as session:
        assert [] == claim(session, jo.campaign_id, now=NOON, limit=10)
    with own_database.readers() as session:
        assert [("refused", "opted_out")] == [(each.state, each.code) for each in rows(session)]

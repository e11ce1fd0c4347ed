"""Ordinary replies: one statement, the same as the long way, and exactly once however many come at once."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from core.conversations import ordinary
from core.conversations.archiving import archive
from core.conversations.receiving import receive, take_in
from core.conversations.reporting import file_report
from core.conversations.sending import send_initial
from core.db import Database
from core.models import Conversation, InboundEvent, Message, User
from core.results.recount import recount
from tests import factories
from tests.core.conversations.test_receiving import LATER, PAT, reply
from tests.factories import NOON

Before = Callable[[Session, Conversation, User], object]
# psycopg takes longer statements apart anew each time they are run
REMEMBERED = 4096
HAPPENED: Mapping[str, Before] = {
    "nothing": lambda *_: None,
    "archived": lambda session, pats, jo: archive(session, pats.id, by=jo, now=NOON),
    "reported": lambda session, pats, jo: file_report(
        session, pats.id, by=jo, key="r" * 12, tags={}, fields={}, now=NOON
    ),
    "reported since": lambda session, pats, jo: file_report(
        session, pats.id, by=jo, key="r" * 12, tags={}, fields={}, now=LATER + timedelta(minutes=5)
    ),
    "answered before": lambda session, *_: receive(session, reply(sid="SM0"), now=NOON),
    "answered since": lambda session, *_: receive(session, reply(sid="SM0"), now=LATER + timedelta(hours=1)),
    "read since": lambda _, pats, __: setattr(pats, "read_at", LATER + timedelta(minutes=1)),
}


def held(database: Database) -> tuple[int, int]:
    """Let Jo have texted Pat; return the conversation's and Jo's ids."""
    with database.sessions.begin() as session:
        campaign = factories.campaign(session)
        jo = factories.user(session, campaign, "Jo Park", phone="+12125550101")
        voters = factories.contact_list(session, campaign, "Voters")
        pat = factories.contact(session, voters, "Pat Quinn", PAT)
        action = factories.action(session, voters, contacts=[pat], audience=[jo])
        conversation = factories.held(session, action, pat, jo)
        send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
        return conversation.id, jo.id


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Note every statement."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        seen.append(statement)

    engines = {database.engine, database.readers.kw["bind"].engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def rows(session: Session) -> tuple[object, ...]:
    """Return all that a reply leaves, without ids."""
    session.expire_all()
    conversation = session.scalars(
        select(Conversation).where(Conversation.last_message_at.is_not(None))
    ).one()
    message = session.scalars(select(Message).filter_by(carrier_sid="SM1")).one()
    kept = session.scalars(select(InboundEvent).filter_by(sid="SM1")).one()
    version = session.scalar(select(User.inbox_version).filter_by(id=conversation.holder_id))
    return (version, *(_plain(each) for each in (conversation, message, kept)))


def _plain(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name not in {"id", "_sa_instance_state"}}


@pytest.mark.parametrize("before", HAPPENED.values(), ids=HAPPENED)
@pytest.mark.parametrize("more", [{}, {"To": "", "Body": ""}, {"Body": "é" * 500, "NumSegments": "8"}])
def test_it_leaves_what_the_long_way_leaves(
    database: Database, session: Session, conversation: Conversation, jo: User, before: Before, more: Any
) -> None:
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON - timedelta(minutes=1))
    before(session, conversation, jo)
    session.flush()

    with session.begin_nested() as undone:
        assert receive(session, reply(**more), now=LATER)
        long_way = rows(session)
        undone.rollback()
    session.commit()
    assert ordinary.take_in(database, reply(**more), now=LATER)

    assert long_way == rows(session)
    assert [] == recount(session, conversation.campaign_id)


def test_it_is_one_statement(own_database: Database) -> None:
    held(own_database)

    with counted(own_database) as statements:
        take_in(own_database, reply(), now=LATER)

    apart = 5  # BEGIN and four, on SQLite, which is no trip away
    assert [1 if own_database.is_postgresql else apart] == [len(statements)]
    assert all(len(each) <= REMEMBERED for each in statements)


@pytest.mark.parametrize(
    "form",
    [
        reply("STOP"),
        reply("start"),
        reply("Wrong number"),
        reply("Baja", OptOutType="STOP"),
        reply(NumMedia="1"),
    ],
)
def test_what_asks_for_more_is_not_ordinary(form: Mapping[str, str]) -> None:
    assert not ordinary.is_ordinary(form)


def test_a_stranger_is_left_to_the_long_way(database: Database, session: Session, action: object) -> None:
    session.commit()

    assert not ordinary.take_in(database, reply(), now=LATER)
    assert 0 == session.scalar(select(func.count(InboundEvent.id)))


def test_fifty_posts_of_one_text_at_once_are_one_reply(own_database: Database) -> None:
    conversation_id, jo_id = held(own_database)
    with own_database.readers() as session:
        version = session.get_one(User, jo_id).inbox_version

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: take_in(own_database, reply(), now=LATER), range(50)))

    with own_database.readers() as session:
        conversation = session.get_one(Conversation, conversation_id)
        assert [1, 1] == [session.scalar(select(func.count(each))) for each in (InboundEvent.id, _REPLIES)]
        assert (1, version + 1) == (conversation.reply_count, session.get_one(User, jo_id).inbox_version)
        assert [] == session.scalars(select(InboundEvent).filter_by(applied_at=None)).all()
        assert [] == recount(session, conversation.campaign_id)


def test_replies_of_one_contact_that_come_at_once_all_count(own_database: Database) -> None:
    conversation_id, jo_id = held(own_database)
    with own_database.readers() as session:
        version = session.get_one(User, jo_id).inbox_version

    def write(number: int) -> None:
        take_in(own_database, reply(sid=f"SM{number}"), now=LATER + timedelta(seconds=number))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))

    with own_database.readers() as session:
        conversation = session.get_one(Conversation, conversation_id)
        assert (24, version + 24) == (conversation.reply_count, session.get_one(User, jo_id).inbox_version)
        assert [] == recount(session, conversation.campaign_id)


def test_who_is_given_the_conversation_meanwhile_is_told(own_database: Database) -> None:
    """A reply that waits for a move to end brings its news to the new hands."""
    conversation_id, jo_id = held(own_database)
    arrived, now = Event(), LATER

    def write() -> None:
        arrived.set()
        take_in(own_database, reply(), now=now)

    with ThreadPoolExecutor(1) as pool:
        with own_database.sessions.begin() as session:
            jo = session.get_one(User, jo_id)
            sam = User(campaign_id=jo.campaign_id, first_name="Sam", created_at=NOON, joined_at=NOON)
            session.add(sam)
            session.flush()
            session.get_one(Conversation, conversation_id).holder_id = sam.id
            session.flush()
            waiting = pool.submit(write)
            arrived.wait(10)
        waiting.result(30)

    with own_database.readers() as session:
        assert 1 == session.get_one(User, sam.id).inbox_version


_REPLIES = func.nullif(Message.direction, "out")

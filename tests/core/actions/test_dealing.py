"""An initial script leaves while others are at work on its contacts: nobody waits for ever or keeps it."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.actions.dealing import deal_left
from core.actions.scripts.initials import write_initials
from core.conversations.sending import send_initial
from core.db import Database
from core.models import Action, Conversation, User
from tests import factories
from tests.databases import ON_POSTGRESQL
from tests.factories import HELLO, NOON


@pytest.fixture
def running(own_database: Database) -> Database:
    """A running action with two initial scripts; Jo holds all six contacts."""
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        maya = factories.user(session, campaign, "Maya Torres", role="owner", slack_id="U0MAYA")
        jo = factories.user(session, campaign, "Jo Park", phone="+12125550101")
        voters = factories.contact_list(session, campaign, "Voters")
        people = [factories.contact(session, voters, f"Voter {n}", f"+1212555{n:04}") for n in range(6)]
        action = factories.action(session, voters, contacts=people, audience=[jo])
        session.execute(update(Conversation).values(holder_id=jo.id))
        write_initials(session, action.id, [HELLO, "Good day"], by=maya, now=NOON)
    return own_database


def take_away_the_second(session: Session) -> Action:
    action, maya = session.scalars(select(Action)).one(), person(session, "Maya")
    write_initials(session, action.id, [HELLO, ""], by=maya, now=NOON)
    return action


def person(session: Session, name: str) -> User:
    return session.scalars(select(User).filter_by(first_name=name)).one()


def untexted(session: Session) -> list[int | None]:
    query = select(Conversation.script_id).where(Conversation.initial_at.is_(None))
    return list(session.scalars(query.distinct()))


@ON_POSTGRESQL  # SQLite has one writer at a time
def test_who_is_in_other_hands_just_then_is_dealt_out_after(running: Database) -> None:
    with running.sessions.begin() as other:
        first_held = other.scalars(
            select(Conversation).order_by(Conversation.id.desc()).limit(2).with_for_update()
        ).all()
        with running.sessions.begin() as session:
            action = take_away_the_second(session)
        assert 2 == len(first_held)
    with running.sessions.begin() as session:
        assert 2 == len(untexted(session))
        assert 1 == deal_left(session, action.id)
        assert 1 == len(untexted(session))
        assert 0 == deal_left(session, action.id)


def test_who_was_texted_keeps_the_script_that_left(running: Database) -> None:
    with running.sessions.begin() as session:
        last = session.scalars(select(Conversation).order_by(Conversation.id.desc())).first()
        assert last
        send_initial(session, last.id, by=person(session, "Jo"), key="k1", now=NOON)
        got = last.script_id
        action = take_away_the_second(session)
        deal_left(session, action.id)
        session.expire_all()

        assert got == last.script_id
        assert 1 == len(untexted(session))

"""Two admins press at once: an action is published once, a name is taken once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actions import tags
from core.actions.publishing import add_newcomers, publish
from core.actions.tags import TagForm
from core.db import Database
from core.errors import Invalid
from core.models import Conversation, Event, Tag, User
from tests import factories
from tests.factories import NOON


@pytest.fixture
def maya(own_database: Database) -> User:
    """Maya and her draft for ten contacts, committed."""
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        maya = factories.user(session, campaign, "Maya Torres", role="owner")
        voters = factories.contact_list(session, campaign, "Voters")
        for number in range(10):
            factories.contact(session, voters, f"Voter {number}", f"+1212555{number:04}")
        factories.action(session, voters, state="draft")
    return maya


def at_once(database: Database, verb: Callable[[Session], Any], times: int = 4) -> list[Any]:
    """Do it several times at once; return what came of each."""

    def one(_: int) -> Any:
        with database.sessions.begin() as session:
            return verb(session)

    def results(threads: ThreadPoolExecutor) -> Iterator[Any]:
        for future in [threads.submit(one, number) for number in range(times)]:
            yield future.exception() or future.result()

    with ThreadPoolExecutor(times) as threads:
        return list(results(threads))


def test_pressed_by_several_at_once_publishes_once(own_database: Database, maya: User) -> None:
    made = at_once(own_database, lambda session: publish(session, 1, by=maya, now=NOON).contacts)

    assert made == [10, 10, 10, 10]
    with own_database.readers() as session:
        assert session.scalar(select(func.count()).select_from(Conversation)) == 10
        assert session.scalar(select(func.count()).select_from(Event)) == 1


def test_newcomers_enter_the_pool_once(own_database: Database, maya: User) -> None:
    with own_database.sessions.begin() as session:
        publish(session, 1, by=maya, now=NOON)
    with own_database.sessions.begin() as session:
        session.delete(session.get_one(Conversation, 1))

    added = at_once(own_database, lambda session: add_newcomers(session, 1, NOON))

    assert sorted(added) == [0, 0, 0, 1]


def test_a_name_is_taken_once(own_database: Database, maya: User) -> None:
    made = at_once(
        own_database, lambda session: tags.create(session, TagForm("Friend"), by=maya, now=NOON).slug
    )

    assert [each for each in made if not isinstance(each, Invalid)] == ["friend"]
    with own_database.readers() as session:
        assert session.scalar(select(func.count()).select_from(Tag)) == 1

"""Two admins press at once: an action is published once, a name is taken once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actions.publishing import add_newcomers, publish
from core.db import Database
from core.errors import Invalid
from core.labels import tags
from core.labels.tags import TagForm
from core.models import Conversation, Event, Tag, User
from tests import factories
from tests.factories import NOON


@dataclass(frozen=True)
class Desk:
    """Maya and her draft for ten contacts, committed."""

    maya: User
    action_id: int
    list_id: int


@pytest.fixture
def desk(own_database: Database) -> Desk:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        maya = factories.user(session, campaign, "Maya Torres", role="owner")
        voters = factories.contact_list(session, campaign, "Voters")
        for number in range(10):
            factories.contact(session, voters, f"Voter {number}", f"+1212555{number:04}")
        action = factories.action(session, voters, state="draft")
    return Desk(maya, action.id, voters.id)


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


def test_pressed_by_several_at_once_publishes_once(own_database: Database, desk: Desk) -> None:
    made = at_once(
        own_database, lambda session: publish(session, desk.action_id, by=desk.maya, now=NOON).contacts
    )

    assert made == [10, 10, 10, 10]
    with own_database.readers() as session:
        assert session.scalar(select(func.count()).select_from(Conversation)) == 10
        assert session.scalar(select(func.count()).select_from(Event)) == 1


def test_newcomers_enter_the_pool_once(own_database: Database, desk: Desk) -> None:
    with own_database.sessions.begin() as session:
        publish(session, desk.action_id, by=desk.maya, now=NOON)
    with own_database.sessions.begin() as session:
        session.delete(session.scalars(select(Conversation).limit(1)).one())

    added = at_once(own_database, lambda session: add_newcomers(session, desk.list_id, NOON))

    assert sorted(added) == [0, 0, 0, 1]


def test_a_name_is_taken_once(own_database: Database, desk: Desk) -> None:
    made = at_once(
        own_database, lambda session: tags.create(session, TagForm("Friend"), by=desk.maya, now=NOON).slug
    )

    assert [each for each in made if not isinstance(each, Invalid)] == ["friend"]
    with own_database.readers() as session:
        assert session.scalar(select(func.count()).select_from(Tag)) == 1

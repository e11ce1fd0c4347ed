"""What is changed of contacts and lists is delivered twice at the same time: it is done once."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from core.config import Settings
from core.db import Database
from core.models import ContactList, ErasedPhone, Event, Fact
from core.models.base import Base
from tests import factories
from tests.bot.conftest import Bot, at_work


@pytest.fixture
def bot(own_database: Database, slack_settings: Settings) -> Iterator[Bot]:
    """The bot on a database where two can be at work at once, with Pat and Lee in it."""
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        factories.user(session, campaign, "Maya Torres", role="owner", slack_id="U0MAYA")
        voters = factories.contact_list(session, campaign, "Voters")
        factories.contact(session, voters, "Pat Quinn", "+12125550111")
        factories.contact(session, voters, "Lee Wong", "+13105550112")
        factories.tag(session, campaign.id, "Supporter")
    with at_work(own_database, slack_settings) as bot:
        yield bot


@pytest.fixture
def maya(bot: Bot) -> Any:
    return bot.person("Maya")


def rows(bot: Bot, kind: type[Base]) -> int:
    with bot.database.readers() as session:
        return session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_contacts_details_are_changed_once(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "contacts quinn")
    maya.click(None, "Edit details")
    maya.fill("ZIP code", "60601")
    bot.deliveries = 2
    assert {} == maya.submit()

    assert 1 == rows(bot, Event)


def test_a_tag_is_switched_once(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "contacts quinn")
    maya.click(None, "Tags and answers")
    maya.fill("Tags", ["Supporter"])
    bot.deliveries = 2
    assert {} == maya.submit()

    assert (1, 1) == (rows(bot, Fact), rows(bot, Event))


def test_a_list_is_made_once(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "lists filter")
    maya.fill("Add a condition", "Can get texts")
    maya.submit()
    maya.fill("List name", "Everybody")
    bot.deliveries = 2
    assert {} == maya.submit()

    assert (2, 1) == (rows(bot, ContactList), rows(bot, Event))


def test_a_person_is_erased_once(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "contacts quinn")
    maya.click(None, "Erase Pat Quinn on request")
    maya.fill("Type ERASE to confirm", "ERASE")
    bot.deliveries = 2
    assert {} == maya.submit()

    assert (1, 1) == (rows(bot, ErasedPhone), rows(bot, Event))

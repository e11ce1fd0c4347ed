"""Slack delivers a form or press of tags, fields and folders twice at once: one thing is made, one change."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select

from core.config import Settings
from core.db import Database
from core.labels import fields, tags
from core.labels.fields import FieldForm, live_options
from core.labels.tags import TagForm
from core.models import CustomField, Event, Tag
from tests import factories
from tests.bot.conftest import Bot, at_work
from tests.factories import NOON


@pytest.fixture
def bot(own_database: Database, slack_settings: Settings) -> Iterator[Bot]:
    """The bot on a database where two can be at work at once, with two tags and a field."""
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        maya = factories.user(session, campaign, "Maya Torres", role="owner", slack_id="U0MAYA")
        for name in ("Ant", "Bee", "Cat"):
            tags.create(session, TagForm(name), by=maya, now=NOON)
        fields.create(session, FieldForm("Rating", "selection", "Good\nSo so\nBad"), by=maya, now=NOON)
    with at_work(own_database, slack_settings) as bot:
        yield bot


@contextmanager
def twice(bot: Bot) -> Iterator[None]:
    bot.deliveries = 2
    yield
    bot.deliveries = 1


def told(bot: Bot) -> list[str]:
    """Return what the audit trail holds beyond what was prepared."""
    with bot.database.readers() as session:
        return list(session.scalars(select(Event.name).order_by(Event.id)))[4:]


def test_a_tag_is_made_once_and_changed_once(bot: Bot) -> None:
    maya = bot.person("Maya")
    maya.command("/tags")
    maya.click(None, "Create tag")
    maya.fill("Tag name", "Dog")
    with twice(bot):
        assert {} == maya.submit()
    maya.click(None, "Edit Dog")
    maya.fill("Tag name", "Cow")
    with twice(bot):
        assert {} == maya.submit()

    assert ["tag_created", "tag_changed"] == told(bot)


def test_a_folder_is_made_once_and_filled_once(bot: Bot) -> None:
    maya = bot.person("Maya")
    maya.command("/textbank", "folders")
    maya.click(None, "Create folder")
    maya.fill("Folder name", "Spring")
    with twice(bot):
        assert {} == maya.submit()
    maya.click(None, "Open Spring")
    maya.click(None, "Add things")
    maya.fill("Tags", ["Ant"])
    with twice(bot):
        assert {} == maya.submit()
    with twice(bot):
        maya.click(None, "Take out Ant")

    assert ["folder_created", "folders_chosen", "folders_chosen"] == told(bot)


def test_a_tag_is_moved_by_one_place(bot: Bot) -> None:
    maya = bot.person("Maya")
    maya.command("/tags")
    maya.click(None, "Reorder")
    with twice(bot):
        maya.click(None, "Move up", beside="Cat")

    assert ["tag_moved"] == told(bot)
    with bot.database.readers() as session:
        found = session.scalars(select(Tag.name).order_by(Tag.position))
        assert ["Ant", "Cat", "Bee"] == list(found)


def test_options_are_changed_once(bot: Bot) -> None:
    maya = bot.person("Maya")
    maya.command("/textbank", "fields")
    maya.click(None, "Edit Rating")
    maya.click(None, "Options")
    maya.click(None, "Add options")
    maya.fill("New options", "Perfect")
    with twice(bot):
        assert {} == maya.submit()
    maya.click(None, "Rename", beside="Bad")
    maya.fill("Option", "Poor")
    with twice(bot):
        assert {} == maya.submit()
    for press in ("Retire", "Restore"):
        with twice(bot):
            maya.click(None, press, beside="So so")

    assert ["options_added", "option_renamed", "option_retired", "option_restored"] == told(bot)
    assert ["Good", "Poor", "Perfect", "So so"] == options(bot)


def options(bot: Bot) -> list[Any]:
    with bot.database.readers() as session:
        (field,) = fields.list_fields(session, session.scalars(select(CustomField.campaign_id)).one())
        return [each.label for each in live_options(field)]

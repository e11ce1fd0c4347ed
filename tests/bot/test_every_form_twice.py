"""Slack delivers the submission of any form twice at the same time: it is done, and noted, once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from core.config import Settings
from core.db import Database
from core.jobs import JOBS
from core.models import Event
from tests.bot import filling_in
from tests.bot.conftest import Bot, at_work
from tests.bot.every_form import FORMS, be_patient, opened
from tests.bot.full_swing import populate
from tests.databases import ON_POSTGRESQL

# these change what the others need, so they come last, in this order
LAST = (
    "actions.publish.v1",
    "people.form.v1",
    "review.answer.v1",
    "volunteers.name.v1",
    "contacts.details.v1",
    "volunteers.deactivate.v1",
    "contacts.erase.v1",
)
# what a form only takes when it is typed as it is
AS_IT_IS = {"actions.publish.v1": "Phone week", "contacts.erase.v1": "ERASE"}
# what is noted of each form at the least, when it is filled in so; others note nothing, or nothing alone
NOTED = {
    "actions.basics.v1": "action_drafted",
    "contacts.answers.v1": "contact_labelled",
    "contacts.details.v1": "contact_changed",
    "fields.options.adding.v1": "options_added",
    "fields.options.renaming.v1": "option_renamed",
    "folders.form.v1": "folder_created",
    "lists.columns.v1": "import_started",
    "lists.rename.v1": "list_renamed",
    "optout.add.v1": "contact_opted_out",
    "optout.column.v1": "import_started",
    "optout.lift.v1": "opt_out_lifted",
    "people.add.v1": "role_given",
    "people.group.v1": "group_followed",
    "reassign.confirm.v1": "conversations_reassigned",
    "review.answer.v1": "reply_sent",
    "settings.general.v1": "settings_changed",
    "summaries.form.v1": "summary_created",
    "tags.form.v1": "tag_created",
    "texts.form.v1": "batch_claimed",
    "volunteers.deactivate.v1": "user_deactivated",
    "volunteers.enrol.v1": "users_imported",
    "volunteers.list.form.v1": "user_list_renamed",
    "volunteers.save.v1": "user_list_created",
}


@pytest.fixture
def bot(own_database: Database, slack_settings: Settings) -> Iterator[Bot]:
    """The bot on a database where two can be at work at once, with a campaign in full swing."""
    with own_database.sessions.begin() as session:
        populate(session)
    with at_work(own_database, slack_settings) as bot:
        be_patient(bot)
        JOBS["deliver_notices"](bot.tools)
        yield bot


@ON_POSTGRESQL  # the other lets one in after the other
def test_whatever_is_submitted_twice_at_once_is_noted_once(bot: Bot) -> None:
    for form in [*(form for form in FORMS if form not in LAST), *LAST]:
        before = _newest(bot)
        person = opened(bot, form)
        filling_in.fill_in(person, AS_IT_IS.get(form, form))
        filling_in.reword(person, AS_IT_IS.get(form, form.replace(".", " ")))
        bot.deliveries = 2
        person.submit()
        bot.deliveries = 1
        noted = _noted(bot, before)

        assert len(noted) == len(set(noted)), form
        assert NOTED.get(form) in [*noted, None], form


def _newest(bot: Bot) -> int:
    with bot.database.readers() as session:
        return session.scalar(select(func.max(Event.id))) or 0


def _noted(bot: Bot, after: int) -> list[str]:
    with bot.database.readers() as session:
        return list(session.scalars(select(Event.name).where(Event.id > after)))

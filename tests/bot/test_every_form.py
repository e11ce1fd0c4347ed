"""Whatever is put into any form, and whatever became of things meanwhile: it is answered in plain words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.models import Base, User
from sandbox.slack.driver import text_of
from tests.bot import filling_in
from tests.bot.conftest import Bot
from tests.bot.every_form import FORMS, be_patient, opened
from tests.bot.full_swing import populate, put_away
from tests.bot.test_tenants import LISTENERS

# what is said when we, not the person, did something wrong
OUR_FAULT = ("went wrong on our side", "did not do its part", "earlier version of me", "catching our breath")
FOR_EVERYBODY = {form for form in FORMS if form.startswith("texts.")}
# the second of two is told "is called so already", of what the others have: form, field, what there is
TAKEN = [
    ("actions.response.v1", "Response name", "Yes"),
    ("fields.form.v1", "Field name", "Ride?"),
    ("fields.options.adding.v1", "New options", "Bus"),
    ("fields.options.renaming.v1", "Option", "Car"),
    ("folders.form.v1", "Folder name", "Spring"),
    ("lists.rename.v1", "List name", "Voters"),
    ("tags.form.v1", "Tag name", "Supporter"),
    ("volunteers.save.v1", "List name", "Team"),
]


@pytest.fixture
def swing(bot: Bot) -> Bot:
    """The bot of a campaign in full swing."""
    with bot.database.sessions.begin() as session:
        populate(session)
    be_patient(bot)
    bot.work()
    return bot


@contextmanager
def undone(bot: Bot, form: str) -> Iterator[Any]:
    """Yield whoever has the form open; undo afterwards what was done, and said to people, meanwhile."""
    database: Any = bot.database
    saved = database.connection.begin_nested()
    kept = {channel.id: [*channel.timeline] for channel in bot.slack.state.channels.values()}
    yield opened(bot, form)
    saved.rollback()
    database.bells.clear()
    for channel in bot.slack.state.channels.values():
        channel.timeline[:] = kept.get(channel.id, [])


def test_every_form_is_entered() -> None:
    """A new form is entered into the table, and so into each test that walks it."""
    assert {name.removeprefix("view ") for name in LISTENERS if name.startswith("view ")} == set(FORMS)


def test_bad_words_are_answered_in_plain_words(swing: Bot) -> None:
    for form in FORMS:
        with undone(swing, form) as person:
            filling_in.fill_in(person)
            asked = filling_in.inputs(person)
        for block in asked:
            _answers_bad_words(swing, form, block)


@pytest.mark.parametrize(("form", "name", "taken"), TAKEN)
def test_a_name_that_is_taken_is_told_beside_it(swing: Bot, form: str, name: str, taken: str) -> None:
    with undone(swing, form) as person:
        filling_in.fill_in(person)
        person.fill(name, taken)

        assert [name] == list(person.submit())


def test_what_was_put_away_meanwhile_is_answered_in_plain_words(swing: Bot) -> None:
    for form in FORMS:
        with undone(swing, form) as person:
            filling_in.fill_in(person)
            with swing.database.sessions.begin() as session:
                put_away(session)

            _is_answered(swing, person, form)


def test_who_lost_the_right_meanwhile_changes_nothing_and_hears_who_can_help(swing: Bot) -> None:
    for form in FORMS.keys() - FOR_EVERYBODY:
        with undone(swing, form) as person:
            filling_in.fill_in(person)
            with swing.database.sessions.begin() as session:
                session.execute(update(User).where(User.role == "owner").values(role="volunteer"))
                session.execute(update(User).where(User.role == "staff").values(role="owner"))
                before = _everything(session)
            _is_answered(swing, person, form)

            assert "Abe Lindqvist can help" in text_of(person.modal), form
            with swing.database.readers() as session:
                assert before == _everything(session), form


def _answers_bad_words(bot: Bot, form: str, block: dict[str, Any]) -> None:
    for words in filling_in.bad_words(block):
        with undone(bot, form) as person:
            filling_in.fill_in(person)
            person.fill(block["block_id"], words)

            _is_answered(bot, person, f"{form}, {block['block_id']}: {words[:9]!r}")


def _is_answered(bot: Bot, person: Any, what: str) -> None:
    """Submit what is open; fail when the answer is silence, our fault, or what Slack would refuse."""
    assert "" not in person.submit(), what
    bot.work()
    surfaces = [*person.modals, *person.ephemerals, *person.dm.messages]
    told = "\n".join(text_of(each) for each in surfaces)
    assert [] == [fault for fault in OUR_FAULT if fault in told], what
    assert "loading" not in [view.body["callback_id"] for view in person.modals], what
    assert [] == bot.slack.refused, what


def _everything(session: Session) -> list[Any]:
    return [session.execute(select(table)).all() for table in Base.metadata.sorted_tables]

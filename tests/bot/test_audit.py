"""`/textbank audit`: read in sentences, filtered in place, turned both ways, harmless to names."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.audit import views
from bot.audit.views import Place
from core import events
from core.audit.reading import PAGE, Entry, Filter, Mark, Page
from core.audit.words import KINDS
from core.labels import tags
from core.labels.tags import TagForm
from core.models import Tag, User
from sandbox.slack.rules import check_view
from tests.bot.conftest import Bot
from tests.bot.reading import mrkdwn_in
from tests.factories import NOON

HOSTILE = "<@everyone> \u202e" + "W" * 240


@pytest.fixture
def friend(session: Session, maya: User) -> Tag:
    made = tags.create(session, TagForm("Friend"), by=maya, now=NOON)
    session.commit()
    return made


@pytest.fixture
def shown(bot: Bot, maya_in_slack: Any) -> Callable[[], str]:
    return lambda: bot.slack.text_of(maya_in_slack.modal)


@pytest.fixture
def abes(session: Session, abe: User, friend: Tag) -> None:
    """What Abe did on the next day."""
    events.record(session, "tag_changed", friend, by=abe, at=NOON + timedelta(days=1), opt_out=True)
    session.commit()


def test_it_is_told_in_sentences_newest_first(
    maya_in_slack: Any, abes: None, shown: Callable[[], str]
) -> None:
    maya_in_slack.command("/textbank", "audit")

    text = shown()
    assert text.index("Abe Lindqvist* changed the tag “Friend”") < text.index("created the tag “Friend”")
    assert "opt out: yes" in text


def test_it_is_filtered_and_the_filter_stays(
    maya_in_slack: Any, abes: None, abe: User, shown: Callable[[], str]
) -> None:
    maya_in_slack.command("/textbank", "audit")
    maya_in_slack.fill("Anybody", "Abe")

    assert "created the tag" not in shown()

    maya_in_slack.fill("What", "Settings")

    assert "Nothing of the kind has happened" in shown()
    kept = Place.read(maya_in_slack.modal.body).filter
    assert (abe.id, "settings") == (kept.person, kept.kind)
    assert "Abe Lindqvist" in str(maya_in_slack.modal.blocks[0])

    maya_in_slack.click(None, "Clear")

    assert "created the tag" in shown()
    assert Filter() == Place.read(maya_in_slack.modal.body).filter


def test_one_day_alone(maya_in_slack: Any, abes: None, shown: Callable[[], str]) -> None:
    maya_in_slack.command("/textbank", "audit")
    maya_in_slack.fill("Any day", "2026-10-20")

    assert "created the tag" in shown()
    assert "changed the tag" not in shown()


def test_one_thing_and_one_person_from_a_line(
    session: Session, maya: User, maya_in_slack: Any, abes: None, shown: Callable[[], str]
) -> None:
    tags.create(session, TagForm("Foe"), by=maya, now=NOON)
    session.commit()
    maya_in_slack.command("/textbank", "audit")
    maya_in_slack.click(None, "All about this", beside="Foe")

    assert "Only what was done to *Foe*" in shown()
    assert "Friend" not in shown()

    maya_in_slack.click(None, "Clear")
    maya_in_slack.click(None, "All by Abe Lindqvist")

    assert "Foe" not in shown()
    assert "changed the tag “Friend”" in shown()


def test_pages_turn_both_ways(
    session: Session, maya: User, maya_in_slack: Any, friend: Tag, shown: Callable[[], str]
) -> None:
    for number in range(PAGE):
        events.record(session, "tag_changed", friend, by=maya, at=NOON + timedelta(minutes=number + 1))
    session.commit()
    maya_in_slack.command("/textbank", "audit")
    first = shown()
    maya_in_slack.click(None, "Older")

    assert "created the tag “Friend”" in shown()

    maya_in_slack.click(None, "Newer")

    assert first.replace("Newer", "") == shown().replace("Newer", "")


def test_staff_are_turned_away(bot: Bot, session: Session, maya: User, abe: User) -> None:
    session.commit()
    person = bot.person("Abe")
    person.command("/textbank", "audit")

    assert person.modal is None
    assert "Maya Torres can help" in bot.slack.text_of(person.ephemerals[-1])


def test_an_admin_who_lost_the_role_meanwhile_reads_no_further(
    bot: Bot, session: Session, abe: User, friend: Tag
) -> None:
    abe.role = "admin"
    session.commit()
    person = bot.person("Abe")
    person.command("/textbank", "audit")
    abe.role = "staff"
    session.commit()
    person.click(None, "Clear")

    assert "Friend" not in bot.slack.text_of(person.modal)


@pytest.mark.parametrize("kind", ["", *KINDS])
def test_a_page_stays_valid_at_its_worst(kind: str) -> None:
    words = "opted out whoever has the tag {thing}"
    entry = Entry(Mark(NOON, 9**18), HOSTILE, 9**18, words, HOSTILE, f"customfield:{9**18}", HOSTILE * 20)
    page = Page([entry] * PAGE, True, True, "America/Argentina/Buenos_Aires", HOSTILE, HOSTILE)
    view = views.build(page, Place(Filter(9**18, kind, entry.subject, "2026-10-20"), 99))

    assert [] == check_view(view)
    assert "<@everyone>" not in mrkdwn_in(view)


def test_names_are_harmless(session: Session, maya: User, maya_in_slack: Any) -> None:
    tags.create(session, TagForm("<!channel> {thing} &"), by=maya, now=NOON)
    session.commit()
    maya_in_slack.command("/textbank", "audit")

    assert "&lt;!channel&gt; {thing} &amp;" in mrkdwn_in(maya_in_slack.modal.body)

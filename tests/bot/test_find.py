"""`/textbank find`: conversations by contact, words, volunteer, tag and state, a page at a time."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.find import views
from bot.find.views import Chosen, Place
from core.conversations import finding
from core.conversations.facts import YES, learn
from core.conversations.finding import MOST, PAGE, STATUSES, Page, Search, find
from core.conversations.hearing import hear
from core.conversations.inbox import Cursor
from core.conversations.lines import Line
from core.errors import Invalid, NotAllowed
from core.models import Action, Contact, ContactList, Conversation, Message, User
from sandbox.slack.rules import check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.core.delivery.kit import attempted
from tests.factories import NOON

NOW = NOON + timedelta(hours=2)


@pytest.fixture
def talks(session: Session, action: Action, pat: Contact, lee: Contact, jo: User) -> list[Conversation]:
    """Pat answered Jo; Lee's was never texted."""
    found = [factories.held(session, action, person, jo) for person in (pat, lee)]
    found[0].initial_at, found[0].initial_by_id = NOON, jo.id
    factories.heard(session, found[0], "Who is <this>?")
    session.commit()
    return found


def names(session: Session, by: User, **search: Any) -> list[str]:
    return [line.name for line in find(session, Search(**search), by=by, now=NOW).lines]


def text(bot: Bot, person: Any) -> str:
    return str(bot.slack.text_of(person.modal))


@pytest.mark.usefixtures("talks")
def test_words_after_the_verb_go_straight_to_what_was_found(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "find pat quinn")

    assert "*1 conversation.*" in text(bot, maya_in_slack)
    assert "Pat Quinn" in text(bot, maya_in_slack)
    maya_in_slack.click(None, "Open the conversation with Pat Quinn")
    assert "Who is &lt;this&gt;?" in text(bot, maya_in_slack)


@pytest.mark.usefixtures("talks")
def test_the_form_finds_by_all_at_once_and_comes_back_filled(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "find")
    maya_in_slack.fill("Words in the texts", "<THIS>")
    maya_in_slack.fill("Action", "Get out the vote")
    maya_in_slack.fill("Volunteer", "Jo Park")
    maya_in_slack.fill("Status", "Needs attention")
    assert {} == maya_in_slack.submit()

    shown = text(bot, maya_in_slack)
    assert "*1 conversation.*" in shown
    assert "saying “&lt;THIS&gt;”, in “Get out the vote”, of “Jo Park”, needs attention" in shown
    maya_in_slack.click(None, "Change the search")
    assert "<THIS>" == maya_in_slack.values["Words in the texts"]["value"]
    assert "Jo Park" == maya_in_slack.values["Volunteer"]["selected_option"]["text"]["text"]


def test_too_little_is_refused_beside_the_field(maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "find")
    maya_in_slack.fill("Words in the texts", "x")

    assert {"Words in the texts": "Type 2 letters at least."} == maya_in_slack.submit()


def test_nothing_found_says_so(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "find nobody")

    assert "Nothing was found." in text(bot, maya_in_slack)


def test_many_have_pages_and_an_honest_count(
    bot: Bot, session: Session, voters: ContactList, action: Action, maya_in_slack: Any
) -> None:
    people = [
        factories.contact(session, voters, f"Ana {number:02}", f"+1212555{1000 + number}")
        for number in range(PAGE + 2)
    ]
    second = factories.action(session, voters, contacts=people, title="Second")
    for number, person in enumerate(people):
        talk = factories.held(session, second, person, maya_of(session))
        hear(session, talk.id, "Hi", at=NOON + timedelta(minutes=number))
    session.commit()
    maya_in_slack.command("/textbank", "find ana")

    assert f"*{PAGE + 2} conversations.*" in text(bot, maya_in_slack)
    assert "Ana 16" in text(bot, maya_in_slack)
    assert "Ana 01" not in text(bot, maya_in_slack)
    maya_in_slack.click(None, "Older conversations")
    assert f"*{PAGE + 2} conversations.*" in text(bot, maya_in_slack)
    assert "Ana 01" in text(bot, maya_in_slack)
    maya_in_slack.click(None, "The newest again")
    assert "Ana 16" in text(bot, maya_in_slack)


def maya_of(session: Session) -> User:
    return session.query(User).filter_by(role="owner").one()


def test_each_status_finds_its_own(
    session: Session, talks: list[Conversation], maya: User, pat: Contact
) -> None:
    found = {status: names(session, maya, status=status) for status in STATUSES}

    assert ["Pat Quinn", "Lee Wong"] == found["any"]
    for status in ("attention", "hour", "unread", "replied"):
        assert ["Pat Quinn"] == found[status], status
    assert ["Lee Wong"] == found["not_texted"]
    for status in ("day", "silent", "failed", "archived", "opted_out"):
        assert [] == found[status], status
    attempted(session, talks[0], "failed", "a1", bucket="carrier_filter")
    talks[0].archived_at = talks[0].opted_out_at = NOON
    talks[0].reply_count = 0
    session.flush()
    for status in ("silent", "failed", "archived", "opted_out"):
        assert ["Pat Quinn"] == names(session, maya, status=status), status


def test_by_holder_or_sender(session: Session, talks: list[Conversation], maya: User, sam: User) -> None:
    assert [] == names(session, maya, volunteer_id=sam.id)
    sent = session.query(Message).one()
    sent.sender_id = sam.id
    session.flush()

    assert ["Pat Quinn"] == names(session, maya, volunteer_id=sam.id)


def test_by_tag_as_it_stands_now(session: Session, talks: list[Conversation], maya: User) -> None:
    tag = factories.tag(session, maya.campaign_id, "Supporter")
    for value, found in ((YES, ["Pat Quinn"]), ("no", []), (YES, ["Pat Quinn"])):
        learn(session, talks[0], tag, value, source="report", by=maya, at=NOON)
        session.flush()

        assert found == names(session, maya, tag_id=tag.id)


def test_by_phone_as_people_write_it(session: Session, talks: list[Conversation], maya: User) -> None:
    assert ["Pat Quinn"] == names(session, maya, words="(212) 555-0111")


def test_words_are_no_patterns(session: Session, talks: list[Conversation], maya: User) -> None:
    assert [] == names(session, maya, text="%is")
    with pytest.raises(Invalid):
        find(session, Search(text=" x "), by=maya, now=NOW)


def test_nothing_of_another_campaign_is_found(
    session: Session, talks: list[Conversation], action: Action, jo: User
) -> None:
    other = factories.campaign(session, service="MG2", slack_team_id="T2", join_code="other1")
    rae = factories.user(session, other, "Rae Other", role="owner")

    for search in ({}, {"text": "this"}, {"text": "this", "action_id": action.id}, {"volunteer_id": jo.id}):
        assert [] == names(session, rae, **search)
    assert [] == names(session, rae, words="pat")


def test_a_volunteer_may_not_look(session: Session, jo: User) -> None:
    with pytest.raises(NotAllowed):
        find(session, Search(), by=jo, now=NOW)


def test_the_largest_views_are_accepted() -> None:
    evil = "<!everyone> \u202e&" * 40
    line = Line(1, evil, "+12125550111", evil, evil, "<&>" * 40, True, NOON, None, None, None, NOON)
    place = Place(
        Search("&" * 100, "😀" * 100, 10**15, 10**15, 10**15, "day"),
        Chosen("😀" * 37, "😀" * 37, "😀" * 37),
        10**6,
    )
    page = Page([line] * finding.PAGE, MOST + 1, Cursor(NOON, 10**15))
    shown = [views.form(place), views.form(Place()), views.found(page, place, is_first=False)]

    assert "More than 1,000 conversations" in str(shown[2])
    assert [] == [problem for view in shown for problem in check_view(view)]

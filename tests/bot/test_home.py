"""App Home: what runs and how far it is, the join link, and every verb."""

from typing import Any

from sqlalchemy.orm import Session

from bot.app import make_verbs
from bot.home import closed_home, home, staff_home
from core.conversations.hearing import hear
from core.models import Action, Campaign, ContactList, Conversation, User
from core.people.first_steps import FirstSteps
from core.results.progress import Progress
from sandbox.slack.rules import check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON

LONG = Progress(7, "Ö & <b>" * 430, "published", 2_000_000, 1_234_567, 512, NOON)


def test_running_actions_show_how_far_they_are(
    bot: Bot, session: Session, maya_in_slack: Any, conversation: Conversation
) -> None:
    conversation.initial_at = NOON
    hear(session, conversation.id, "Who is this?", at=NOON)
    session.flush()

    text = bot.slack.text_of(maya_in_slack.home())

    assert "*Get out the vote*\n1 of 2 texted, 1 conversation waiting for an answer, the oldest since" in text


def test_it_is_fresh_each_time_it_is_opened(
    bot: Bot, session: Session, maya_in_slack: Any, conversation: Conversation
) -> None:
    assert "0 of 2 texted, nobody waits for an answer" in bot.slack.text_of(maya_in_slack.home())
    conversation.initial_at = NOON
    session.flush()

    assert "1 of 2 texted" in bot.slack.text_of(maya_in_slack.home())


def test_paused_actions_say_so_and_closed_ones_are_left_out(
    bot: Bot, session: Session, maya_in_slack: Any, voters: ContactList
) -> None:
    factories.action(session, voters, title="Resting", state="paused")
    factories.action(session, voters, title="Over", state="closed")

    text = bot.slack.text_of(maya_in_slack.home())

    assert "*Resting*, paused" in text
    assert "Over" not in text


def test_the_join_link_is_there_to_copy(bot: Bot, campaign: Campaign, maya_in_slack: Any) -> None:
    assert f"/join/{campaign.join_code}" in bot.slack.text_of(maya_in_slack.home())


def test_results_open_from_an_action(bot: Bot, maya_in_slack: Any, action: Action) -> None:
    maya_in_slack.home()

    maya_in_slack.click(maya_in_slack.home_view, "See results")

    assert "Message performance" in bot.slack.text_of(maya_in_slack.modal)


def test_before_anything_runs_it_says_how_to_begin(bot: Bot, maya_in_slack: Any) -> None:
    assert "Nothing is running." in bot.slack.text_of(maya_in_slack.home())


def test_staff_see_whom_to_ask(bot: Bot, maya: User, abe: User, action: Action) -> None:
    text = bot.slack.text_of(bot.person("Abe").home())

    assert "Maya Torres can help" in text
    assert "Get out the vote" not in text


def test_it_is_within_slacks_limits() -> None:
    named = Campaign(
        name="Ö" * 80, organisation="<@everyone> ö&" * 30, timezone="America/New_York", set_up={}
    )
    for column in ("texting_from", "texting_until", "sunday_from", "replies_until"):
        setattr(named, column, 12)
    steps = FirstSteps(named, "MG" + "0" * 32, "not stated", 1, 0, frozenset(), hidden=False)
    view = home(steps, [LONG] * 100, "https://text.example/join/river1", make_verbs())

    assert [] == check_view(view)
    assert "… and 80 more" in str(view)
    assert [] == check_view(closed_home("Only admins."))
    assert [] == check_view(staff_home(make_verbs(), "Only admins."))

"""`/results`: the figures in plain words, each opened, and the whole posted to a channel once."""

import copy
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.request import Message, View
from bot.results import views
from bot.results.views import Place
from core.delivery.endings.outcomes import BUCKETS
from core.models import Action, Campaign, ContactList, Conversation, Notice, User
from core.results.behind import PAGE, Line, Page
from core.results.counting import Results
from core.results.overview import Overview
from core.results.performance import Performance
from sandbox.slack import acts
from sandbox.slack.rules import check_message, check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON

WORK = Overview(1_200, 1_100, 900, 850, 1_234_567, 12_345, 12_000)
TEXTS = Performance(
    filled=12_000,
    responders=24_000,
    accepted=1_234_000,
    attempted=1_234_567,
    delivered=1_200_000,
    replies=30_000,
    follow_ups=28_000,
    opt_outs=4_000,
    listed=2_000_000,
    remaining=700_000,
    not_eligible=65_433,
    attention=512,
    waiting_since=NOON,
    problems={bucket: 1_000 + number for number, bucket in enumerate(BUCKETS)},
)
BIG = Results(WORK, TEXTS)
NONE = Results(Overview(0, 0, 0, 0, 0, 0, 0), Performance(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, None, {}))
LONG = Action(id=7, title="Ä & <b>" * 430, state="published")


def shown(view: View) -> str:
    return str(view["blocks"])


@pytest.mark.parametrize("results", [NONE, BIG])
def test_the_modal_is_within_slacks_limits(results: Results) -> None:
    view = views.results_modal(LONG, results, Place(7, "C0FIELD"), now=NOON)

    assert [] == check_view(view)


def test_figures_are_said_with_separators_and_what_belongs_beside_them() -> None:
    said = shown(views.results_modal(LONG, BIG, Place(7), now=NOON))

    for words in (
        "*Performs*\\n1,234,567",
        "*Reports*\\n12,345 on 12,000 conversations",
        "*Available Reports Filled*\\n12,000 of 24,000 (50 %)",
        "1,234,000 accepted\\n_1,234,567 attempted, 1,200,000 delivered_",
        "*Responses*\\n30,000 from 24,000 people",
        "2,000,000 on the list = 1,234,567 attempted + 700,000 remaining + 65,433 not eligible",
        "*Carrier Filtering*\\n1,002",
    ):
        assert words in said


def test_nothing_yet_shows_a_dash_and_only_the_five_kinds_of_problem() -> None:
    said = shown(views.results_modal(LONG, NONE, Place(7), now=NOON))

    assert "*Available Reports Filled*\\n–" in said
    assert "*Registration*\\n0" in said
    assert "Our settings" not in said


def test_the_message_is_within_slacks_limits_and_its_text_carries_the_numbers() -> None:
    message = views.results_message(views.notice_data(LONG, BIG, by="U0MAYA", now=NOON))
    short = views.results_message(views.notice_data(Action(id=7, title="GOTV"), BIG, by="U0MAYA", now=NOON))

    assert [] == problems_of(message)
    assert short.text.startswith("Results of GOTV. Sent to: 1,200. Seen: 1,100.")
    assert "Needs Attention: 512" in short.text


def problems_of(message: Message) -> list[Any]:
    return check_message(replace(message, text=message.text[:4000]).payload())


def test_a_full_page_behind_a_number_is_within_slacks_limits() -> None:
    page = Page([Line("Ö & <" * 600, "needs attention, answered", NOON)] * PAGE, 100_000, 12)

    assert [] == check_view(views.behind_modal(page, Place(7, "C0FIELD", "attention")))


def test_results_open_on_the_newest_running_action(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action, voters: ContactList
) -> None:
    factories.action(session, voters, title="Finished long ago", state="closed")

    maya_in_slack.command("/results")

    text = bot.slack.text_of(maya_in_slack.modal)
    assert "Get out the vote" in text
    assert "2 on the list = 0 attempted + 2 remaining + 0 not eligible" in text


def test_another_action_can_be_chosen(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action, voters: ContactList
) -> None:
    factories.action(session, voters, title="Finished long ago", state="closed")
    maya_in_slack.command("/textbank", "results")

    assert ["Get out the vote", "Finished long ago"] == maya_in_slack.options("Action")
    maya_in_slack.fill("Action", "Finished long ago")

    assert "0 on the list" in bot.slack.text_of(maya_in_slack.modal)


def test_an_action_can_be_named_in_the_command(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action, voters: ContactList
) -> None:
    factories.action(session, voters, title="Finished long ago", state="closed")

    maya_in_slack.command("/results", "LONG\0 ago")
    assert "Finished long ago" in bot.slack.text_of(maya_in_slack.modal)

    maya_in_slack.command("/results", "<!channel>")
    assert "No action with results is called" in bot.slack.text_of(maya_in_slack.ephemerals[-1])


def test_before_anything_is_published_it_says_how_to_begin(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/results")

    assert "No action has been published yet" in bot.slack.text_of(maya_in_slack.ephemerals[-1])


def test_refresh_counts_anew(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action, conversation: Conversation
) -> None:
    maya_in_slack.command("/results")
    conversation.initial_at = NOON
    session.flush()

    maya_in_slack.click(None, "Refresh")

    assert "1 attempted" in bot.slack.text_of(maya_in_slack.modal)


def test_a_number_opens_to_the_people_behind_it(bot: Bot, maya_in_slack: Any, action: Action) -> None:
    maya_in_slack.command("/results")

    maya_in_slack.fill("Open a number", "Messages Remaining: 2")

    text = bot.slack.text_of(maya_in_slack.modal)
    assert "Pat Quinn" in text
    assert "Lee Wong" in text
    assert "+1212" not in text


def test_a_long_list_is_turned_page_by_page(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action, voters: ContactList
) -> None:
    people = [
        factories.contact(session, voters, f"Voter {number}", f"+1212556{number:04}") for number in range(25)
    ]
    factories.action(session, voters, contacts=people, title="A long one")
    maya_in_slack.command("/results")
    maya_in_slack.fill("Action", "A long one")
    maya_in_slack.fill("Open a number", "Messages Remaining: 25")

    maya_in_slack.click(None, "Next")

    assert "21 to 25 of 25" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Previous")
    assert "1 to 20 of 25" in bot.slack.text_of(maya_in_slack.modal)


def test_posting_tells_the_channel_who_posted_it(bot: Bot, maya_in_slack: Any, action: Action) -> None:
    maya_in_slack.command("/results", channel="#textbank")
    maya_in_slack.click(None, "Post to channel")

    assert {} == maya_in_slack.submit()
    bot.work()

    (message,) = bot.slack.channel("#textbank").messages
    text = bot.slack.text_of(message)
    assert "Results: Get out the vote" in text
    assert "Posted by <@U0MAYA>" in text
    assert "Sent to: 2" in message.text
    assert "on their way to" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.close(everything=True)
    maya_in_slack.click(message, "See results")
    assert "Get out the vote" in bot.slack.text_of(maya_in_slack.modal)


def test_another_channel_can_be_chosen(bot: Bot, maya_in_slack: Any, action: Action) -> None:
    maya_in_slack.command("/results", channel="#textbank")
    maya_in_slack.click(None, "Post to channel")
    maya_in_slack.fill("Channel", "#general")
    maya_in_slack.submit()
    bot.work()

    assert 1 == len(bot.slack.channel("#general").messages)


def test_a_form_submitted_twice_is_one_message(bot: Bot, maya_in_slack: Any, action: Action) -> None:
    maya_in_slack.command("/results", channel="#textbank")
    maya_in_slack.click(None, "Post to channel")
    pressed = copy.deepcopy(maya_in_slack.modal)
    maya_in_slack.submit()

    acts.submit(bot.slack.desk, bot.slack.person("Maya").user, pressed)
    bot.hands.rest()
    bot.work()

    assert 1 == len(bot.slack.channel("#textbank").messages)


def test_results_asked_for_again_are_one_more_message(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action
) -> None:
    for _ in range(2):
        maya_in_slack.command("/results", channel="#textbank")
        maya_in_slack.click(None, "Post to channel")
        maya_in_slack.submit()
        maya_in_slack.close(everything=True)
    bot.work()

    assert 2 == len(bot.slack.channel("#textbank").messages)
    assert {"sent"} == set(session.scalars(select(Notice.state)))


def test_staff_see_results_but_post_none(bot: Bot, action: Action, maya: User, abe: User) -> None:
    person = bot.person("Abe")

    person.command("/results")

    assert "Message performance" in bot.slack.text_of(person.modal)
    assert "Post to channel" not in bot.slack.text_of(person.modal)


def test_volunteers_see_no_results(bot: Bot, session: Session, action: Action, maya: User, abe: User) -> None:
    abe.role = "volunteer"
    session.commit()
    person = bot.person("Abe")

    person.command("/results")

    assert person.modal is None
    assert "Only the text bank's staff" in bot.slack.text_of(person.ephemerals[-1])


def test_another_campaigns_action_is_not_there(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action
) -> None:
    maya_in_slack.command("/results")
    other = Campaign(name="Other", join_code="other", created_at=NOON)
    session.add(other)
    session.flush()
    action.campaign_id = other.id
    session.flush()

    maya_in_slack.click(None, "Refresh")

    assert "That action was not found." in bot.slack.text_of(maya_in_slack.modal)


def test_a_conversation_behind_a_number_can_be_opened(
    bot: Bot, session: Session, maya_in_slack: Any, conversation: Conversation
) -> None:
    conversation.initial_at = NOON
    factories.heard(session, conversation, "Who is this?")
    session.commit()
    maya_in_slack.command("/results")
    maya_in_slack.fill("Open a number", "Needs Attention: 1")
    maya_in_slack.click(None, "Open the conversation with Pat Quinn")

    assert ["Results", "Behind the number", "Conversation"] == [each.title for each in maya_in_slack.modals]
    maya_in_slack.click(None, "Tag / report")
    maya_in_slack.click(None, "Back to the conversation")
    assert "Who is this?" in bot.slack.text_of(maya_in_slack.modal)

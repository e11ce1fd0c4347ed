"""App Home: what waits, what runs, what is ahead, every verb, the join link; fresh after each change."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy.orm import Session

from bot.app import make_verbs
from bot.home.views import home, plain_home
from core.config import Settings
from core.conversations.hearing import hear
from core.models import (
    Action,
    Campaign,
    Contact,
    ContactList,
    Conversation,
    Import,
    InboundEvent,
    Message,
    User,
)
from core.people.first_steps import FirstSteps
from core.results.dashboard import MOST_ACTIONS, MOST_RECENT, Dashboard, Planned, Recent, Waiting
from core.results.progress import Progress
from sandbox.slack.rules import check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON

LONG = Progress(7, "Ö & <b>" * 430, "paused", 2_000_000, 1_234_567, 512, NOON)


def text(bot: Bot, person: Any) -> str:
    return bot.slack.text_of(person.home())


def test_running_actions_show_how_far_they_are(
    bot: Bot, session: Session, maya_in_slack: Any, conversation: Conversation
) -> None:
    conversation.initial_at = NOON
    hear(session, conversation.id, "Who is this?", at=NOON)
    session.flush()

    told = text(bot, maya_in_slack)

    assert "*Get out the vote*\n1 of 2 texted (50 %), 1 conversation waiting for an answer" in told
    assert "• 1 conversation waits for an answer, the oldest since" in told


def test_it_is_fresh_each_time_it_is_opened(
    bot: Bot, session: Session, maya_in_slack: Any, conversation: Conversation
) -> None:
    assert "0 of 2 texted (0 %), nobody waits for an answer" in text(bot, maya_in_slack)
    conversation.initial_at = NOON
    session.flush()

    assert "1 of 2 texted" in text(bot, maya_in_slack)


def test_it_is_fresh_after_each_change(bot: Bot, maya_in_slack: Any, action: Action) -> None:
    maya_in_slack.home()
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Manage Get out the vote")
    maya_in_slack.click(None, "Pause")

    assert "paused" in bot.slack.text_of(maya_in_slack.home_view)


def test_what_changes_nothing_shows_nothing_anew(bot: Bot, maya_in_slack: Any, action: Action) -> None:
    maya_in_slack.home()
    before = maya_in_slack.home_view.hash
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Manage Get out the vote")

    assert maya_in_slack.home_view.hash == before


def test_when_slack_does_not_take_it_the_change_stands(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action
) -> None:
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Manage Get out the vote")
    bot.slack.fail("views.publish", "internal_error", times=9)
    maya_in_slack.click(None, "Pause")

    session.expire_all()
    assert session.get_one(Action, action.id).state == "paused"
    assert maya_in_slack.notices == []


def test_paused_actions_say_so_and_closed_ones_are_left_out(
    bot: Bot, session: Session, maya_in_slack: Any, voters: ContactList
) -> None:
    factories.action(session, voters, title="Resting", state="paused")
    factories.action(session, voters, title="Over", state="closed")

    told = text(bot, maya_in_slack)

    assert "*Resting*  :double_vertical_bar: paused" in told
    assert "Over" not in told


def test_what_is_ahead_is_shown(bot: Bot, session: Session, maya_in_slack: Any, voters: ContactList) -> None:
    factories.action(session, voters, title="Saturday", state="scheduled", scheduled_for=NOON)
    factories.action(session, voters, title="Some day", state="draft")

    told = text(bot, maya_in_slack)

    assert ":calendar: *Saturday* begins" in told
    assert ":memo: 1 draft" in told


def test_files_that_came_in_are_shown(bot: Bot, session: Session, maya: User, maya_in_slack: Any) -> None:
    session.add(
        Import(
            campaign_id=maya.campaign_id,
            list_name="North",
            file_name="n.csv",
            created_at=NOON,
            state="failed",
        )
    )
    session.flush()

    assert "North was given up" in text(bot, maya_in_slack)


def test_replies_without_a_conversation_wait_too(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, pat: Contact
) -> None:
    mine: dict[str, Any] = {"campaign_id": maya.campaign_id}
    session.add(InboundEvent(sid="SM1", form={}, received_at=NOON, applied_at=NOON, **mine))
    told: dict[str, Any] = {"direction": "in", "kind": "reply", "state": "received", "created_at": NOON}
    session.add(Message(carrier_sid="SM1", their_number=pat.phone, body="Hi", **told, **mine))
    session.flush()

    assert "1 reply without a conversation" in text(bot, maya_in_slack)


def test_when_nobody_waits_it_says_so(bot: Bot, maya_in_slack: Any) -> None:
    told = text(bot, maya_in_slack)

    assert "Nobody waits, and nothing is wrong." in told
    assert "Nothing is running." in told


def test_the_join_link_is_there_to_copy_with_its_picture(
    bot: Bot, campaign: Campaign, maya_in_slack: Any
) -> None:
    shown = maya_in_slack.home()

    assert f"/join/{campaign.join_code}" in bot.slack.text_of(shown)
    (picture,) = [block for block in shown.blocks if block["type"] == "image"]
    assert picture["image_url"].endswith(f"/join/{campaign.join_code}/qr.png")


def test_every_verb_is_a_button(bot: Bot, maya_in_slack: Any) -> None:
    shown = maya_in_slack.home()
    pressed = {
        element["value"]
        for block in shown.blocks
        for element in block.get("elements", [])
        if str(element.get("action_id")).startswith("menu.")
    }

    assert {verb.name for verb in make_verbs()} == pressed


def test_results_open_from_an_action(bot: Bot, maya_in_slack: Any, action: Action) -> None:
    maya_in_slack.home()

    maya_in_slack.click(maya_in_slack.home_view, "See results")

    assert "Message performance" in bot.slack.text_of(maya_in_slack.modal)


def test_staff_see_how_it_stands_and_whom_to_ask(bot: Bot, maya: User, abe: User, action: Action) -> None:
    told = text(bot, bot.person("Abe"))

    assert "Get out the vote" in told
    assert "Maya Torres can help" in told
    assert "First steps" not in told
    assert "/join/" not in told


def test_staff_who_manage_people_see_the_link(bot: Bot, session: Session, maya: User, abe: User) -> None:
    abe.rights = ["people"]
    session.flush()

    assert "/join/" in text(bot, bot.person("Abe"))


@pytest.mark.parametrize("role", ["volunteer", None])
def test_others_find_texts_to_ask_for_and_nothing_else(
    bot: Bot, session: Session, maya: User, abe: User, action: Action, role: str | None
) -> None:
    abe.role = role or "volunteer"
    abe.slack_id = "U0ABE" if role else None
    session.flush()
    person = bot.person("Abe")
    told = text(bot, person)

    assert "Maya Torres can help" in told
    assert "Get out the vote" not in told
    person.click(person.home_view, "Texts")
    assert person.modal is not None


def test_it_is_within_slacks_limits() -> None:
    named = Campaign(
        name="Ö" * 80, organisation="<@everyone> ö&" * 30, timezone="America/New_York", set_up={}
    )
    for column in ("texting_from", "texting_until", "sunday_from", "replies_until"):
        setattr(named, column, 12)
    steps = FirstSteps(named, "MG" + "0" * 32, "not stated", 1, 0, frozenset(), hidden=False)
    waiting = Waiting(10**6, NOON, 10**6, 10**4, 1000, 10**4, 10**3)
    planned = [Planned(1, "<!channel>" * 25, NOON + timedelta(days=1))] * MOST_RECENT
    files = [Recent("\u202e<&>" * 60, "running", NOON)] * MOST_RECENT
    sent = [Recent("opt_outs_exported", "sent", NOON)] * MOST_RECENT
    found = Dashboard(200, [LONG] * MOST_ACTIONS, planned, 200, waiting, files, sent, "river1")
    settings = Settings(
        public_url="https://text.example",
        secret_key=SecretStr("k"),
        slack_api_base_url="https://slack.com/api/",
    )

    view = home(
        found,
        make_verbs(),
        steps=steps,
        link="https://text.example/join/river1",
        settings=settings,
        beyond="Only <admins>.",
    )

    assert [] == check_view(view)
    assert len(view["blocks"]) < 100
    assert "… and 188 more" in str(view)
    assert [] == check_view(plain_home("<Only> admins.", make_verbs()))

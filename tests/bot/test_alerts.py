"""Alerts in Slack: what happened, what it means, what to do, and a button that does it."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.alerts.message import alert_message
from core.actions import states
from core.delivery.endings import stop_loss, troubles
from core.models import Action, Conversation, Incident, User
from core.notices import incidents
from core.notices.alerts import KINDS
from sandbox.slack.rules import check_message
from tests.bot.conftest import Bot
from tests.core.delivery.kit import attempted
from tests.factories import NOON

FIGURES = {"title": "Get out the vote", "count_of": 23, "of": 200}
CODE = {"code": "99999", "words": "Unknown here."}
DATA = {
    kind: {
        "id": 1,
        "kind": kind,
        "action_id": 7 if "{action}" in each.title else None,
        "count": 1,
        "opened_at": NOON.isoformat(),
        "last_at": NOON.isoformat(),
        **(FIGURES if kind.endswith(("filtered", "opt_outs", "high")) else {}),
        **(CODE if kind in {"code", "unknown_code", "credentials", "setup", "registration"} else {}),
        **(CODE | {"title": "Get out the vote"} if kind == "paused_setup" else {}),
        **({"until": NOON.isoformat()} if kind == "daily_cap" else {}),
    }
    for kind, each in KINDS.items()
}
ENDINGS = [None] + [
    {"how": how, "by": by, "at": NOON.isoformat()}
    for how in ("resumed", "closed", "paused", "seen", "passed")
    for by in ("U0MAYA", None)
]


@pytest.fixture
def running(session: Session, action: Action, maya: User) -> Action:
    action.channel = "C0GENERAL"
    session.commit()
    return action


def paused(bot: Bot, session: Session, action: Action) -> None:
    """Let the action pause itself, and its channel hear of it."""
    for each in states.pause_itself(session, Action.id == action.id, code="carrier_filter", now=NOON):
        stop_loss._tell(session, each, "paused_filtered", {"count_of": 23, "of": 200}, NOON)
    session.commit()
    bot.work()


def alert(bot: Bot) -> Any:
    (message,) = bot.slack.channel("#general").messages
    return message


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ended", ENDINGS)
def test_every_alert_can_be_said_open_and_ended(kind: str, ended: Any) -> None:
    data = DATA[kind] | ({"ended": ended} if ended else {})

    message = alert_message(data | {"title": "x" * 500 if "{action}" in KINDS[kind].title else ""})

    assert [] == check_message(message.payload())
    assert not ended or "actions" not in {block["type"] for block in message.blocks}


def test_a_title_or_a_code_cannot_call_everybody() -> None:
    titled = alert_message(DATA["paused_filtered"] | {"title": "<!channel>"})
    coded = alert_message(DATA["unknown_code"] | {"code": "<!here>|x", "words": "<!channel>"})

    assert "<!" not in str([block for block in (*titled.blocks, *coded.blocks) if block["type"] == "section"])


def test_an_unknown_code_leads_to_twilios_page_and_says_how_often() -> None:
    message = alert_message(DATA["unknown_code"] | {"count": 1234})

    assert "<https://www.twilio.com/docs/api/errors/99999|99999>" in str(message.blocks)
    assert "1,234 times since" in str(message.blocks[-1])
    assert "Twilio gave a code that is not known here. Twilio's code is <https" in message.text


def test_resuming_from_the_alert_changes_it_in_place(
    bot: Bot, session: Session, maya_in_slack: Any, running: Action
) -> None:
    paused(bot, session, running)
    words = bot.slack.text_of(alert(bot))
    assert "“Get out the vote” paused itself: its texts are being filtered" in words
    assert "dropped texts to 23 of the 200 people texted last (12%)" in words

    maya_in_slack.click(alert(bot), "Resume")
    bot.work()

    session.refresh(running)
    assert ("published", None) == (running.state, running.pause_code)
    assert "Resumed by <@U0MAYA>" in str(alert(bot))
    assert "Resume this action?" not in str(alert(bot))


def test_resuming_waits_for_a_yes(bot: Bot, session: Session, maya_in_slack: Any, running: Action) -> None:
    paused(bot, session, running)

    maya_in_slack.click(alert(bot), "Resume", confirm=False)

    session.refresh(running)
    assert "paused" == running.state


def test_resuming_twice_resumes_once(bot: Bot, session: Session, maya_in_slack: Any, running: Action) -> None:
    paused(bot, session, running)
    shown = alert(bot)

    maya_in_slack.click(shown, "Resume")
    maya_in_slack.click(shown, "Resume")
    bot.work()

    session.refresh(running)
    assert "published" == running.state
    assert 1 == len(session.scalars(select(Incident).where(Incident.resolved_at.is_not(None))).all())


def test_resuming_what_was_ended_is_refused(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, running: Action
) -> None:
    paused(bot, session, running)
    shown = alert(bot)
    states.close(session, running.id, by=maya, now=NOON)
    session.commit()

    maya_in_slack.click(shown, "Resume")

    session.refresh(running)
    assert "closed" == running.state
    assert "That action is closed now" in bot.slack.text_of(maya_in_slack.ephemerals[-1])


@pytest.mark.parametrize("name", ["Abe", "Nat"])
def test_only_admins_resume(bot: Bot, session: Session, abe: User, running: Action, name: str) -> None:
    paused(bot, session, running)

    bot.person(name).click(alert(bot), "Resume")

    session.refresh(running)
    assert "paused" == running.state


def test_an_admin_who_lost_the_right_is_turned_away(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, running: Action
) -> None:
    paused(bot, session, running)
    maya.role = "volunteer"
    session.commit()

    maya_in_slack.click(alert(bot), "Resume")

    session.refresh(running)
    assert "paused" == running.state


def test_the_results_open_from_the_alert(
    bot: Bot, session: Session, maya_in_slack: Any, running: Action
) -> None:
    paused(bot, session, running)

    maya_in_slack.click(alert(bot), "Results")

    assert "Get out the vote" in bot.slack.text_of(maya_in_slack.modal)


def test_an_alert_is_seen_to(
    bot: Bot, session: Session, maya_in_slack: Any, conversation: Conversation, maya: User
) -> None:
    message = attempted(session, conversation, "undelivered", "a1", attempted_at=NOON)
    troubles.tell(session, conversation.campaign_id, "99999", message_id=message.id, times=3, now=NOON)
    session.commit()
    bot.work()
    (shown,) = maya_in_slack.dm.messages

    maya_in_slack.click(shown, "Seen")
    maya_in_slack.click(shown, "Seen")
    bot.work()

    (incident,) = session.scalars(select(Incident).execution_options(populate_existing=True)).all()
    assert (maya.id, 3) == (incident.resolved_by_id, incident.count)
    (shown,) = maya_in_slack.dm.messages
    assert "Seen by <@U0MAYA>" in str(shown)


def test_no_alert_names_a_contact(session: Session, conversation: Conversation, maya: User) -> None:
    message = attempted(session, conversation, "undelivered", "a1", attempted_at=NOON)

    for code in ("20003", "21408", "30034", "30023", "99999"):
        troubles.tell(session, conversation.campaign_id, code, message_id=message.id, times=1, now=NOON)

    told = str([incidents._data(each) for each in session.scalars(select(Incident))])
    assert message.their_number not in told
    assert message.body not in told

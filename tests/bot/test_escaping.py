"""What people typed is shown as they typed it: it calls nobody, links nowhere and breaks nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.alerts.message import alert_message
from bot.attention.strays import stray_blocks
from core.conversations.strays import Page, Stray
from core.labels import fields, tags
from core.labels.fields import FieldForm
from core.labels.tags import TagForm
from core.models import Action, Campaign, SendingService, User
from core.notices.alerts import KINDS
from core.settings.hours_by_state import StateForm, change_state
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON

EVIL = "<!channel> <@U0ABE> <http://x.y|z> & \u202e*b* 🫨"


@pytest.fixture
def maya(session: Session, bot: Bot) -> Any:
    """Maya, in a campaign where everything has such a name."""
    campaign = factories.campaign(session, name=EVIL, organisation=EVIL)
    owner = factories.user(session, campaign, EVIL, role="owner", slack_id="U0MAYA")
    _fill(session, owner)
    session.commit()
    return bot.person("Maya")


def shown(bot: Bot) -> Iterator[str]:
    """Yield every text in which Slack reads mentions and links: mrkdwn, and the text of messages."""
    state = bot.slack.state
    for view in [*state.views.values(), *state.homes.values()]:
        yield from _read_by_slack(view.body)
    for channel in state.channels.values():
        for message in channel.timeline:
            yield message.text
            yield from _read_by_slack(message.blocks)


def check(bot: Bot) -> None:
    for text in shown(bot):
        assert_harmless(text)


def assert_harmless(text: str) -> None:
    for raw in ("<!channel>", "<@U0ABE>", "<http://x.y", "\u202e"):
        assert raw not in text, text


def test_in_every_list_and_form(bot: Bot, maya: Any) -> None:
    for verb in ("", "help", "<!channel>", "tags", "fields", "lists", "summaries", "reassign", "actions"):
        maya.command("/textbank", verb)
        check(bot)
    maya.home()
    check(bot)


def test_in_what_belongs_to_a_tag_and_a_field(bot: Bot, maya: Any) -> None:
    for verb, thing in (("tags", "tag"), ("fields", "field")):
        maya.command("/textbank", verb)
        maya.click(None, f"{thing}s.edit")
        check(bot)
        maya.click(None, f"Archive {thing}")
        check(bot)


def test_in_what_belongs_to_a_draft(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "actions")
    maya.click(None, "actions.continue")
    check(bot)
    for button in ("Edit basics", "Edit initial scripts", "Edit responses", "Edit report", "Edit volunteers"):
        maya.click(None, button)
        check(bot)
        maya.close()
        maya.click(None, "actions.continue")
    maya.click(None, "Schedule …")
    check(bot)
    maya.close()
    maya.click(None, "Publish …")
    check(bot)
    maya.fill("Type the title to confirm", EVIL)
    assert maya.submit() == {}
    check(bot)
    bot.work()
    check(bot)


def test_in_what_is_refused(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "actions")
    maya.click(None, "actions.continue")
    maya.click(None, "Edit initial scripts")
    maya.fill("Initial script", "{{ <!channel> }} {{ nobody }}")
    assert maya.submit()
    check(bot)
    maya.command("/results", EVIL)
    check(bot)


def test_in_results(bot: Bot, maya: Any) -> None:
    maya.command("/results")
    check(bot)
    maya.click(None, "Post to channel")
    maya.fill("Channel", "#general")
    maya.submit()
    bot.work()
    maya.close(everything=True)
    maya.command("/results")
    maya.fill("Open a number", "Messages Remaining: 2")
    check(bot)


def test_in_a_reassignment(bot: Bot, maya: Any) -> None:
    maya.command("/reassign")
    people = maya.options("From")
    maya.fill("From", people[0])
    maya.fill("To", maya.options("To")[-1])
    maya.fill("Action", maya.options("Action", "b")[0])
    maya.submit()
    check(bot)
    maya.submit()
    check(bot)


def test_in_an_import_and_its_end(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "lists import")
    maya.fill("List name", EVIL)
    maya.fill(
        "File", [(f"{EVIL.replace('/', '')}.csv", f"phone,{EVIL}\n2125550119,{EVIL}\n1,{EVIL}\n".encode())]
    )
    maya.submit()
    check(bot)
    maya.submit()
    check(bot)
    bot.work()
    check(bot)
    assert "Imported" in bot.slack.text_of(maya.dm.messages[0])


def test_in_a_summary(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "summaries", channel="#general")
    maya.click(None, "Create summary")
    maya.submit()
    maya.click(None, "Send now")
    bot.work()
    check(bot)
    assert "Texting summary" in bot.slack.channel("#general").messages[-1].text


def test_in_the_settings(bot: Bot, maya: Any, session: Session) -> None:
    owner = session.scalars(select(User).filter_by(role="owner")).one()
    of = session.get_one(Campaign, owner.campaign_id)
    of.contact_first_name = of.sender_first_name = of.stop_confirmation = EVIL
    of.wide_hours_at, of.wide_hours_by_id = NOON, owner.id
    service = session.scalars(select(SendingService)).one()
    service.brand = service.use_case = EVIL
    change_state(session, "AL", StateForm(None, None, None, applies=True, note=EVIL), by=owner, now=NOON)
    session.commit()

    maya.command("/textbank", "settings")
    check(bot)
    for part in ("name and place", "texting hours", "limits", "after a stop", "sending service"):
        maya.click(None, f"Edit {part}")
        check(bot)
        maya.close()
    maya.click(None, "See hours by state")
    check(bot)
    maya.click(None, "Edit Alabama")
    check(bot)
    maya.click(None, "Restore")
    check(bot)


def test_in_the_record_of_opt_outs(bot: Bot, maya: Any) -> None:
    maya.command("/textbank", "optout (212) 555-0111")
    maya.click(None, "Opt out")
    maya.fill("How they asked", "Phone call")
    maya.fill("Their words", EVIL)
    assert {} == maya.submit()
    check(bot)
    maya.click(None, "Lift this opt-out")
    maya.fill("Note", EVIL)
    assert {} == maya.submit()
    check(bot)
    maya.close(everything=True)
    maya.command("/textbank", "optout")
    assert "lifted" in bot.slack.text_of(maya.modal)
    check(bot)


def test_in_what_strangers_write(bot: Bot, maya: Any) -> None:
    stray = Stray(1, "+12125550199", EVIL, EVIL, 1, NOON, False)

    for text in _read_by_slack(stray_blocks(Page([stray], 0, 1))):
        assert_harmless(text)


@pytest.mark.parametrize("kind", KINDS)
def test_in_every_alert(kind: str) -> None:
    of = {"id": 1, "kind": kind, "action_id": 7, "title": EVIL, "words": EVIL, "code": EVIL}
    times = {"count": 2, "opened_at": NOON.isoformat(), "last_at": NOON.isoformat()}
    message = alert_message(of | times)

    for text in (message.text, *_read_by_slack(message.blocks)):
        assert_harmless(text)


def _read_by_slack(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part["text"]
        for each in part.values():
            yield from _read_by_slack(each)
    elif isinstance(part, list):
        for each in part:
            yield from _read_by_slack(each)


def _fill(session: Session, owner: User) -> None:
    of = session.get_one(Campaign, owner.campaign_id)
    tags.create(session, TagForm(EVIL), by=owner, now=NOON)
    fields.create(session, FieldForm(EVIL, "selection", f"{EVIL} 1\n{EVIL} 2"), by=owner, now=NOON)
    people = factories.contact_list(session, of, EVIL)
    contacts = [
        factories.contact(session, people, EVIL, f"+1212555011{n}", extra={"x": EVIL}) for n in (1, 2)
    ]
    volunteers = [factories.user(session, of, f"{EVIL} {n}", phone=f"+1212555010{n}") for n in (1, 2)]
    running = factories.action(
        session, people, contacts=contacts, audience=volunteers, title=EVIL, instructions=EVIL
    )
    factories.held(session, running, contacts[0], volunteers[0])
    draft: Action = factories.action(
        session, people, state="draft", title=EVIL, instructions=EVIL, channel="C0GENERAL"
    )
    factories.script(session, draft, "response", EVIL, name=EVIL, position=3)

"""`/textbank actions` in Slack: draft step by step, publish, pause, close; and the views at their largest."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.actions import basics, initials, listing, managing, preview, publishing, report
from bot.actions.place import EDITS, Place
from core.actions.listing import ActionLine
from core.actions.scripts.concerns import Concern, filled
from core.actions.scripts.initials import MOST_INITIALS
from core.actions.scripts.keeping import written
from core.actions.scripts.preview import Preview, ScriptPreview
from core.actions.scripts.responses import MOST_RESPONSES
from core.labels import tags
from core.labels.tags import TagForm
from core.models import (
    Action,
    Audience,
    Contact,
    ContactList,
    Conversation,
    CustomField,
    Script,
    Tag,
    User,
)
from sandbox.slack.rules import check_message, check_view
from tests.bot.conftest import Bot
from tests.factories import NOON

HELLO = "Hi {{ first_name }}, {{ sender_first_name }} with Riverside for All. Will you vote? Stop to opt out."


@pytest.fixture
def people(session: Session, voters: ContactList, pat: Contact, lee: Contact, jo: User, sam: User) -> None:
    """A list with two contacts, and two volunteers."""
    session.commit()


@pytest.fixture
def supporter(session: Session, maya: User) -> Tag:
    tag = tags.create(session, TagForm("Supporter"), by=maya, now=NOON)
    session.commit()
    return tag


def step_one(maya: Any, title: str = "Get out the vote") -> None:
    maya.command("/textbank", "actions new")
    maya.fill("Title", title)
    maya.fill("Contact list", "Voters")
    assert maya.submit() == {}


def step_two(maya: Any) -> None:
    step_one(maya)
    maya.fill("Initial script", HELLO)
    assert maya.submit() == {}


def to_preview(maya: Any) -> None:
    step_two(maya)
    assert maya.submit() == {}
    assert maya.submit() == {}


def only_action(session: Session) -> Action:
    session.expire_all()
    return session.scalars(select(Action)).one()


def title_of(maya: Any) -> str:
    return str(maya.modal.body["title"]["text"])


def test_an_action_is_drafted_previewed_and_published(
    bot: Bot, session: Session, maya_in_slack: Any, people: None, supporter: Tag
) -> None:
    maya_in_slack.command("/textbank", "actions new")
    maya_in_slack.fill("Title", "Get out the vote")
    maya_in_slack.fill("Instructions", "Be kind.")
    maya_in_slack.fill("Contact list", "Voters")
    maya_in_slack.fill("Batch size", "50")
    maya_in_slack.fill("Channel for news", "#general")
    assert maya_in_slack.submit() == {}

    maya_in_slack.fill("Initial script", HELLO)
    maya_in_slack.click(None, "Add another script")
    assert maya_in_slack.values["Initial script"]["value"] == HELLO
    maya_in_slack.fill("Initial script B", HELLO.replace("Hi", "Hello"))
    assert maya_in_slack.submit() == {}

    maya_in_slack.click(None, "Add response")
    maya_in_slack.fill("Response name", "Yes")
    maya_in_slack.fill("Text", "Great, {{ first_name }}!")
    maya_in_slack.fill("Tags that sending it sets", ["Supporter"])
    assert maya_in_slack.submit() == {}
    assert maya_in_slack.submit() == {}

    assert [
        each["text"]["text"] for each in maya_in_slack.values["Tags on the report"]["selected_options"]
    ] == ["Supporter"]
    assert maya_in_slack.submit() == {}

    shown = bot.slack.text_of(maya_in_slack.modal)
    assert "2 contacts of “Voters” · 2 volunteers · about 2 segments" in shown
    assert "Hi Pat, Maya with Riverside for All." in shown
    assert "Great, Pat!" in shown
    maya_in_slack.click(None, "Publish …")
    assert "*2* of 2 contacts in “Voters” can be texted" in bot.slack.text_of(maya_in_slack.modal)
    assert maya_in_slack.submit() == {}
    assert "Publishing" in bot.slack.text_of(maya_in_slack.modal)
    bot.work()

    assert "is published" in bot.slack.text_of(maya_in_slack.modal)
    action = only_action(session)
    assert (action.state, action.batch_size, action.instructions) == ("published", 50, "Be kind.")
    assert len(session.scalars(select(Conversation)).all()) == 2
    assert len(session.scalars(select(Audience)).all()) == 2
    bot.work()
    (news,) = bot.slack.channel("#general").messages
    assert "Get out the vote" in bot.slack.text_of(news)


def test_publishing_can_wait(bot: Bot, session: Session, maya_in_slack: Any, people: None) -> None:
    to_preview(maya_in_slack)
    maya_in_slack.click(None, "Publish …")
    maya_in_slack.close()
    assert maya_in_slack.submit() == {}
    assert maya_in_slack.modal is None

    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Continue Get out the vote")
    assert title_of(maya_in_slack) == "Action: 5 of 5"
    assert maya_in_slack.submit() == {}
    assert "Draft" in bot.slack.text_of(maya_in_slack.modal)
    assert only_action(session).state == "draft"


def test_a_draft_that_was_closed_early_goes_on_where_it_was(maya_in_slack: Any, people: None) -> None:
    step_one(maya_in_slack)
    maya_in_slack.close()

    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Continue Get out the vote")

    assert title_of(maya_in_slack) == "Action: 2 of 5"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("Hi {{ first_name", "The braces near “Hi {{ first_name” are broken."),
        ("Hi {{ frist_name }}", "Did you mean {{ first_name }}?"),
        ("\0", "Write the first text"),
    ],
)
def test_a_script_that_cannot_be_filled_in_is_refused_beside_it(
    session: Session, maya_in_slack: Any, people: None, script: str, said: str
) -> None:
    step_one(maya_in_slack)
    maya_in_slack.fill("Initial script", script)

    assert said in maya_in_slack.submit()["Initial script"]
    assert maya_in_slack.values["Initial script"]["value"] == script


def test_many_scripts_keep_what_was_typed(session: Session, maya_in_slack: Any, people: None) -> None:
    step_one(maya_in_slack)
    for number in range(1, MOST_INITIALS):
        maya_in_slack.fill(initials.label(number), f"Script {number} 🗳")
        maya_in_slack.click(None, "Add another script")
    maya_in_slack.fill(initials.label(3), "")
    assert maya_in_slack.submit() == {}

    kept = [script.body for script in written(session, only_action(session).id, "initial")]
    assert kept == [f"Script {number} 🗳" for number in range(1, MOST_INITIALS) if number != 3]


def test_a_list_archived_while_the_modal_was_open_is_said_beside_it(
    session: Session, maya_in_slack: Any, people: None, voters: ContactList
) -> None:
    maya_in_slack.command("/textbank", "actions new")
    maya_in_slack.fill("Title", "Get out the vote")
    maya_in_slack.fill("Contact list", "Voters")
    voters.archived_at = NOON
    session.commit()

    assert "was archived meanwhile" in maya_in_slack.submit()["Contact list"]


def test_the_preview_leads_back_to_each_step(maya_in_slack: Any, people: None) -> None:
    to_preview(maya_in_slack)

    for number, step in enumerate([*EDITS.values()][:4], 1):
        maya_in_slack.click(None, step)
        assert title_of(maya_in_slack) == f"Action: {number} of 5"
        while title_of(maya_in_slack) != "Action: 5 of 5":
            assert maya_in_slack.submit() == {}


def test_an_action_whose_list_is_gone_says_what_to_do(
    bot: Bot, session: Session, maya_in_slack: Any, people: None, voters: ContactList
) -> None:
    to_preview(maya_in_slack)
    voters.archived_at = NOON
    session.commit()

    maya_in_slack.click(None, "Publish …")

    assert "Choose a contact list first" in bot.slack.text_of(maya_in_slack.modal)
    assert only_action(session).state == "draft"


def test_an_action_is_paused_resumed_and_closed(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action
) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "actions")
    assert "0 of 2 texted · 2 volunteers" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Manage Get out the vote")

    maya_in_slack.click(None, "Pause")
    assert only_action(session).state == "paused"
    maya_in_slack.click(None, "Resume")
    assert only_action(session).state == "published"
    maya_in_slack.click(None, "End action")
    assert only_action(session).state == "closed"
    maya_in_slack.close()
    assert "Closed" in bot.slack.text_of(maya_in_slack.modal)


def test_a_running_action_is_reworded(bot: Bot, session: Session, maya_in_slack: Any, action: Action) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Manage Get out the vote")
    maya_in_slack.click(None, "Edit initial scripts")
    maya_in_slack.fill("Initial script", HELLO.replace("Hi", "Hello"))
    assert maya_in_slack.submit() == {}

    assert "Running" in bot.slack.text_of(maya_in_slack.modal)
    (script,) = written(session, action.id, "initial")
    session.refresh(script)
    assert (script.body, script.version) == (HELLO.replace("Hi", "Hello"), 2)
    maya_in_slack.click(None, "Edit basics")
    maya_in_slack.fill("Title", "Knock and text")
    assert maya_in_slack.submit() == {}
    assert "Knock and text" in bot.slack.text_of(maya_in_slack.modal)


def test_results_open_from_an_action(bot: Bot, session: Session, maya_in_slack: Any, action: Action) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, "Manage Get out the vote")

    maya_in_slack.click(None, "Results")

    assert "Performs" in bot.slack.text_of(maya_in_slack.modal)


def test_a_draft_can_be_dropped(session: Session, maya_in_slack: Any, people: None) -> None:
    to_preview(maya_in_slack)

    maya_in_slack.click(None, "Drop draft")

    assert only_action(session).state == "closed"


def test_without_a_list_it_says_how_to_get_one(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "actions new")

    assert "/textbank lists import" in bot.slack.text_of(maya_in_slack.modal)


def test_staff_may_not_draft(bot: Bot, abe: User) -> None:
    person = bot.person("Abe")

    person.command("/textbank", "actions new")

    assert person.modal is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (None, "Paused · list"),
        ("carrier_filter", "Paused by itself: its texts are being filtered · list"),
        ("opt_outs", "Paused by itself: too many people opt out · list"),
        ("30034", "Paused by itself: no text can leave · list"),
    ],
)
def test_the_list_says_why_an_action_paused_itself(code: str | None, expected: str) -> None:
    line = ActionLine(1, "Vote", "paused", "Voters", 10, 5, 2, pause_code=code)

    assert expected in listing.words(line)


def longest_action() -> Action:
    return Action(id=10**15, title="<" * 80, instructions="<" * 2000, state="draft", batch_size=1000)


def test_the_longest_list_is_what_slack_takes() -> None:
    line = ActionLine(10**15, "<" * 80, "published", "<" * 80, 10**6, 10**6, 10**5)

    view = listing.build([line] * 20, Place(page=1), 500)

    assert check_view(view) == []
    assert check_view(listing.build([], Place(), 0)) == []
    assert check_view(managing.build(line, "<" * 2000)) == []


def test_the_longest_steps_are_what_slack_takes() -> None:
    action, known = longest_action(), ["x" * 60] * 500
    chosen = ContactList(id=10**15, name="x" * 80, created_at=NOON)
    labels = [Tag(id=10**15 + number, name="🗳" * 80) for number in range(100)]
    fields = [CustomField(id=10**15 + number, name="🗳" * 80) for number in range(100)]

    for view in (
        basics.build(action, chosen, 100),
        basics.build(None, None, 100),
        basics.no_list_yet(),
        initials.build(action, ["é" * 1600] * MOST_INITIALS, known),
        report.build(action, labels, fields),
        report.build(action, [], []),
    ):
        assert check_view(view) == []


@pytest.mark.parametrize("count", [0, 3, MOST_INITIALS])
def test_the_longest_preview_is_what_slack_takes(count: int) -> None:
    texts = [filled("é" * 80, "é<\n" * 800)] * 3
    concerns = [Concern("long", "x" * 300)] * 5
    each = ScriptPreview(Script(name="<" * 80, body=""), texts, texts[0], 1.0, concerns)
    made = Preview(10**6, 10**5, "refused", 10**7, [each] * count, [each] * MOST_RESPONSES)

    assert check_view(preview.build(longest_action(), made, "<" * 80)) == []
    assert check_view(preview.build(longest_action(), Preview(0, 0, None, 0, [], []), "")) == []


@pytest.mark.parametrize(
    ("registration", "words"),
    [
        (None, "no number to text from"),
        ("pending", "The registration of your number is pending, so nothing can be sent"),
        ("refused", "The registration of your number is refused, so nothing can be sent"),
    ],
)
def test_the_preview_warns_of_a_sender_that_cannot_send(registration: str | None, words: str) -> None:
    assert words in str(preview.build(longest_action(), Preview(1, 1, registration, 1, [], []), ""))


def test_the_news_is_what_slack_takes() -> None:
    data = {"title": "<" * 80, "contacts": 10**6, "volunteers": 10**5, "by": None}

    assert check_message(publishing.published_message(data).payload()) == []

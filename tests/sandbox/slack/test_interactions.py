"""Triggers, views, response addresses and the payloads that Slack sends to the app."""

from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from sandbox.slack import SlackWorkspace
from sandbox.slack.records import Message
from tests.sandbox.slack.kit import (
    SECRET,
    TOKEN,
    HandClock,
    ListeningApp,
    button,
    input_block,
    modal,
    options,
    plain,
    section,
)
from tests.sandbox.slack.test_web_api import refusal

TEXT = {"type": "plain_text_input", "action_id": "text"}


@pytest.fixture
def trigger(slack: SlackWorkspace, app: ListeningApp) -> str:
    """The trigger of a command that Maya just typed."""
    slack.person("Maya").command("/textbank", "lists import")
    return app.form["trigger_id"]


def posted(slack: SlackWorkspace, client: WebClient, *blocks: dict[str, Any]) -> Message:
    """A message of the app in #general."""
    client.chat_postMessage(channel="#general", text="Look", blocks=list(blocks))
    return slack.channel("#general").messages[-1]


def open_modal(slack: SlackWorkspace, app: ListeningApp, client: WebClient, view: dict[str, Any]) -> Any:
    """Let Maya's command open this modal; returns what the API answers."""
    slack.person("Maya").command("/textbank")
    return client.views_open(trigger_id=app.form["trigger_id"], view=view)["view"]


def test_a_command_is_a_signed_form(slack: SlackWorkspace, app: ListeningApp) -> None:
    slack.person("Maya").command("/textbank", "lists import", channel="#general")
    body, headers = app.calls[-1]

    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)
    assert {
        "command": "/textbank",
        "text": "lists import",
        "user_id": "U0MAYA",
        "channel_name": "general",
        "team_id": "T0RIVERSIDE",
        "api_app_id": "A0TEXTBANK",
    }.items() <= app.form.items()


def test_a_command_needs_a_channel_one_is_in(slack: SlackWorkspace) -> None:
    with pytest.raises(LookupError, match="textbank"):
        slack.person("Nat").command("/textbank", channel="#textbank")


def test_a_trigger_works_once_and_for_three_seconds(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient, clock: HandClock
) -> None:
    maya = slack.person("Maya")
    maya.command("/textbank")
    trigger = app.form["trigger_id"]

    clock.now += 3
    client.views_open(trigger_id=trigger, view=modal())
    assert refusal(client.views_open, trigger_id=trigger, view=modal()) == "exchanged_trigger_id"

    maya.command("/textbank")
    clock.now += 3.1
    late = app.form["trigger_id"]
    assert refusal(client.views_open, trigger_id=late, view=modal()) == "expired_trigger_id"
    assert refusal(client.views_open, trigger_id="1.2.3", view=modal()) == "invalid_trigger_id"


def test_a_broken_view_is_refused_and_leaves_the_trigger_good(
    slack: SlackWorkspace, client: WebClient, trigger: str
) -> None:
    broken = modal(title=plain("x" * 25))

    assert refusal(client.views_open, trigger_id=trigger, view=broken) == "invalid_arguments"
    assert client.views_open(trigger_id=trigger, view=modal())["ok"]
    assert slack.refused[0].problems == ("must be less than 25 characters [json-pointer:/title/text]",)


def test_an_update_on_an_old_hash_conflicts(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    view = open_modal(slack, app, client, modal())
    new = client.views_update(view_id=view["id"], hash=view["hash"], view=modal())["view"]

    assert new["hash"] != view["hash"]
    assert (
        refusal(client.views_update, view_id=view["id"], hash=view["hash"], view=modal()) == "hash_conflict"
    )
    assert refusal(client.views_update, view_id="V9", view=modal()) == "not_found"


def test_three_modals_fit_on_top_of_each_other(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    maya = slack.person("Maya")
    step = modal({"type": "actions", "elements": [button("Deeper")]})
    root = open_modal(slack, app, client, step)
    for _ in range(2):
        maya.click(maya.modal, "Deeper")
        view = client.views_push(trigger_id=app.payload["trigger_id"], view=step)["view"]
    maya.click(maya.modal, "Deeper")

    assert view["root_view_id"] == root["id"]
    assert view["previous_view_id"] == maya.modals[1].id
    assert refusal(client.views_push, trigger_id=app.payload["trigger_id"], view=step) == "push_limit_reached"

    maya.close()
    maya.click(maya.modal, "Deeper")
    assert client.views_push(trigger_id=app.payload["trigger_id"], view=step)["ok"]


def test_a_command_cannot_push(slack: SlackWorkspace, client: WebClient, trigger: str) -> None:
    assert refusal(client.views_push, trigger_id=trigger, view=modal()) == "invalid_trigger_id"


def test_an_external_id_is_taken_while_its_view_is_open(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    open_modal(slack, app, client, modal(external_id="import-1"))
    client.views_update(external_id="import-1", view=modal(external_id="import-1"))
    slack.person("Abe").command("/textbank")

    assert (
        refusal(client.views_open, trigger_id=app.form["trigger_id"], view=modal(external_id="import-1"))
        == "duplicate_external_id"
    )


def test_typed_text_survives_an_update_under_the_same_ids(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    maya = slack.person("Maya")
    field = input_block(TEXT, block_id="name")
    view = open_modal(slack, app, client, modal(field))
    maya.fill("Field", "kept")
    client.views_update(view_id=view["id"], view=modal(section("More"), field))
    assert maya.values["Field"]["value"] == "kept"

    client.views_update(view_id=view["id"], view=modal(input_block(TEXT, block_id="name.2")))
    assert maya.values["Field"]["value"] is None


@pytest.mark.parametrize(
    ("action", "titles"),
    [
        ({}, []),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": modal(title=plain("After"))}, ["After"]),
        ({"response_action": "push", "view": modal(title=plain("After"))}, ["Modal", "After"]),
    ],
)
def test_a_submission_does_what_the_app_answers(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient, action: dict[str, Any], titles: list[str]
) -> None:
    maya = slack.person("Maya")
    open_modal(slack, app, client, modal(input_block(TEXT, block_id="name"), private_metadata="7"))
    maya.fill("Field", "Volunteer")
    app.will_answer(action)

    assert maya.submit() == {}
    assert [view.title for view in maya.modals] == titles
    view = app.payload["view"]
    assert app.payload["type"] == "view_submission"
    assert view["state"]["values"] == {"name": {"text": {"type": "plain_text_input", "value": "Volunteer"}}}
    assert view["private_metadata"] == "7"


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"no such block": "Wrong"}},
        {"response_action": "update", "view": modal(title=plain("x" * 25))},
        {"response_action": "shrug"},
    ],
)
def test_an_answer_that_slack_refuses_leaves_the_modal_open_with_a_notice(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient, answer: dict[str, Any]
) -> None:
    maya = slack.person("Maya")
    open_modal(slack, app, client, modal())
    app.will_answer(answer)

    assert "trouble connecting" in maya.submit()[""]
    assert maya.modal is not None
    assert slack.refused[0].where == "answer to view_submission"


@pytest.mark.parametrize(
    ("element", "typed", "error"),
    [
        ({"type": "plain_text_input", "min_length": 3}, "ab", "Please enter at least 3 characters."),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "Please enter no more than 3 characters."),
        ({"type": "email_text_input"}, "maya", "Please enter a valid email address."),
        ({"type": "url_text_input"}, "riverside", "Please enter a valid URL."),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
        (
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"},
            "0",
            "Please enter a number of at least 1.",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "9"},
            "9.5",
            "Please enter a number of at most 9.",
        ),
    ],
)
def test_slacks_own_client_checks_before_the_app_is_asked(
    slack: SlackWorkspace,
    app: ListeningApp,
    client: WebClient,
    element: dict[str, Any],
    typed: str,
    error: str,
) -> None:
    maya = slack.person("Maya")
    open_modal(slack, app, client, modal(input_block(element)))
    maya.fill("Field", typed)
    calls = len(app.calls)

    assert maya.submit() == {"Field": error}
    assert len(app.calls) == calls


CHOICES = options(3)


@pytest.mark.parametrize(
    ("element", "said", "state"),
    [
        ({"type": "static_select", "options": CHOICES}, "Option 1", {"selected_option": CHOICES[1]}),
        ({"type": "radio_buttons", "options": CHOICES}, "Option 1", {"selected_option": CHOICES[1]}),
        (
            {"type": "multi_static_select", "options": CHOICES},
            ["Option 0", "Option 2"],
            {"selected_options": [CHOICES[0], CHOICES[2]]},
        ),
        ({"type": "checkboxes", "options": CHOICES}, ["Option 2"], {"selected_options": [CHOICES[2]]}),
        ({"type": "users_select"}, "Abe", {"selected_user": "U0ABE"}),
        ({"type": "multi_users_select"}, ["Abe", "Maya"], {"selected_users": ["U0ABE", "U0MAYA"]}),
        ({"type": "conversations_select"}, "#field", {"selected_conversation": "C0FIELD"}),
        ({"type": "channels_select"}, "field", {"selected_channel": "C0FIELD"}),
        ({"type": "timepicker"}, "18:30", {"selected_time": "18:30"}),
        ({"type": "datepicker"}, "2026-11-03", {"selected_date": "2026-11-03"}),
        ({"type": "datetimepicker"}, 1_700_000_000, {"selected_date_time": 1_700_000_000}),
        ({"type": "number_input", "is_decimal_allowed": False}, 100, {"value": "100"}),
    ],
)
def test_every_input_is_filled_by_what_people_see(
    slack: SlackWorkspace,
    app: ListeningApp,
    client: WebClient,
    element: dict[str, Any],
    said: Any,
    state: dict[str, Any],
) -> None:
    maya = slack.person("Maya")
    open_modal(slack, app, client, modal(input_block({**element, "action_id": "it"}, block_id="here")))
    maya.fill("Field", said)

    assert maya.submit() == {}
    assert app.payload["view"]["state"]["values"]["here"]["it"] == {"type": element["type"], **state}


def test_a_file_reaches_the_app_as_an_address_to_fetch(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    maya = slack.person("Maya")
    element = {"type": "file_input", "action_id": "it", "filetypes": ["csv"], "max_files": 1}
    open_modal(slack, app, client, modal(input_block(element, block_id="file")))
    maya.fill("Field", ("voters.csv", b"phone\n2125550101\n"))
    maya.submit()

    (file,) = app.payload["view"]["state"]["values"]["file"]["it"]["files"]
    headers = {"Authorization": f"Bearer {TOKEN}"}
    fetched = requests.get(file["url_private_download"], headers=headers, timeout=5)
    assert (file["name"], file["mimetype"], file["size"]) == ("voters.csv", "text/csv", 17)
    assert fetched.content == b"phone\n2125550101\n"


def test_a_click_tells_the_app_where_it_happened(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    message = posted(
        slack, client, section(accessory=button("Edit", action_id="tags.edit", value="7"), block_id="row")
    )
    slack.person("Abe").click(message, "Edit")

    payload = app.payload
    assert payload["type"] == "block_actions"
    assert payload["user"]["id"] == "U0ABE"
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == message.ts
    (action,) = payload["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("tags.edit", "row", "7")


def test_an_ephemeral_message_is_not_sent_back_to_the_app(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    maya = slack.person("Maya")
    blocks = [{"type": "actions", "elements": [button()]}]
    client.chat_postEphemeral(channel="C0GENERAL", user="U0MAYA", text="x", blocks=blocks)
    maya.click(maya.ephemerals[-1], "Press")

    assert app.payload["container"]["is_ephemeral"]
    assert "message" not in app.payload


def test_of_several_equal_buttons_the_words_beside_choose(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    rows = [section(name, accessory=button("Edit", value=name)) for name in ("Notes", "Moved")]
    message = posted(slack, client, *rows)
    maya = slack.person("Maya")
    maya.click(message, "Edit", beside="Moved")

    assert app.payload["actions"][0]["value"] == "Moved"
    with pytest.raises(LookupError, match="beside"):
        maya.click(message, "Edit")
    with pytest.raises(LookupError, match="no button 'Delete'"):
        maya.click(message, "Delete")


def test_overflow_choices_and_menus_in_messages_are_told_at_once(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    menu = {"type": "static_select", "placeholder": plain("Pick"), "options": CHOICES, "action_id": "pick"}
    more = {"type": "overflow", "options": CHOICES[:2], "action_id": "more"}
    message = posted(slack, client, {"type": "actions", "elements": [menu, more], "block_id": "row"})
    maya = slack.person("Maya")

    maya.click(message, "Option 1")
    assert app.payload["actions"][0]["selected_option"] == CHOICES[1]

    maya.fill("Pick", "Option 2", on=message)
    assert app.payload["actions"][0]["selected_option"] == CHOICES[2]
    assert app.payload["state"]["values"]["row"]["pick"]["selected_option"] == CHOICES[2]


def test_saying_no_to_a_confirmation_tells_the_app_nothing(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    confirm = {
        "title": plain("Sure?"),
        "text": plain("Really?"),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }
    message = posted(slack, client, {"type": "actions", "elements": [button(confirm=confirm)]})

    assert slack.person("Maya").click(message, "Press", confirm=False) is None
    assert app.calls == []


def test_a_response_url_works_five_times(slack: SlackWorkspace, app: ListeningApp, trigger: str) -> None:
    address = app.form["response_url"]
    statuses = [requests.post(address, json={"text": str(n)}, timeout=5).status_code for n in range(6)]

    assert statuses == [200] * 5 + [404]
    assert len(slack.person("Maya").ephemerals) == 5


def test_a_response_url_works_for_half_an_hour(app: ListeningApp, clock: HandClock, trigger: str) -> None:
    clock.now += 30 * 60
    assert requests.post(app.form["response_url"], json={"text": "late"}, timeout=5).ok

    clock.now += 1
    refused = requests.post(app.form["response_url"], json={"text": "too late"}, timeout=5)
    assert (refused.status_code, refused.text) == (404, "expired_url")


def test_a_response_url_can_replace_delete_and_speak_to_all(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    message = posted(slack, client, {"type": "actions", "elements": [button()]})
    slack.person("Maya").click(message, "Press")
    address = app.payload["response_url"]

    requests.post(address, json={"replace_original": True, "text": "Replaced"}, timeout=5)
    requests.post(address, json={"response_type": "in_channel", "text": "All"}, timeout=5)
    assert [each.text for each in slack.channel("#general").messages] == ["Replaced", "All"]

    requests.post(address, json={"delete_original": True}, timeout=5)
    assert [each.text for each in slack.channel("#general").messages] == ["All"]


@pytest.mark.parametrize(("kind", "seen"), [("ephemeral", 0), ("in_channel", 1)])
def test_a_command_is_answered_at_once_to_one_or_to_all(
    slack: SlackWorkspace, app: ListeningApp, kind: str, seen: int
) -> None:
    app.will_answer({"response_type": kind, "text": "Hello"})
    maya = slack.person("Maya")
    maya.command("/textbank")

    assert len(slack.channel("#general").messages) == seen
    assert len(maya.ephemerals) == 1 - seen


def test_a_bad_direct_answer_shows_a_failure_and_is_remembered(
    slack: SlackWorkspace, app: ListeningApp
) -> None:
    app.will_answer({"text": "Hi", "blocks": [{"type": "sectoin"}]})
    maya = slack.person("Maya")
    maya.command("/textbank")

    assert maya.notices == ["/textbank failed with the error “invalid_blocks”"]
    assert slack.refused[0].where == "answer to /textbank"


def test_an_event_can_come_again(slack: SlackWorkspace, app: ListeningApp) -> None:
    slack.event({"type": "user_change"}, event_id="Ev1")
    slack.event({"type": "user_change"}, event_id="Ev1", retry=1)

    assert app.calls[0][0] == app.calls[1][0]
    assert app.calls[1][1]["X-Slack-Retry-Num"] == "1"


def test_shortcuts_carry_a_trigger_and_on_messages_the_message(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    maya = slack.person("Maya")
    maya.shortcut("notes.add")
    assert app.payload["type"] == "shortcut"
    assert "response_url" not in app.payload

    message = posted(slack, client, section("A problem"))
    maya.shortcut("notes.add", message)
    assert app.payload["type"] == "message_action"
    assert app.payload["message"]["ts"] == message.ts


def test_closing_the_whole_stack_says_that_it_was_cleared(
    slack: SlackWorkspace, app: ListeningApp, client: WebClient
) -> None:
    maya = slack.person("Maya")
    open_modal(slack, app, client, modal(notify_on_close=True))
    maya.close(everything=True)

    assert app.payload["type"] == "view_closed"
    assert app.payload["is_cleared"]


def test_waiting_ends_with_the_change_or_with_what_was_refused(
    slack: SlackWorkspace, client: WebClient
) -> None:
    client.chat_postMessage(channel="#general", text="Here")

    assert slack.wait_for(lambda: slack.channel("#general").messages)[0].text == "Here"
    with pytest.raises(TimeoutError, match=r"Nothing came within 0.01 seconds"):
        slack.wait_for(lambda: slack.person("Maya").modal, timeout=0.01)

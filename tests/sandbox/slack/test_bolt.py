"""A tiny Bolt app driven by a person: command → modal → submission → message."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt import Ack, BoltRequest, BoltResponse
from slack_bolt import App as BoltApp
from slack_sdk import WebClient

from sandbox.slack import SlackWorkspace

SECRET = "a-signing-secret"
TOKEN = "xoxb-a-token"
TAG_MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "tags.new",
    "title": {"type": "plain_text", "text": "New tag"},
    "submit": {"type": "plain_text", "text": "Save"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Tag name"},
            "element": {"type": "plain_text_input", "action_id": "value", "max_length": 40},
        },
        {
            "type": "input",
            "block_id": "list",
            "optional": True,
            "label": {"type": "plain_text", "text": "List"},
            "element": {"type": "external_select", "action_id": "list", "min_query_length": 0},
        },
    ],
}


@pytest.fixture
def bolt() -> BoltApp:
    """A small app as one would write it for real Slack."""
    app = BoltApp(
        token=TOKEN,
        signing_secret=SECRET,
        token_verification_enabled=False,
        process_before_response=True,
    )
    app.command("/tags")(_open_form)
    app.view("tags.new")(_saved)
    app.view_closed("tags.new")(_closed)
    app.options("list")(_lists)
    app.action("hello")(_hello)
    app.event("app_home_opened")(_home)
    return app


@pytest.fixture
def slack(bolt: BoltApp) -> Iterator[SlackWorkspace]:
    """The workspace where it is installed."""
    with SlackWorkspace.start(_into(bolt), signing_secret=SECRET, bot_token=TOKEN) as workspace:
        bolt._client = WebClient(token=TOKEN, base_url=workspace.api_url)
        yield workspace
        assert workspace.refused == []


def _into(bolt: BoltApp) -> Callable[[str, dict[str, str]], BoltResponse]:
    return lambda body, headers: bolt.dispatch(BoltRequest(body=body, headers={**headers}))


def _open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=TAG_MODAL)


def _saved(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
    values = view["state"]["values"]
    name = values["name"]["value"]["value"]
    if name == "Taken":
        ack(response_action="errors", errors={"name": "There is a tag of that name already."})
        return
    ack()
    chosen = (values["list"]["list"]["selected_option"] or {}).get("value")
    client.chat_postMessage(channel=body["user"]["id"], text=f"Saved {name} for {chosen}")


def _closed(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.chat_postMessage(channel=body["user"]["id"], text="Never mind, then.")


def _lists(ack: Ack, body: dict[str, Any]) -> None:
    names = [name for name in ("Volunteers", "Voters") if body["value"].lower() in name.lower()]
    ack(options=[{"text": {"type": "plain_text", "text": name}, "value": name.lower()} for name in names])


def _hello(ack: Ack, respond: Any, body: dict[str, Any]) -> None:
    ack()
    respond(text=f"Hello {body['user']['id']}, you pressed {body['actions'][0]['value']}")


def _home(event: dict[str, Any], client: WebClient) -> None:
    words = {"type": "plain_text", "text": "Welcome home"}
    client.views_publish(
        user_id=event["user"], view={"type": "home", "blocks": [{"type": "header", "text": words}]}
    )


def test_a_command_opens_a_modal_and_its_submission_posts_a_message(slack: SlackWorkspace) -> None:
    maya = slack.person("Maya")
    maya.command("/tags", channel="#general")

    assert maya.modal is not None
    assert maya.modal.title == "New tag"
    maya.fill("Tag name", "Volunteer")
    maya.fill("List", "Voters")

    assert maya.submit() == {}
    assert maya.modal is None
    assert [message.text for message in slack.dm("Maya").messages] == ["Saved Volunteer for voters"]


def test_an_empty_required_field_is_found_by_the_client(slack: SlackWorkspace) -> None:
    maya = slack.person("Maya")
    maya.command("/tags")

    assert maya.submit() == {"Tag name": "Please complete this required field."}
    assert maya.modal is not None


def test_errors_of_the_app_show_at_their_field(slack: SlackWorkspace) -> None:
    maya = slack.person("Maya")
    maya.command("/tags")
    maya.fill("Tag name", "Taken")

    assert maya.submit() == {"Tag name": "There is a tag of that name already."}
    maya.fill("Tag name", "Free")
    assert maya.submit() == {}


def test_closing_tells_the_app_when_it_asked_for_that(slack: SlackWorkspace) -> None:
    maya = slack.person("Maya")
    maya.command("/tags")
    maya.close()

    assert maya.modal is None
    assert slack.dm("Maya").messages[-1].text == "Never mind, then."


def test_options_are_loaded_from_the_app(slack: SlackWorkspace) -> None:
    maya = slack.person("Maya")
    maya.command("/tags")

    assert maya.options("List", "v") == ["Volunteers", "Voters"]
    assert maya.options("List", "nobody") == []


def test_an_option_is_found_by_how_it_begins(slack: SlackWorkspace) -> None:
    maya = slack.person("Maya")
    maya.command("/tags")
    maya.fill("List", "Vol")

    assert maya.values["List"]["selected_option"]["value"] == "volunteers"
    with pytest.raises(LookupError, match="no option 'Vo'"):
        maya.fill("List", "Vo")


def test_a_click_is_answered_by_response_url_for_one_person_only(slack: SlackWorkspace) -> None:
    client = WebClient(token=TOKEN, base_url=slack.api_url)
    button = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Press"},
        "action_id": "hello",
        "value": "7",
    }
    client.chat_postMessage(
        channel="#general", text="A button", blocks=[{"type": "actions", "elements": [button]}]
    )
    maya = slack.person("Maya")
    maya.click(slack.channel("#general").messages[-1], "Press")

    assert [message.text for message in maya.ephemerals] == ["Hello U0MAYA, you pressed 7"]
    assert slack.person("Abe").ephemerals == []
    assert [message.text for message in slack.channel("#general").messages] == ["A button"]


def test_opening_app_home_shows_what_the_app_publishes(slack: SlackWorkspace) -> None:
    assert slack.text_of(slack.person("Maya").home()) == "Welcome home"


def test_the_app_proves_its_address(slack: SlackWorkspace) -> None:
    assert slack.verify_url()


def test_a_forged_signature_is_refused_by_the_app(bolt: BoltApp) -> None:
    with SlackWorkspace.start(_into(bolt), signing_secret="another", bot_token=TOKEN) as slack:
        nat = slack.person("Nat")
        answer = nat.command("/tags")

        assert answer.status == 401
        assert nat.notices == ["/tags failed with the error “http_service_error_401”"]


def test_an_app_that_takes_too_long_shows_slacks_own_notice(bolt: BoltApp) -> None:
    with SlackWorkspace.start(_into(bolt), signing_secret=SECRET, bot_token=TOKEN, patience=-1) as slack:
        maya = slack.person("Maya")
        maya.command("/tags")

        assert maya.ephemerals[-1].text == "/tags failed with the error “operation_timeout”"

"""The Slack console in a real browser: by label and role, on a desktop and on a small phone."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect
from slack_sdk import WebClient

from sandbox.slack import SlackWorkspace
from sandbox.slack.link import Answer
from tests.e2e.conftest import DESKTOP, PHONE, open_page
from tests.sandbox.slack.kit import SECRET, TOKEN, button, home, input_block, modal, options, plain, section

pytestmark = pytest.mark.e2e

NAME = {"type": "plain_text_input", "action_id": "it"}
FORM = modal(
    input_block(NAME, block_id="name", label=plain("Tag name"), hint=plain("People see it on the report.")),
    input_block(
        {"type": "file_input", "action_id": "it"}, block_id="file", label=plain("List file"), optional=True
    ),
    input_block(
        {"type": "external_select", "action_id": "it", "min_query_length": 0},
        block_id="list",
        label=plain("Contact list"),
        optional=True,
    ),
    input_block(
        {"type": "multi_static_select", "action_id": "it", "options": options(3)},
        block_id="folders",
        label=plain("Folders"),
        optional=True,
    ),
    input_block(
        {"type": "users_select", "action_id": "it"}, block_id="from", label=plain("From"), optional=True
    ),
    {"type": "actions", "elements": [button("Preview", action_id="preview")]},
    title=plain("New tag"),
)
CONFIRM = {
    "title": plain("Pause it?"),
    "text": plain("Nobody can text."),
    "confirm": plain("Pause"),
    "deny": plain("Keep going"),
}


class TagApp:
    """A small app: a command opens a form, its submission posts a message.

    Attributes:
        meanwhile: what it does once before it answers with a menu's options.
    """

    def __init__(self) -> None:
        self.client = WebClient()
        self.meanwhile: list[Callable[[], None]] = []
        self._view_id = ""
        self.submitted: dict[str, Any] = {}
        self.pressed: list[str] = []

    def __call__(self, body: str, headers: dict[str, str]) -> Answer:
        form = dict(parse_qsl(body, keep_blank_values=True))
        if "command" in form:
            return self._command(form)
        if "payload" in form:
            return self._interaction(json.loads(form["payload"]))
        event = json.loads(body)["event"]
        self.client.views_publish(user_id=event["user"], view=home(section(f"Hello <@{event['user']}>")))
        return Answer(200, "")

    def reword(self) -> None:
        """Change the form while somebody fills it in."""
        self.client.views_update(view_id=self._view_id, view=FORM | {"title": plain("Reworded")})

    def _command(self, form: dict[str, str]) -> Answer:
        if form["text"]:
            return Answer(200, json.dumps({"text": f"You said {form['text']}"}))
        answer = self.client.views_open(trigger_id=form["trigger_id"], view=FORM)
        self._view_id = answer["view"]["id"]
        return Answer(200, "")

    def _interaction(self, payload: dict[str, Any]) -> Answer:
        if payload["type"] == "block_suggestion":
            while self.meanwhile:
                self.meanwhile.pop()()
            return Answer(200, json.dumps({"options": options(2)}))
        if payload["type"] == "block_actions":
            return self._pressed(payload)
        self.submitted = payload["view"]["state"]["values"]
        name = self.submitted["name"]["it"]["value"]
        if name == "Taken":
            return Answer(200, json.dumps({"response_action": "errors", "errors": {"name": "It is taken."}}))
        self.client.chat_postMessage(channel=payload["user"]["id"], text=f"Saved *{name}*")
        return Answer(200, "")

    def _pressed(self, payload: dict[str, Any]) -> Answer:
        self.pressed.append(payload["actions"][0]["action_id"])
        if "view" in payload:
            view = {"type": "modal", "title": plain("Preview"), "blocks": [section("Hi *Pat*")]}
            self.client.views_push(trigger_id=payload["trigger_id"], view=view)
        return Answer(200, "")


@pytest.fixture
def app() -> TagApp:
    return TagApp()


@pytest.fixture
def slack(app: TagApp) -> Iterator[SlackWorkspace]:
    with SlackWorkspace.start(app, signing_secret=SECRET, bot_token=TOKEN) as slack:
        app.client = WebClient(token=TOKEN, base_url=slack.api_url)
        yield slack
        assert slack.refused == []


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(browser: Browser, slack: SlackWorkspace, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = open_page(browser, request.param)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(slack.url)
    yield page
    page.context.close()
    assert errors == []


def say(page: Page, line: str) -> None:
    """Type a line into the composer."""
    page.get_by_label("Message", exact=True).fill(line)
    page.get_by_role("button", name="Send").click()


def go(page: Page, place: str) -> None:
    """Choose a place in the sidebar, behind its button on a phone."""
    menu = page.get_by_role("button", name="Channels and people")
    if menu.is_visible():
        menu.click()
    page.get_by_role("link", name=place, exact=True).click()


def problems(page: Page) -> list[str]:
    """What axe finds, with the elements it concerns."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]


def opened(page: Page, title: str = "New tag") -> Locator:
    """The dialog of this title."""
    dialog = page.get_by_role("dialog", name=title)
    expect(dialog).to_be_visible()
    return dialog


def test_a_form_is_filled_by_its_labels_and_sent(app: TagApp, page: Page) -> None:
    say(page, "/tags")
    form = opened(page)
    form.get_by_label("Tag name").fill("Volunteer")
    form.get_by_label("List file").set_input_files(
        {"name": "voters.csv", "mimeType": "text/csv", "buffer": b"phone\n"}
    )
    form.get_by_label("Contact list").click()
    form.get_by_role("listbox", name="Options").get_by_role("option", name="Option 1").click()
    form.get_by_label("Folders").select_option(["Option 0", "Option 2"])
    form.get_by_label("From").select_option("Abe Lindqvist")
    form.get_by_role("button", name="Save").click()

    expect(form).to_be_hidden()
    assert app.submitted["file"]["it"]["files"][0]["name"] == "voters.csv"
    assert app.submitted["list"]["it"]["selected_option"] == options(2)[1]
    assert app.submitted["folders"]["it"]["selected_options"] == [options(3)[0], options(3)[2]]
    assert app.submitted["from"]["it"]["selected_user"] == "U0ABE"
    go(page, "Textbank")
    expect(page.get_by_role("article").get_by_text("Saved Volunteer")).to_be_visible()


def test_a_list_stays_open_when_the_form_changes_under_it(app: TagApp, page: Page) -> None:
    app.meanwhile.append(app.reword)
    say(page, "/tags")
    opened(page).get_by_label("Contact list").click()
    form = opened(page, "Reworded")

    form.get_by_role("listbox", name="Options").get_by_role("option", name="Option 1").click()

    expect(form.get_by_role("button", name="Remove Option 1")).to_be_visible()
    expect(form.get_by_role("listbox", name="Options")).to_be_hidden()


def test_a_press_is_heard_though_the_page_changes_under_it(app: TagApp, page: Page) -> None:
    say(page, "/tags")
    form = opened(page)
    form.get_by_role("button", name="Close all").hover()
    page.mouse.down()
    with page.expect_response("**/_console/parts*"):
        app.reword()
    page.mouse.up()

    expect(page.get_by_role("dialog")).to_have_count(0)


def test_what_was_chosen_stays_when_the_form_changes_before_it_is_told(app: TagApp, page: Page) -> None:
    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    page.route("**/_console/change", hold)
    say(page, "/tags")
    form = opened(page)
    form.get_by_label("Tag name").fill("Volunteer")
    form.get_by_label("Contact list").click()
    form.get_by_role("listbox", name="Options").get_by_role("option", name="Option 1").click()
    app.reword()
    form = opened(page, "Reworded")
    form.get_by_role("button", name="Save").click()
    for route in on_their_way:
        route.continue_()

    expect(form).to_be_hidden()
    assert app.submitted["list"]["it"]["selected_option"] == options(2)[1]


def test_errors_stand_at_their_field_and_nothing_typed_is_lost(page: Page) -> None:
    say(page, "/tags")
    form = opened(page)
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_have_text("⚠ Please complete this required field.")

    form.get_by_label("Tag name").fill("Taken")
    form.get_by_label("List file").set_input_files(
        {"name": "voters.csv", "mimeType": "text/csv", "buffer": b"phone\n"}
    )
    form.get_by_role("button", name="Save").click()

    expect(form.get_by_label("Tag name")).to_have_accessible_description(
        "People see it on the report. ⚠ It is taken."
    )
    expect(form.get_by_label("Tag name")).to_have_value("Taken")
    expect(form.get_by_label("List file")).to_have_value("C:\\fakepath\\voters.csv")


def test_a_modal_on_top_of_another_leads_back(page: Page) -> None:
    say(page, "/tags")
    opened(page).get_by_label("Tag name").fill("Half typed")
    page.get_by_role("button", name="Preview").click()
    expect(opened(page, "Preview").get_by_text("Hi Pat")).to_be_visible()

    page.get_by_role("button", name="Back").click()
    expect(opened(page).get_by_label("Tag name")).to_have_value("Half typed")

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_slack_asks_before_a_dangerous_button(app: TagApp, page: Page) -> None:
    danger = button("Pause", style="danger", confirm=CONFIRM, action_id="pause")
    app.client.chat_postMessage(
        channel="#general", text="It runs", blocks=[{"type": "actions", "elements": [danger]}]
    )
    message = page.get_by_role("article").last
    message.get_by_role("button", name="Pause").click()
    opened(page, "Pause it?").get_by_role("button", name="Keep going").click()
    message.get_by_role("button", name="Pause").click()
    asked = opened(page, "Pause it?")
    asked.get_by_role("button", name="Pause").click()
    expect(asked).to_be_hidden()
    say(page, "/tags after")
    expect(page.get_by_text("You said after")).to_be_visible()

    assert app.pressed == ["pause"]


def test_commands_are_offered_while_typing(page: Page) -> None:
    line = page.get_by_label("Message", exact=True)
    line.press_sequentially("/ta")
    page.get_by_role("option", name="/tags").click()
    expect(line).to_have_value("/tags ")

    line.press_sequentially("hello")
    line.press("Enter")
    answer = page.get_by_role("article").last
    expect(answer).to_contain_text("Only visible to you")
    expect(answer).to_contain_text("You said hello")


def test_one_can_be_somebody_else(slack: SlackWorkspace, page: Page) -> None:
    say(page, "/tags for Maya only")
    expect(page.get_by_text("You said for Maya only")).to_be_visible()

    page.get_by_label("You are").select_option("Nat Stranger")
    expect(page).to_have_url(re.compile("as=U0NAT"))
    expect(page.get_by_text("You said for Maya only")).to_have_count(0)
    go(page, "App Home")
    expect(page.get_by_text("Hello @Nat")).to_be_visible()


def test_what_happens_shows_without_a_reload_and_unread_places_are_marked(app: TagApp, page: Page) -> None:
    app.client.chat_postMessage(channel="#general", text="Live")
    app.client.chat_postMessage(channel="#textbank", text="Elsewhere")

    expect(page.get_by_text("Live")).to_be_visible()
    expect(page.locator("a.unread")).to_have_text("# textbank")


def test_files_can_be_downloaded(app: TagApp, page: Page) -> None:
    app.client.files_upload_v2(channel="C0GENERAL", filename="refused rows.csv", content="a,b\n")
    with page.expect_download() as download:
        page.get_by_role("link", name="refused rows.csv").click()

    assert download.value.suggested_filename == "refused rows.csv"
    assert download.value.path().read_bytes() == b"a,b\n"


def test_everybody_can_use_it(app: TagApp, page: Page) -> None:
    app.client.chat_postMessage(channel="#general", text="Words", blocks=[section("*Words*"), section()])
    expect(page.get_by_role("article")).to_have_count(1)
    assert problems(page) == []

    say(page, "/tags")
    opened(page)
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

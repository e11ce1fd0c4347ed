"""The phones in a real browser: live without a reload, on a desktop and on a small phone, for everybody."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sandbox.twilio import MAGIC, TwilioServer
from tests.e2e.conftest import DESKTOP, PHONE, open_page
from tests.sandbox.twilio.kit import PAT, NotingApp, standin, text

pytestmark = pytest.mark.e2e


@pytest.fixture
def server() -> Iterator[TwilioServer]:
    server = TwilioServer(standin(NotingApp()))
    yield server
    server.stop()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = open_page(browser, request.param)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    page.context.close()
    assert problems == []


def arrive(server: TwilioServer, body: str) -> None:
    text(server.twilio, PAT, body)
    server.twilio.deliver_all()


def test_a_phone_is_opened_and_talks_both_ways(server: TwilioServer, page: Page) -> None:
    page.goto(server.url)
    page.get_by_label("Open a phone").fill("(212) 555-0107")
    page.get_by_role("button", name="Open").click()
    thread = page.get_by_role("log", name="Texts")

    arrive(server, "482913 is your Textbank code")
    expect(thread.get_by_text("482913")).to_be_in_viewport()

    page.get_by_label("Message").fill("Thanks 👍")
    page.get_by_role("button", name="Send").click()
    expect(thread.get_by_text("Thanks 👍")).to_be_visible()
    expect(page.get_by_label("Message")).to_have_value("")

    page.get_by_role("button", name="STOP").click()
    expect(thread.get_by_text("successfully been unsubscribed")).to_be_in_viewport()
    expect(page.get_by_text("Said STOP")).to_be_visible()
    expect(thread.get_by_role("listitem")).to_have_count(4)


def test_the_list_fills_by_itself_and_the_newest_is_on_top(server: TwilioServer, page: Page) -> None:
    page.goto(server.url)
    expect(page.get_by_text("No phone has been texted yet.")).to_be_visible()

    arrive(server, "Hi Pat")
    page.get_by_role("link", name="(212) 555-0107").click()

    expect(page.get_by_role("heading", name="(212) 555-0107")).to_be_visible()


def test_people_are_switched_on(server: TwilioServer, page: Page) -> None:
    page.goto(server.url)
    page.get_by_role("switch", name="People answer by themselves").click()

    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    assert server.twilio.people.answering


@pytest.mark.parametrize("path", ["/", f"/phones/{PAT}", f"/phones/{MAGIC['filtered']}", "/numbers"])
def test_nothing_stands_in_anybodys_way(server: TwilioServer, page: Page, path: str) -> None:
    arrive(server, "Hi Pat, see https://x.test/a-long-address-that-has-no-place-to-break-anywhere-at-all")
    page.goto(server.url + path)

    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

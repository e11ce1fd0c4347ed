"""The volunteer's screens in a real browser, on a phone: one press a text, nothing typed is ever lost."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select
from werkzeug.serving import make_server

from core.config import read_settings
from core.conversations.inbox import touch
from core.conversations.sending import send_initial
from core.db import Database
from core.migrating import migrate
from core.models import Contact, Conversation, Message, User
from core.people.links import sign_in_link
from inbox.app import make_app
from tests import factories
from tests.e2e.conftest import PHONE, open_page
from tests.factories import NOON

pytestmark = pytest.mark.e2e

KEY = "a key for tests"
NAMES = ("Pat Quinn", "Lee Wong", "Ana Cruz", "Bob Li", "Kim Ha")


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Database]:
    """An action with five contacts in its pool, sent to Jo; Pat was texted by her already."""
    database = Database(f"sqlite:///{tmp_path / 'bank.db'}")
    migrate(database.engine)
    with database.sessions.begin() as session:
        campaign = factories.campaign(session)
        jo = factories.user(session, campaign, "Jo Park", phone="+12125550101")
        voters = factories.contact_list(session, campaign, "Voters")
        people = [
            factories.contact(session, voters, name, f"+121255501{at}") for at, name in enumerate(NAMES, 11)
        ]
        action = factories.action(session, voters, contacts=people, audience=[jo])
        pat = factories.held(session, action, people[0], jo)
        send_initial(session, pat.id, by=jo, key="first", now=NOON - timedelta(hours=1))
    yield database
    database.dispose()


@pytest.fixture
def page(bank: Database, browser: Browser) -> Iterator[Page]:
    """Jo's phone, signed in."""
    settings = read_settings(secret_key=KEY)
    server = make_server("127.0.0.1", 0, make_app(settings, bank, clock=lambda: NOON), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = open_page(browser, PHONE)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    with bank.readers() as session:
        jo = session.scalars(select(User)).one()
    page.goto(sign_in_link(f"http://127.0.0.1:{server.server_port}", KEY, jo))
    yield page
    page.context.close()
    server.shutdown()
    server.server_close()
    assert [] == problems


def start(page: Page) -> None:
    page.get_by_role("button", name="Start texting").click()
    expect(page.get_by_role("heading", name="Lee Wong")).to_be_visible()


def open_pats(page: Page) -> None:
    page.get_by_role("link", name="All", exact=True).click()
    page.get_by_role("link", name="Pat Quinn").click()


def texts(bank: Database) -> int:
    with bank.readers() as session:
        return session.scalar(select(func.count()).select_from(Message).filter_by(kind="initial")) or 0


def say(bank: Database, body: str) -> None:
    """Let Pat write."""
    with bank.sessions.begin() as session:
        conversation = session.scalars(
            select(Conversation).filter(Conversation.initial_at.is_not(None))
        ).one()
        factories.heard(session, conversation, body)
        touch(session, conversation.holder_id)


def test_a_whole_batch_goes_by_the_keyboard_alone(bank: Database, page: Page) -> None:
    start(page)
    for name in NAMES[1:]:
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        expect(page.get_by_role("button", name="Send")).to_be_focused()
        page.keyboard.press("Enter")

    expect(page.get_by_text("Batch done: 4 sent.")).to_be_visible()
    assert 5 == texts(bank)


def test_a_key_that_is_held_down_sends_one_text(bank: Database, page: Page) -> None:
    start(page)
    with page.expect_response("**/initial"):
        for _ in range(30):
            page.keyboard.down("Enter")
        page.keyboard.up("Enter")

    expect(page.get_by_role("heading", name="Ana Cruz")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_focused()
    expect(page.get_by_text("1 of 4")).to_be_visible()
    assert 2 == texts(bank)


def test_what_was_not_sent_stays_in_view_until_it_is_handled(bank: Database, page: Page) -> None:
    start(page)
    with bank.sessions.begin() as session:
        session.scalars(select(Contact).filter_by(first_name="Lee")).one().undeliverable = "landline"

    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Send").click()

    problems = page.get_by_role("list", name="Not sent")
    expect(problems).to_contain_text("it is a landline")
    expect(page.get_by_role("heading", name="Bob Li")).to_be_visible()
    problems.get_by_role("link", name="Leave it").click()
    expect(problems).to_be_hidden()


def test_a_text_pressed_without_a_network_can_be_tried_again(bank: Database, page: Page) -> None:
    start(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("No answer from the server")).to_be_visible()
    page.context.set_offline(False)

    with page.expect_response("**/initial"):
        page.get_by_role("button", name="Try again").click()

    expect(page.get_by_role("list", name="Not sent")).to_be_hidden()
    expect(page.get_by_text("1 of 4")).to_be_visible()
    assert 2 == texts(bank)


def test_skipping_shows_the_next_at_once(page: Page) -> None:
    start(page)
    page.get_by_role("link", name="Skip", exact=True).click()

    expect(page.get_by_role("heading", name="Ana Cruz")).to_be_visible()


def test_a_reply_appears_by_itself_and_leaves_the_draft_alone(bank: Database, page: Page) -> None:
    open_pats(page)
    box = page.get_by_label("Your answer to Pat")
    box.fill("I am typing")

    say(bank, "Who is this?")

    expect(page.get_by_text("Who is this?")).to_be_visible(timeout=5000)
    expect(box).to_have_value("I am typing")
    page.reload()
    expect(box).to_have_value("I am typing")
    page.get_by_role("button", name="Reply").click()
    expect(page.get_by_role("list").get_by_text("I am typing")).to_be_visible()
    expect(box).to_have_value("")
    page.reload()
    expect(box).to_have_value("")


def test_a_reply_appears_on_the_first_page_too(bank: Database, page: Page) -> None:
    page.get_by_role("link", name="Needs attention", exact=True).click()
    expect(page.get_by_text("Nobody is waiting for you")).to_be_visible()

    say(bank, "Who is this?")

    expect(page.get_by_text("Who is this?")).to_be_visible(timeout=5000)


def test_a_response_is_tapped_in_and_its_cost_is_told(page: Page) -> None:
    open_pats(page)
    page.get_by_role("link", name="Yes").click()

    expect(page.get_by_label("Your answer to Pat")).to_have_value("Great, thank you Pat!")
    expect(page.get_by_text("21 characters · 1 text")).to_be_visible()


def test_a_report_opens_in_place_and_keeps_the_draft(bank: Database, page: Page) -> None:
    open_pats(page)
    box = page.get_by_label("Your answer to Pat")
    box.fill("Half a thought")
    page.get_by_role("button", name="Fill report").click()
    expect(page.get_by_role("heading", name="Report")).to_be_focused()

    page.get_by_role("button", name="Save report").click()

    expect(page.get_by_text("Report saved.")).to_be_visible()
    expect(box).to_have_value("Half a thought")


def test_nobody_is_shut_out(page: Page) -> None:
    """WCAG by axe, and no sideways scrolling, on the screens of a small phone."""
    check(page)
    start(page)
    check(page)
    page.get_by_role("link", name="Inbox").click()
    open_pats(page)
    check(page)
    page.get_by_role("button", name="Fill report").click()
    expect(page.get_by_role("heading", name="Report")).to_be_focused()
    check(page)


def check(page: Page) -> None:
    problems = Axe().run(page).response["violations"]
    assert [] == [problem["id"] for problem in problems]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""The whole job, as a new user would do it: console, phones and inbox, on a desktop and on a small phone."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.acting import SOON, Console, Inbox, Phone
from tests.e2e.conftest import DESKTOP, PHONE, Demo, open_page

pytestmark = pytest.mark.e2e

PAT, LEE, KIM = "+12125550151", "+12125550152", "+12125550153"
RAE = "+12125550154"
LIST = """First Name,Last Name,Cell Phone,Polling Place
Pat,Quinn,(212) 555-0151,Town Hall
Lee,Wong,212.555.0152,Library
Kim,O’Neil,212-555-0153,
Nobody,Known,unknown,
Pat,Quinn,+1 212 555 0151,Town Hall
"""
SCRIPT = (
    "Hi {{ first_name }}, {{ sender_first_name }} from Riverside for All. Will you vote? Stop to opt out."
)


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    return dict(request.param)


def test_the_whole_job(browser: Browser, fresh_demo: Demo, size: dict[str, int], tmp_path: Path) -> None:
    demo = fresh_demo
    maya = Console(browser, demo, size)
    let_nobody_answer_by_themselves(browser, demo, size)

    import_a_list(maya, tmp_path)
    make_a_tag(maya)
    publish_an_action(maya)
    rae = join(maya, browser, demo, size)
    send_first_texts(rae, browser, demo, size)
    answer_and_report(rae, browser, demo, size)
    say_stop(rae, browser, demo, size)
    look_at_results(maya)
    reassign(maya, browser, demo, size)
    push_a_summary(maya)
    assert_nothing_drifted(demo)


def let_nobody_answer_by_themselves(browser: Browser, demo: Demo, size: dict[str, int]) -> None:
    phones = open_page(browser, size)
    phones.goto(demo.phones)
    switch = phones.get_by_role("switch", name="People answer by themselves")
    switch.click()
    expect(switch).not_to_be_checked()


def import_a_list(maya: Console, folder: Path) -> None:
    file = folder / "neighbours.csv"
    file.write_text(LIST)
    maya.open("/textbank lists import", "Import contacts")
    maya.fill("List name", "Neighbours")
    maya.modal.get_by_label("File").set_input_files(file)
    maya.press("Next")
    expect(maya.modal.get_by_label("Cell Phone")).to_be_visible(timeout=SOON)
    maya.press("Import")
    expect(maya.modal).to_contain_text("Import started")
    maya.close()

    maya.go("Textbank")
    maya.reads("neighbours.refused.csv")
    maya.reads("5 rows")
    maya.reads(re.compile(r"New\s*3"))


def make_a_tag(maya: Console) -> None:
    maya.go("textbank")
    maya.open("/tags", "Tags")
    maya.press("Create tag")
    maya.fill("Tag name", "Needs a ride")
    maya.press("Save")
    expect(maya.modal).to_contain_text("needs_a_ride")
    maya.close()


def publish_an_action(maya: Console) -> None:
    maya.open("/textbank actions new", "Action: 1 of 5")
    maya.fill("Title", "Neighbours vote")
    maya.fill("Instructions", "Be kind.")
    maya.choose("Contact list", "Neighbours")
    maya.fill("Batch size", "2")
    maya.modal.get_by_label("Channel for news").select_option("#textbank")
    maya.press("Next")
    maya.shows("Action: 2 of 5")
    maya.fill("Initial script", SCRIPT.replace("first_name }}, {{", "fist_name }}, {{", 1))
    maya.press("Next")
    # an unknown variable cannot be saved
    expect(maya.modal.get_by_role("alert")).to_contain_text("fist_name")
    maya.fill("Initial script", SCRIPT)
    maya.press("Next")
    maya.shows("Action: 3 of 5")
    maya.press("Add response")
    maya.fill("Response name", "Thanks")
    maya.fill(
        "Text",
        "Thank you {{ first_name }}! See you at {{ polling_place | default('the polls') }}.",
    )
    maya.choose("Tags that sending it sets", "Needs a ride")
    maya.press("Save")
    expect(maya.modal).to_contain_text("1. Thanks")
    maya.press("Next")
    maya.shows("Action: 4 of 5")
    maya.press("Next")
    expect(maya.modal).to_contain_text("Hi Pat, Maya from Riverside for All.")
    maya.press("Publish …")
    expect(maya.modal).to_contain_text("can be texted")
    maya.press("Publish")
    expect(maya.modal).to_contain_text("is published", ignore_case=True)
    maya.close()
    maya.reads("Neighbours vote was published")


def join(maya: Console, browser: Browser, demo: Demo, size: dict[str, int]) -> Inbox:
    maya.go("App Home")
    maya.reads("/join/")
    address = maya.page.get_by_text("/join/").last.inner_text().split()[-1]
    maya.go("textbank")
    rae = Inbox(browser, size)
    rae.join(address, "Rae", "Ito", "(212) 555-0154")
    rae.prove(Phone(browser, demo, size, RAE).code())
    rae.reads("Neighbours vote")
    return rae


def send_first_texts(rae: Inbox, browser: Browser, demo: Demo, size: dict[str, int]) -> None:
    card = rae.page.locator("article", has_text="Neighbours vote")
    card.get_by_role("button", name="Start texting").click()
    rae.reads("Hi Pat, Rae from Riverside for All.")
    rae.press("Send")
    rae.reads("Hi Lee, Rae from Riverside for All.")
    expect(rae.page.get_by_role("button", name="Send", exact=True).first).to_be_focused()
    rae.page.keyboard.press("Enter")  # the keyboard is enough
    rae.press("Next batch")
    rae.reads("Hi Kim, Rae from Riverside for All.")
    rae.press("Send")

    Phone(browser, demo, size, PAT).reads("Hi Pat, Rae from Riverside for All.")
    Phone(browser, demo, size, KIM).reads("Hi Kim, Rae from Riverside for All.")


def answer_and_report(rae: Inbox, browser: Browser, demo: Demo, size: dict[str, int]) -> None:
    rae.home()
    pat = Phone(browser, demo, size, PAT)
    pat.answer("Yes, but where is it?")
    # the reply shows by itself
    rae.reads("Yes, but where is it?")
    rae.tab("Needs attention")
    rae.page.get_by_role("link", name="Pat Quinn").click()
    rae.page.get_by_role("link", name="Thanks").click()
    rae.press("Reply")
    pat.reads("Thank you Pat! See you at Town Hall.")

    rae.press("Fill report")
    expect(rae.page.get_by_role("switch", name="Needs a ride")).to_be_checked()
    rae.page.get_by_label("Strong supporter").check()
    rae.page.get_by_label("Notes").fill("Will bring a friend")
    rae.press("Save report")
    rae.reads("Report")


def say_stop(rae: Inbox, browser: Browser, demo: Demo, size: dict[str, int]) -> None:
    rae.home()
    Phone(browser, demo, size, LEE).answer("Stop.")
    rae.tab("Archived")
    rae.reads("Lee Wong")
    rae.page.get_by_role("link", name="Lee Wong").click()
    expect(rae.page.get_by_role("button", name="Reply", exact=True)).to_have_count(0)


def look_at_results(maya: Console) -> None:
    maya.open("/results Neighbours", "Results")
    expect(maya.modal).to_contain_text("Neighbours vote")
    expect(maya.modal).to_contain_text("3 on the list = 3 attempted + 0 remaining + 0 not eligible")
    expect(maya.modal).to_contain_text("1 of 2 (50 %)")
    maya.press("Post to channel")
    maya.press("Post")
    maya.close()
    maya.reads("1 of 2 (50 %)")


def reassign(maya: Console, browser: Browser, demo: Demo, size: dict[str, int]) -> None:
    jo = Inbox(browser, size)
    jo.page.goto(demo.sign_in)
    maya.open("/reassign", "Reassign")
    maya.choose("From", "Rae Ito")
    maya.choose("To", "Jo Park")
    maya.press("Next")
    expect(maya.modal).to_contain_text("3 conversations")
    maya.press("Reassign")
    maya.shows("Reassigned")
    maya.close()
    jo.reads("Pat Quinn")


def push_a_summary(maya: Console) -> None:
    maya.open("/textbank summaries", "Summaries")
    maya.press("Create summary")
    maya.modal.get_by_label("Channel").select_option("#field")
    maya.press("Save")
    maya.press("Send now")
    maya.close()
    maya.go("field")
    maya.reads("Neighbours vote: 4 texts, 2 replies")


def assert_nothing_drifted(demo: Demo) -> None:
    """The counters equal a full recount, and no phone got anything twice."""
    database = demo.folder / ".demo" / "textbank.db"
    run = [sys.executable, "-m", "textbank", "recount"]
    told = subprocess.run(
        run, env={"DATABASE_URL": f"sqlite:///{database}"}, capture_output=True, text=True, check=False
    )
    assert 0 == told.returncode, told.stdout + told.stderr
    with sqlite3.connect(database) as rows:
        assert [] == rows.execute("SELECT body FROM messages WHERE state = 'queued'").fetchall()

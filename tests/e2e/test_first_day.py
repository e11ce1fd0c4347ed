"""A campaign's first day: nothing is there; the app is installed, set up, and the first text goes out."""

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.acting import SOON, Console, Inbox, Phone
from tests.e2e.conftest import DESKTOP, Demo, open_page

pytestmark = pytest.mark.e2e

PAT, RAE = "+12125550151", "+12125550154"
LIST = "First Name,Last Name,Cell Phone,VANID,Needs a ride\nPat,Quinn,(212) 555-0151,7,yes\n"
SCRIPT = "Hi {{ first_name }}, {{ sender_first_name }} from Hillside. Will you vote? Stop to opt out."


def test_the_first_day(browser: Browser, first_day: Demo, tmp_path: Path) -> None:
    demo = first_day
    install(browser, demo)
    maya = Console(browser, demo, DESKTOP)
    maya.go("App Home")
    maya.reads("0 of 5 done.")

    say_who_we_are(maya)
    agree_to_the_hours(maya)
    state_the_registration(maya)
    invite_an_admin(maya)
    make_a_folder_and_a_tag(maya)
    import_a_list(maya, tmp_path)
    maya.go("App Home")
    expect(maya.page.get_by_role("main")).not_to_contain_text("First steps")

    publish_an_action(maya)
    let_it_be_day(demo)
    rae = join(maya, browser, demo)
    send_the_first_text(rae, browser, demo)
    ask_an_admin(rae, maya, browser, demo)
    see_who_did_what(maya)


def install(browser: Browser, demo: Demo) -> None:
    page = open_page(browser, DESKTOP)
    page.goto(f"{demo.product}/slack/install")
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_role("main")).to_contain_text("You own its text bank.")


def say_who_we_are(maya: Console) -> None:
    maya.press_here("Change name or zone")
    maya.fill("Organisation name", "Hillside")
    maya.press("Save")
    maya.reads("1 of 5 done.")


def agree_to_the_hours(maya: Console) -> None:
    maya.press_here("These are right")
    maya.reads("2 of 5 done.")


def state_the_registration(maya: Console) -> None:
    maya.press_here("Set up sending")
    maya.modal.get_by_label("Registration").first.select_option("Registered")
    maya.press("Save")
    maya.reads("3 of 5 done.")


def invite_an_admin(maya: Console) -> None:
    maya.press_here("Invite admins")
    maya.press("Add people")
    maya.modal.get_by_label("People").select_option("Abe Lindqvist")
    maya.modal.get_by_role("radio", name="Admin").check()
    maya.press("Add")
    expect(maya.modal).to_contain_text("Abe Lindqvist")
    maya.close()
    maya.reads("4 of 5 done.")


def make_a_folder_and_a_tag(maya: Console) -> None:
    maya.go("textbank")
    maya.open("/textbank folders", "Folders")
    maya.press("Create folder")
    maya.fill("Folder name", "Weekend")
    maya.press("Save")
    expect(maya.modal).to_contain_text("Weekend")
    maya.close()
    maya.open("/tags", "Tags")
    maya.press("Create tag")
    maya.fill("Tag name", "Needs a ride")
    maya.choose("Folders", "Weekend")
    maya.press("Save")
    expect(maya.modal).to_contain_text("Needs a ride")
    maya.close()


def import_a_list(maya: Console, folder: Path) -> None:
    """Try it first: the dry run says what the file would change, and its button does it."""
    file = folder / "neighbours.csv"
    file.write_text(LIST)
    maya.go("App Home")
    maya.press_here("Import contacts")
    maya.fill("List name", "Neighbours")
    maya.modal.get_by_label("File").set_input_files(file)
    maya.press("Next")
    expect(maya.modal.get_by_label("Cell Phone")).to_be_visible(timeout=SOON)
    maya.modal.get_by_label("Only tell me what would change").check()
    maya.press("Import")
    expect(maya.modal).to_contain_text("Dry run started")
    maya.close()
    maya.go("Textbank")
    maya.reads("Nothing was changed. It would be:")
    maya.press_here("Import now")
    maya.reads("Imported neighbours.csv into Neighbours")
    maya.reads("Needs a ride: 1 person")


def publish_an_action(maya: Console) -> None:
    maya.go("textbank")
    maya.open("/textbank actions new", "Action: 1 of 5")
    maya.fill("Title", "Neighbours vote")
    maya.choose("Contact list", "Neighbours")
    maya.modal.get_by_label("Channel for news").select_option("#textbank")
    maya.press("Next")
    maya.shows("Action: 2 of 5")
    maya.fill("Initial script", SCRIPT)
    maya.press("Next")
    maya.shows("Action: 3 of 5")
    maya.press("Next")
    maya.shows("Action: 4 of 5")
    maya.press("Next")
    expect(maya.modal).to_contain_text("Hi Pat, Maya from Hillside.")
    maya.press("Publish …")
    expect(maya.modal).to_contain_text("can be texted")
    maya.press("Publish")
    expect(maya.modal).to_contain_text("is published", ignore_case=True)
    maya.close()
    maya.reads("Neighbours vote was published")


def let_it_be_day(demo: Demo) -> None:
    """Open the hours, since this may run at night."""
    opened = "UPDATE campaigns SET texting_from = 0, sunday_from = 0, texting_until = 24, replies_until = 24"
    with sqlite3.connect(demo.folder / ".demo" / "first-day" / "textbank.db", timeout=10) as database:
        database.execute(opened)
    database.close()


def join(maya: Console, browser: Browser, demo: Demo) -> Inbox:
    maya.go("App Home")
    maya.reads("/join/")
    address = maya.page.get_by_text("/join/").last.inner_text().split()[-1]
    rae = Inbox(browser, DESKTOP)
    rae.join(address, "Rae", "Ito", "(212) 555-0154")
    rae.prove(Phone(browser, demo, DESKTOP, RAE).code())
    rae.reads("Neighbours vote")
    return rae


def send_the_first_text(rae: Inbox, browser: Browser, demo: Demo) -> None:
    rae.press("Start texting")
    rae.reads("Hi Pat, Rae from Hillside.")
    rae.press("Send")
    pat = Phone(browser, demo, DESKTOP, PAT)
    pat.reads("Hi Pat, Rae from Hillside. Will you vote? Stop to opt out.")
    pat.answer("Who pays for this?")
    rae.home()
    rae.reads("Who pays for this?")


def ask_an_admin(rae: Inbox, maya: Console, browser: Browser, demo: Demo) -> None:
    """Rae asks; Maya answers from the message that tells her, and Rae sees the answer."""
    rae.page.get_by_role("link", name="Pat Quinn").click()
    rae.press("Ask an admin")
    rae.page.get_by_label("What should they know?").fill("I am not sure.")
    rae.press("Send to admins")
    rae.reads("An admin")
    maya.go("Textbank")
    maya.reads("I am not sure.")
    maya.press_here("Open conversation")
    expect(maya.modal).to_contain_text("Who pays for this?")
    maya.press("Answer")
    maya.fill("Your answer", "Our neighbours do, as you can read on our page.")
    maya.press("Send")
    Phone(browser, demo, DESKTOP, PAT).reads("Our neighbours do")
    rae.reads("Our neighbours do")
    maya.close()


def see_who_did_what(maya: Console) -> None:
    maya.open("/textbank audit", "Audit trail")
    expect(maya.modal).to_contain_text("Maya Torres")

"""`make screenshots`: the pictures of README and guides, taken from the running demo."""

from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

from playwright.sync_api import Browser, Page, expect

from tests.e2e.acting import Console, Inbox, Phone
from tests.e2e.conftest import DESKTOP, PHONE, Demo, chromium, open_page, running_demo

PICTURES = Path("docs/pictures")
TALL = DESKTOP | {"height": 1080}  # the menu, Home and results fit whole


def main() -> None:
    """Play a few minutes of a campaign, and take a picture of each screen on the way."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, running_demo(Path(folder)) as demo, chromium() as browser:
        jo = _texting(browser, demo)
        _thread(browser, demo, jo)
        _slack(browser, demo)


def _texting(browser: Browser, demo: Demo) -> Inbox:
    jo = Inbox(browser, PHONE)
    jo.page.goto(demo.sign_in)
    _take(jo.page, "inbox-home")
    jo.press("Start texting")
    expect(jo.page.get_by_role("button", name="Send", exact=True).first).to_be_focused()
    _take(jo.page, "inbox-texting")
    for _ in range(12):
        expect(jo.page.get_by_role("button", name="Send", exact=True).first).to_be_focused()
        jo.page.keyboard.press("Enter")
        jo.page.wait_for_timeout(300)
    return jo


def _thread(browser: Browser, demo: Demo, jo: Inbox) -> None:
    phone = Phone(browser, demo, PHONE, _newest_number(browser, demo))
    phone.answer("Yes! Where do I vote?")
    jo.home()
    jo.reads("Where do I vote?")
    jo.page.locator("a.line", has_text="Where do I vote?").click()
    jo.page.locator(".chip").first.click()
    _take(jo.page, "inbox-thread")
    jo.press("Reply")
    phone.reads("polling place")
    _take(phone.page, "phone")
    jo.press("Fill report")
    _take(jo.page, "inbox-report")


def _newest_number(browser: Browser, demo: Demo) -> str:
    """Return the number of the phone that was texted last."""
    phones = open_page(browser, PHONE)
    phones.goto(demo.phones)
    address = phones.locator("a[href^='/phones/']").first.get_attribute("href")
    return unquote(address or "").removeprefix("/phones/")


def _slack(browser: Browser, demo: Demo) -> None:
    maya = Console(browser, demo, TALL)
    maya.say("/textbank")
    maya.reads("Type /textbank VERB")
    _take(maya.page, "slack-menu")
    for command, title, name in (
        ("/results", "Results", "slack-results"),
        ("/tags", "Tags", "slack-tags"),
        ("/reassign", "Reassign", "slack-reassign"),
        ("/textbank settings", "Settings", "slack-settings"),
        ("/textbank optout", "Opt-outs", "slack-optout"),
    ):
        maya.open(command, title)
        _take(maya.page, name)
        maya.close()
    maya.go("App Home")
    maya.reads("Volunteers join here")
    _take(maya.page, "slack-home")


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(400)  # let things settle
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()

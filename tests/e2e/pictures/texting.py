"""Jo texts, answers and reports; everything that the admins see afterwards comes from it."""

from urllib.parse import unquote

from playwright.sync_api import Browser, expect

from tests.e2e.acting import Inbox, Phone
from tests.e2e.conftest import PHONE, Demo, open_page
from tests.e2e.pictures.album import Album

TEXTS = 24


def text(browser: Browser, demo: Demo, album: Album) -> None:
    """Send most of a batch, answer somebody, file a report, and ask an admin."""
    jo = Inbox(browser, PHONE)
    jo.page.goto(demo.sign_in)
    album.page(jo.page, "inbox-home")
    _initials(jo, album)
    phone = Phone(browser, demo, PHONE, _newest_number(browser, demo))
    _answer(jo, phone, album)
    _report(jo, album)
    _ask(jo, phone, album)


def _initials(jo: Inbox, album: Album) -> None:
    send = jo.page.get_by_role("button", name="Send", exact=True).first
    jo.press("Start texting")
    expect(send).to_be_focused()
    album.page(jo.page, "inbox-texting")
    for _ in range(TEXTS):
        expect(send).to_be_focused()
        jo.page.keyboard.press("Enter")
        jo.page.wait_for_timeout(300)


def _newest_number(browser: Browser, demo: Demo) -> str:
    """Return the number of the phone that was texted last."""
    phones = open_page(browser, PHONE)
    phones.goto(demo.phones)
    address = phones.locator("a[href^='/phones/']").first.get_attribute("href")
    return unquote(address or "").removeprefix("/phones/")


def _answer(jo: Inbox, phone: Phone, album: Album) -> None:
    phone.answer("Yes! Where do I vote?")
    jo.home()
    jo.reads("Where do I vote?")
    jo.page.locator("a.line", has_text="Where do I vote?").click()
    jo.page.locator(".chip").first.click()
    album.page(jo.page, "inbox-thread")
    jo.press("Reply")
    phone.reads("polling place")


def _report(jo: Inbox, album: Album) -> None:
    jo.press("Fill report")
    jo.page.get_by_label("Supporter", exact=True).first.check()
    album.page(jo.page, "inbox-report")
    jo.press("Save report")


def _ask(jo: Inbox, phone: Phone, album: Album) -> None:
    phone.answer("Can somebody drive my mother there?")
    jo.reads("drive my mother")
    jo.press("Ask an admin")
    jo.page.get_by_label("What should they know?").fill("Do we drive people?")
    album.page(jo.page, "inbox-ask-admin")
    jo.press("Send to admins")
    jo.reads("An admin")

"""What people do in the three windows of the demo, in a person's words."""

import re

from playwright.sync_api import Browser, Locator, expect

from tests.e2e.conftest import Demo, open_page

SOON = 8_000  # milliseconds; a reply must show within 5 s, and this machine is a busy one


class Console:
    """Somebody at the Slack console."""

    def __init__(self, browser: Browser, demo: Demo, size: dict[str, int], who: str = "U0MAYA") -> None:
        self.page = open_page(browser, size)
        self.page.goto(f"{demo.slack}?as={who}&in=C0TEXTBANK")

    @property
    def modal(self) -> Locator:
        return self.page.get_by_role("dialog").last

    def say(self, line: str) -> None:
        """Type a line into the composer."""
        self.page.get_by_label("Message", exact=True).fill(line)
        self.page.get_by_role("button", name="Send").click()

    def go(self, place: str) -> None:
        """Choose a place in the sidebar, behind its button on a phone."""
        menu = self.page.get_by_role("button", name="Channels and people")
        if menu.is_visible():
            menu.click()
        self.page.get_by_role("link", name=place, exact=True).click()

    def open(self, command: str, title: str) -> None:
        """Type a command that opens a modal."""
        self.say(command)
        self.shows(title)

    def shows(self, title: str) -> None:
        expect(self.page.get_by_role("dialog", name=title, exact=True)).to_be_visible()

    def says(self, words: str) -> None:
        """See words in the modal."""
        expect(self.modal).to_contain_text(words, timeout=SOON)

    def lacks(self, words: str) -> None:
        """See that words have left the modal."""
        expect(self.modal).not_to_contain_text(words, timeout=SOON)

    def fill(self, label: str, words: str) -> None:
        self.modal.get_by_label(label).first.fill(words)

    def choose(self, label: str, option: str) -> None:
        """Choose from an external menu: type, and pick what is offered."""
        self.modal.get_by_role("combobox", name=label).fill(option)
        self.page.get_by_role("option", name=option).first.click()

    def press(self, words: str) -> None:
        """Press the modal's button that reads so, whatever more it tells a screen reader."""
        _button(self.modal, words).first.click()

    def press_here(self, words: str) -> None:
        """Press the newest button that reads so in the place that is open."""
        _button(self.page.get_by_role("main"), words).last.click()

    def close(self) -> None:
        self.modal.get_by_role("button", name="Close all").click()
        expect(self.page.get_by_role("dialog")).to_have_count(0)

    def reads(self, words: str | re.Pattern[str]) -> None:
        """See words in the place that is open."""
        expect(self.page.get_by_role("main")).to_contain_text(words, timeout=SOON)


def _button(within: Locator, words: str) -> Locator:
    return within.get_by_role("button").filter(has_text=re.compile(f"^\\s*{re.escape(words)}\\s*$"))


class Phone:
    """A person with a phone."""

    def __init__(self, browser: Browser, demo: Demo, size: dict[str, int], number: str) -> None:
        self.page = open_page(browser, size)
        self.address = f"{demo.phones}/phones/{number}"
        self.page.goto(self.address)

    @property
    def texts(self) -> Locator:
        return self.page.get_by_role("log", name="Texts")

    def reads(self, words: str | re.Pattern[str]) -> None:
        expect(self.texts).to_contain_text(words, timeout=SOON)

    def code(self) -> str:
        """Return the sign-in code that was texted."""
        expect(self.texts).to_contain_text(re.compile(r"\b\d{6}\b"), timeout=SOON)
        return str(re.findall(r"\b\d{6}\b", self.texts.inner_text())[-1])

    def answer(self, words: str) -> None:
        self.page.get_by_label("Message", exact=True).fill(words)
        self.page.get_by_role("button", name="Send", exact=True).click()


class Inbox:
    """A volunteer at the inbox."""

    def __init__(self, browser: Browser, size: dict[str, int]) -> None:
        self.page = open_page(browser, size)

    def join(self, address: str, first: str, last: str, number: str) -> None:
        """Fill in the join page; a code is on its way."""
        self.page.goto(address)
        self.page.get_by_label("First name").fill(first)
        self.page.get_by_label("Last name").fill(last)
        self.page.get_by_label("Phone").fill(number)
        self.page.get_by_role("button", name=re.compile("code|join", re.IGNORECASE)).click()

    def prove(self, code: str) -> None:
        self.page.get_by_label(re.compile("code", re.IGNORECASE)).fill(code)
        self.page.get_by_role("button", name="Sign in").click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def reads(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(words, timeout=SOON)

    def home(self) -> None:
        self.page.get_by_role("link", name="Inbox").click()

    def tab(self, name: str) -> None:
        """Open a tab; its name may be followed by a number."""
        self.page.get_by_role("link", name=re.compile(f"^{name}")).first.click()

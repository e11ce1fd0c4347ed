"""Volunteers with browsers: they press, press again when nothing comes back, and answer who wrote."""

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Lock
from uuid import uuid4

import requests
from lxml import html

from tests.running.browsing import HTMX

TWICE = 0.05  # of all presses are a double tap
MOST_ANSWERS = 40  # to one look at who waits
WITHIN = 300  # seconds for an answer, with the database down and a pause in between
PATIENCE = 0.3  # seconds before pressing again


class Volunteer:
    """One volunteer's browser.

    Attributes:
        acknowledged: keys of the presses that the product said it has taken.
    """

    def __init__(self, url: str, sign_in_link: str, seed: int) -> None:
        self.url = url
        self.acknowledged: list[str] = []
        self.refused = 0
        self._dice = Random(seed)
        self._session = requests.Session()
        self._session.trust_env = False
        (self._token,) = self._page(sign_in_link).xpath("//input[@name='csrf_token']/@value")[:1]

    def text_a_batch(self, action_id: int) -> bool:
        """Take a batch and press every first text of it; return whether there was anybody to text."""
        forms = self._next_batch(action_id)
        for path, key in forms:
            self.press(path, key)
        return bool(forms)

    def press(self, path: str, key: str, **more: str) -> None:
        """Press a form until the product has answered it."""
        for _ in range(2 if self._dice.random() < TWICE else 1):
            answer = self._post(path, key=key, **more)
        if answer.ok:
            self.acknowledged.append(key)
        else:
            self.refused += 1
            time.sleep(PATIENCE)

    def answer_attention(self, most: int) -> int:
        """Answer who waits for an answer, up to so many; return how many it were."""
        page = self._page(f"{self.url}/?tab=attention")
        lines = [str(href) for href in page.xpath("//a/@href") if "/conversations/" in href][:most]
        for line in lines:
            self.press(f"{line}/messages", uuid4().hex, body=f"Thank you! ({uuid4().hex[:8]})")
        return len(lines)

    def _next_batch(self, action_id: int) -> list[tuple[str, str]]:
        """Return address and key of each form in hand; take a batch when there is none, wait out a pause."""
        until = time.monotonic() + WITHIN
        while time.monotonic() < until:
            page = self._page(f"{self.url}/actions/{action_id}")
            if forms := [_parts(form) for form in page.forms if str(form.action).endswith("/initial")]:
                return forms
            if "This action is paused" in page.text_content():
                time.sleep(PATIENCE)
            elif not self._takes_a_batch(page, action_id):
                return []
        return []

    def _takes_a_batch(self, page: html.HtmlElement, action_id: int) -> bool:
        """Ask for another batch; False when nobody is left who may be texted."""
        if not any(str(form.action).endswith("/batches") for form in page.forms):
            return False
        answer = self._post(f"/actions/{action_id}/batches")
        return answer.ok or "is paused" in answer.text

    def _page(self, address: str) -> html.HtmlElement:
        return html.document_fromstring(self._ask("GET", address).text)

    def _post(self, path: str, **form: str) -> requests.Response:
        return self._ask("POST", self.url + path, {"csrf_token": self._token, **form})

    def _ask(self, method: str, address: str, form: dict[str, str] | None = None) -> requests.Response:
        """Ask until there is an answer that is not a failure of the product's own."""
        until = time.monotonic() + WITHIN
        headers = HTMX if form and "key" in form else {}
        while True:
            try:
                answer = self._session.request(method, address, data=form, headers=headers, timeout=30)
                if answer.status_code < 500:
                    return answer
            except requests.RequestException:
                pass
            assert time.monotonic() < until, f"{method} {address} was never answered"
            time.sleep(PATIENCE)


def _parts(form: html.FormElement) -> tuple[str, str]:
    return str(form.action), str(form.fields["key"])


class Volunteers:
    """All of them at once.

    Args:
        everybody: by the id of the user who each is.
    """

    def __init__(self, everybody: Mapping[int, Volunteer]) -> None:
        self.everybody = everybody
        self._left = 0
        self._turn = Lock()

    @property
    def acknowledged(self) -> list[str]:
        return [key for each in self.everybody.values() for key in each.acknowledged]

    @property
    def refused(self) -> int:
        return sum(each.refused for each in self.everybody.values())

    def text(self, action_id: int, follow_ups: int) -> None:
        """Text everybody, and answer so many people, or as many as wait for an answer."""
        self._left = follow_ups
        with ThreadPoolExecutor(len(self.everybody)) as hands:
            list(hands.map(lambda each: self._evening(each, action_id), self.everybody.values()))

    def press_again(self, conversations: Iterable[tuple[int, int]]) -> None:
        """Press once more first texts that came back as not confirmed, given as holder and conversation."""
        for holder, conversation_id in conversations:
            self.everybody[holder].press(f"/conversations/{conversation_id}/initial", uuid4().hex)

    def _evening(self, volunteer: Volunteer, action_id: int) -> None:
        while volunteer.text_a_batch(action_id):
            self._answer(volunteer)
        while self._answer(volunteer):
            pass

    def _answer(self, volunteer: Volunteer) -> bool:
        """Let a volunteer answer some of those who wait; return whether there were any."""
        with self._turn:
            taken = min(self._left, MOST_ANSWERS)
            self._left -= taken
        answered = volunteer.answer_attention(taken) if taken else 0
        with self._turn:
            self._left += taken - answered
        return answered > 0

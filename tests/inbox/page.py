"""A browser without JavaScript that checks every page it is shown."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from flask.testing import FlaskClient
from lxml import html
from lxml.html import FormElement, HtmlElement
from werkzeug.test import TestResponse

Fields = dict[str, list[str]]


@dataclass
class Page:
    """Where one person is in the inbox.

    `get` opens an address, `press` submits the form of a button as it stands; both follow redirects and check
    the page that comes.
    """

    client: FlaskClient
    address: str = "/"
    status: int = 0
    tree: HtmlElement = field(default_factory=lambda: html.fromstring("<p></p>"))

    def get(self, address: str, expect: int = 200) -> "Page":
        return self._arrive(self.client.get(address, follow_redirects=True), expect)

    def press(self, button: str, expect: int = 200, **typed: Any) -> "Page":
        """Submit the form that holds the button, with what was typed (words, or a list of them) on top."""
        form = self.form(button)
        fields = self.fields(form) | {name: _listed(value) for name, value in typed.items()}
        action = urljoin(self.address, form.get("action") or self.address)
        if form.get("method", "get").lower() == "post":
            answer = self.client.post(action, data=fields, follow_redirects=True)
        else:
            answer = self.client.get(action, query_string=fields, follow_redirects=True)
        return self._arrive(answer, expect)

    def form(self, button: str) -> FormElement:
        """Return the first form with a button of this name."""
        for form in self.tree.forms:
            if any(button == _words(each) for each in form.iter("button")):
                return form
        raise AssertionError(f"no button {button!r} among {self.buttons}")

    @staticmethod
    def fields(form: FormElement) -> Fields:
        """Return what the form would send as it stands."""
        sent: Fields = {}
        for name, value in form.form_values():
            sent.setdefault(name, []).append(value)
        return sent

    def part(self, address: str, expect: int = 200) -> str:
        """Return what htmx would be given."""
        answer = self.client.get(address, headers={"HX-Request": "true"})
        assert expect == answer.status_code, answer.text
        return answer.text

    @property
    def text(self) -> str:
        return _words(self.tree.body)

    @property
    def heading(self) -> str:
        return _words(self.tree.find(".//h1"))

    @property
    def buttons(self) -> list[str]:
        return [_words(each) for each in self.tree.iter("button")]

    @property
    def path(self) -> str:
        return self.address.removeprefix("http://localhost")

    def _arrive(self, answer: TestResponse, expect: int) -> "Page":
        assert expect == answer.status_code, answer.text
        self.address, self.status = answer.request.url, answer.status_code
        self.tree = html.document_fromstring(answer.text)
        lint(answer.text, self.tree)
        return self


def lint(source: str, tree: HtmlElement) -> None:
    """Refuse a page that a screen reader, a keyboard or a browser would stumble over."""
    assert source.lstrip().startswith("<!doctype html>")
    assert tree.get("lang")
    assert [True] == [bool(_words(each)) for each in tree.iter("h1")], "one h1"
    assert _words(tree.find(".//title")).removesuffix("· Textbank").strip(), "a title"
    ids = Counter(str(each) for each in tree.xpath("//@id"))
    assert [] == [name for name, count in ids.items() if count > 1], "ids are unique"
    _check_labels(tree, set(ids))
    for form in tree.forms:
        _check_form(form)
    assert not tree.xpath("//script[not(@src)] | //style | //@style | //@onclick"), "nothing inline"


def _check_labels(tree: HtmlElement, ids: set[str]) -> None:
    labelled = {each.get("for") for each in tree.iter("label")}
    assert labelled <= ids, f"labels without an input: {labelled - ids}"
    for each in tree.xpath("//input[not(@type='hidden')] | //textarea | //select"):
        assert each.get("id") in labelled, f"no label on {each.get('name')}"
    for each in tree.xpath("//button | //a"):
        assert _words(each), "a button or link has words"


def _check_form(form: FormElement) -> None:
    if form.get("method", "get").lower() == "post":
        assert form.xpath(".//input[@name='csrf_token']/@value"), "forms carry a token"
    assert list(form.iter("button")), "forms have a button"


def _words(element: HtmlElement | None) -> str:
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value

"""A volunteer's browser without a screen: follows links and submits the forms of the pages it is given."""

from collections.abc import Mapping

import requests
from lxml import html
from lxml.html import FormElement, HtmlElement

HTMX = {"HX-Request": "true"}
# A kept connection may be closed by the server just when it is used again. A browser then asks once more; to
# keep none is as safe, and no failure of the product's is passed over by asking again.
_ALONE = {"Connection": "close"}


class Inbox:
    """The inbox of somebody who opened their personal link."""

    def __init__(self, url: str, sign_in_link: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.headers.update(_ALONE)
        self.page = self._read(self._session.get(sign_in_link, timeout=30))

    @property
    def cookies(self) -> Mapping[str, str]:
        """What this browser keeps."""
        return self._session.cookies

    def open(self, path: str) -> HtmlElement:
        """Open a page."""
        self.page = self._read(self._session.get(self.url + path, timeout=30))
        return self.page

    def words(self) -> str:
        """Return what the open page says."""
        return " ".join(self.page.text_content().split())

    def forms(self, ending: str) -> list[FormElement]:
        """Return the open page's forms whose address ends so."""
        return [form for form in self.page.forms if (form.action or "").endswith(ending)]

    def links(self, part: str) -> list[str]:
        """Return where the open page's links lead whose address has this part."""
        return [str(href) for href in self.page.xpath("//a/@href") if part in href]

    def submit(self, form: FormElement, more: Mapping[str, str] | None = None) -> requests.Response:
        """Submit a form as a page without scripts does, and open what comes of it."""
        answer = self.press(form, more, headers={})
        self.page = self._read(answer)
        return answer

    def press(
        self, form: FormElement, more: Mapping[str, str] | None = None, headers: Mapping[str, str] = HTMX
    ) -> requests.Response:
        """Submit a form behind the page, which stays."""
        filled = [(name, value) for name, value in form.form_values() if name not in (more or {})]
        data = filled + list((more or {}).items())
        return self._session.post(self.url + str(form.action), data=data, headers=headers, timeout=30)

    def _read(self, answer: requests.Response) -> HtmlElement:
        assert answer.ok, (answer.status_code, answer.text[-2000:])
        return html.document_fromstring(answer.text)

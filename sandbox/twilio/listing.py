"""The list of messages: newest first, three filters, pages. Source: the Message resource's reference page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from sandbox.twilio.refusals import Refusal
from sandbox.twilio.texts import Text

FILTERS = ("To", "From", "DateSent", "DateSent<", "DateSent>")
KNOWN = frozenset({*FILTERS, "PageSize", "Page", "PageToken"})
USUAL_SIZE, LARGEST_SIZE = 50, 1000

Query = MultiDict[str, str]


@dataclass(frozen=True)
class Page:
    """Which stretch of the list is asked for. `token` names the last message of the page before."""

    number: int
    size: int
    token: str | None

    @classmethod
    def read(cls, query: Query) -> "Page":
        """Read the paging parameters; sizes over 1,000 count as 1,000."""
        size = min(_number(query, "PageSize", USUAL_SIZE, least=1), LARGEST_SIZE)
        return cls(_number(query, "Page", 0, least=0), size, query.get("PageToken"))


def list_page(texts: Iterable[Text], query: Query, path: str) -> dict[str, Any]:
    """Return Twilio's JSON for one page of `texts` (given oldest first), as `query` asks."""
    if unknown := query.keys() - KNOWN:
        raise Refusal(20001, min(unknown))
    page = Page.read(query)
    found = list(filter(_matcher(query), reversed(list(texts))))
    start = _start(found, page)
    shown = found[start : start + page.size]
    more = start + page.size < len(found)
    return {
        "messages": [text.as_resource() for text in shown],
        "page": page.number,
        "page_size": page.size,
        "start": start,
        "end": start + max(len(shown) - 1, 0),
        "uri": _uri(path, query, page.number, page.token),
        "first_page_uri": _uri(path, query, 0),
        "next_page_uri": _uri(path, query, page.number + 1, "PA" + shown[-1].sid) if more else None,
        "previous_page_uri": _uri(path, query, page.number - 1) if page.number else None,
    }


def _start(found: list[Text], page: Page) -> int:
    """After the token's message, wherever newer ones may have pushed it by now."""
    if not page.token:
        return page.number * page.size
    places = [place for place, text in enumerate(found) if page.token == "PA" + text.sid]
    if not places:
        raise Refusal(20001, "PageToken")
    return places[0] + 1


def _matcher(query: Query) -> Callable[[Text], bool]:
    """Return whether a text passes the filters; made once, since the list may be long."""
    to, sender = query.get("To"), query.get("From")
    within = _sent_within(query)
    return lambda text: (not to or text.to == to) and (not sender or text.sender == sender) and within(text)


def _sent_within(query: Query) -> Callable[[Text], bool]:
    """Compare with the day or the instant given; a text not yet sent has no date to compare."""
    bounds = {name: _instant(query[name]) for name in FILTERS[2:] if query.get(name)}
    if not bounds:
        return lambda _: True
    day = bounds.get("DateSent")

    def within(text: Text) -> bool:
        return text.sent is not None and (
            (day is None or day <= text.sent < day + timedelta(days=1))
            and text.sent <= bounds.get("DateSent<", text.sent)
            and text.sent >= bounds.get("DateSent>", text.sent)
        )

    return within


def _instant(given: str) -> datetime:
    try:
        instant = datetime.fromisoformat(given)
    except ValueError as problem:
        raise Refusal(20001, f"DateSent={given}") from problem
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _number(query: Query, name: str, usual: int, *, least: int) -> int:
    given = query.get(name, str(usual))
    if not given.isascii() or not given.isdigit() or int(given) < least:
        raise Refusal(20001, f"{name}={given}")
    return int(given)


def _uri(path: str, query: Query, number: int, token: str | None = None) -> str:
    kept = {name: query[name] for name in FILTERS if name in query}
    paging = {"PageSize": str(Page.read(query).size), "Page": str(number)}
    return f"{path}?{urlencode(kept | paging | ({'PageToken': token} if token else {}))}"

"""What Twilio knows: of one text, of many, and of what came with one. Nothing here changes anything there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from core.delivery.gateway import Carried, CarrierAway

if TYPE_CHECKING:
    from twilio.rest import Client

PAGE = 500  # Twilio gives a thousand at most; they must come before our patience ends
A_DAY = timedelta(days=1)


def fetch(client: "Client", sid: str) -> Carried | None:
    """See `core.delivery.gateway.Gateway.fetch`."""
    with _or_away():
        try:
            return _carried(client.messages(sid).fetch())
        except Exception as problem:
            if getattr(problem, "status", None) == 404:
                return None
            raise


def list_since(
    client: "Client", since: datetime, until: datetime | None, to: str | None
) -> Iterator[Carried]:
    """See `core.delivery.gateway.Gateway.list_since`."""
    # To one number there are few, and a queued text has no sending date to filter by yet.
    narrow = {"to": to} if to else {"date_sent_after": since, "date_sent_before": until and until + A_DAY}
    given = {name: value for name, value in narrow.items() if value}
    with _or_away():
        for text in map(_carried, client.messages.stream(page_size=PAGE, **given)):
            # the list is ordered by sending, which is later than making by as long as a text was queued
            if text.created_at < since - A_DAY:
                return
            if since <= text.created_at and (until is None or text.created_at < until):
                yield text


def numbers_of(client: "Client", service: str) -> list[str]:
    """See `core.delivery.gateway.Gateway.numbers_of`."""
    with _or_away():
        client.messaging.base_url = messaging_base(client.api.base_url)
        return [each.phone_number for each in client.messaging.v1.services(service).phone_numbers.stream()]


def media_of(client: "Client", sid: str) -> list[tuple[str, str]]:
    """See `core.delivery.gateway.Gateway.media_of`."""
    with _or_away():
        files = client.messages(sid).media.list()
        return [(_address(client, each.uri), each.content_type or "") for each in files]


def messaging_base(api: str) -> str:
    """Return where Twilio's Messaging Services are asked for: beside its API, or where a stand-in answers."""
    is_twilios = (urlsplit(api).hostname or "").endswith(".twilio.com")
    return api.replace("://api.", "://messaging.", 1) if is_twilios else api


def name_of(problem: Exception) -> str:
    """Name a problem for the log; its own words may hold numbers and texts."""
    # of a list that cannot be fetched, the client gives the bare answer along
    answer = problem.args[-1] if problem.args else None
    status = getattr(problem, "status", None) or getattr(answer, "status_code", None)
    return f"{type(problem).__name__} {status}" if status else type(problem).__name__


@contextmanager
def _or_away() -> Iterator[None]:
    try:
        yield
    except Exception as problem:
        raise CarrierAway(name_of(problem)) from problem


def _address(client: "Client", uri: str) -> str:
    """Return the address of the file itself: without the ending, Twilio answers with its content."""
    return f"{client.api.base_url}{uri.removesuffix('.json')}"


def _carried(text: Any) -> Carried:
    return Carried(
        sid=text.sid,
        direction="in" if text.direction == "inbound" else "out",
        status=text.status,
        to=text.to,
        sender=text.from_,
        body=text.body or "",
        code=str(text.error_code) if text.error_code else None,
        created_at=text.date_created,
        messaging_service_sid=text.messaging_service_sid,
        words=text.error_message or "",
        segments=int(text.num_segments or 1),
        media=int(text.num_media or 0),
    )

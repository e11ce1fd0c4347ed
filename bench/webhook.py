"""A reply comes in: Twilio's webhook, signed, from the socket to the row that keeps it."""

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from bench import places
from bench.filling import SERVICE, VOLUNTEERS, Filled
from bench.load import post
from bench.measure import Measure
from bench.rounds import Side, alone, in_turn
from bench.web import ACCOUNT, INSERT, TOKEN, Web, running

REPLIES = 30_000  # more than any round can send
WHAT = "reply received (webhook to stored)"
ON_SQLITE = 400  # a second


def measures() -> Iterator[Measure]:
    """Measure on SQLite, and on PostgreSQL with two web processes where it and Redis are running."""
    with tempfile.TemporaryDirectory() as folder:
        yield _on_sqlite(f"sqlite:///{Path(folder) / 'bench.db'}")
    server, broker = places.postgresql(), places.redis()
    if server and broker:
        with places.new_database(server) as url, running(url, broker, holders=VOLUNTEERS) as web:
            yield from _on_postgresql(web)


def _on_sqlite(url: str) -> Measure:
    with running(url, "", holders=VOLUNTEERS) as web:
        rate = alone(WHAT, _replies(web)).rate
    return Measure(f"{WHAT}, SQLite", rate, "a second", "", None, f"≥ {ON_SQLITE}", rate >= ON_SQLITE)


def _on_postgresql(web: Web) -> Iterator[Measure]:
    replies = _replies(web)
    many = in_turn(WHAT, replies, INSERT, web.inserting())
    yield many.rate(at_least=0.60)
    yield many.cpu(at_most=1.8)
    yield in_turn("1 connection", replies, INSERT, web.inserting(), connections=1).p50(at_most=1.7)


def _replies(web: Web) -> Side:
    forms = [_reply(web.filled, number) for number in range(REPLIES)]
    return Side(web.product, iter([_posted(web.product.url, form) for form in forms]))


def _reply(filled: Filled, number: int) -> dict[str, str]:
    return {
        "MessageSid": f"SM{secrets.token_hex(16)}",
        "AccountSid": ACCOUNT,
        "MessagingServiceSid": SERVICE,
        "From": filled.phone(number),
        "To": "+15005550006",
        "Body": "Yes, count on me!",
        "NumMedia": "0",
        "NumSegments": "1",
        "ApiVersion": "2010-04-01",
        "SmsStatus": "received",
        "FromCity": "NEW YORK",
        "FromState": "NY",
        "FromZip": "10001",
        "FromCountry": "US",
        "ToCountry": "US",
    }


def _posted(url: str, form: dict[str, str]) -> bytes:
    """Return a form as Twilio posts it, signed."""
    signature = RequestValidator(TOKEN).compute_signature(f"{url}/twilio/inbound", form)
    return post("/twilio/inbound", urlencode(form).encode(), {"X-Twilio-Signature": signature})

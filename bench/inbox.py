"""A volunteer opens the inbox."""

from collections.abc import Iterator
from itertools import cycle

from bench import places
from bench.load import get
from bench.measure import Measure
from bench.rounds import Side, in_turn
from bench.texters import sign_in
from bench.web import Web, running


def measures() -> Iterator[Measure]:
    """Measure on PostgreSQL with two web processes; nothing where PostgreSQL or Redis is not running."""
    server, broker = places.postgresql(), places.redis()
    if server and broker:
        with places.new_database(server) as url, running(url, broker) as web:
            yield _page(web)


def _page(web: Web) -> Measure:
    pages = Side(web.product, cycle([get("/?tab=all", sign_in(web)[0].headers)]))
    hellos = Side(web.yardstick, cycle([get("/hello", {})]))
    return in_turn("inbox page, 50 of 10,000", pages, "a bare answer", hellos).rate(at_least=0.05)

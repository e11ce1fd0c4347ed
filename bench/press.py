"""A volunteer presses: from the form to the text in the queue. Then the campaign grows, and others press."""

import secrets
from collections.abc import Iterator
from urllib.parse import urlencode

from bench import places
from bench.claiming import claims, take_half
from bench.commands import commands
from bench.growing import grow
from bench.load import post
from bench.measure import Measure
from bench.rounds import Compared, Side, in_turn
from bench.texters import Texter, sign_in
from bench.web import INSERT, Web, running
from bench.workspace import workspace
from core.db import Database

PRESS = "first text pressed to queued"


def measures() -> Iterator[Measure]:
    """Measure on PostgreSQL with two web processes; nothing where PostgreSQL or Redis is not running."""
    server, broker = places.postgresql(), places.redis()
    if server and broker:
        with (
            places.new_database(server) as url,
            workspace() as slack,
            running(url, broker, SLACK_API_BASE_URL=slack.api_url) as web,
        ):
            database = Database(url)
            yield from _presses(database, web)
            yield from commands(database, web, slack)
            database.dispose()


def _presses(database: Database, web: Web) -> Iterator[Measure]:
    presses = Side(web.product, iter(_first_texts(sign_in(web))), expect=b"204")
    few = in_turn(PRESS, presses, INSERT, web.inserting())
    yield few.rate(at_least=0.50)
    grown = grow(database)
    many = in_turn(PRESS, presses, INSERT, web.inserting())
    yield _growth(few, many)
    yield claims(database, grown, said="none of 1,000,000 taken")
    take_half(database, grown)
    yield claims(database, grown, said="half of them taken")


def _growth(few: Compared, many: Compared) -> Measure:
    """Compare the CPU of a press in a small table and in a large one, each as it was beside the yardstick.

    What else the machine did meanwhile is in both.
    """
    before, after = few.ours.cpu / few.theirs.cpu, many.ours.cpu / many.theirs.cpu
    words = f"among 19,000: {few.ours.cpu:.2f} ms"
    ratio = after / before
    name = "… its CPU among 1,000,000 conversations"
    return Measure(name, many.ours.cpu, "ms", words, ratio, "ratio ≤ 1.3", ratio <= 1.3)


def _first_texts(texters: list[Texter]) -> list[bytes]:
    """One press of each volunteer in turn, as when many text at once."""
    turns = zip(*(texter.waiting for texter in texters), strict=False)
    return [
        _first_text(texter, conversation)
        for turn in turns
        for texter, conversation in zip(texters, turn, strict=True)
    ]


def _first_text(texter: Texter, conversation: int) -> bytes:
    form = {"csrf_token": texter.csrf, "key": secrets.token_urlsafe(12)}
    headers = texter.headers | {"HX-Request": "true"}  # as the page presses: it has the next contact already
    return post(f"/conversations/{conversation}/initial", urlencode(form).encode(), headers)

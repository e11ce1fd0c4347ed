"""Every slash command in a large campaign: how soon it is acknowledged, how soon its window is asked for."""

import math
import time
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier
from sqlalchemy import bindparam, select, text

from bench import places
from bench.filling import TEAM
from bench.growing import ADDED
from bench.measure import Measure
from bench.web import SIGNING_SECRET, Web
from bench.workspace import Workspace
from bot.app import make_verbs
from core.clock import utcnow
from core.db import Database, UtcDateTime
from core.models import Campaign
from core.people.setting_up import make_owner

ACTIONS, TAGS = 200, 500
TIMES = 20  # each command
MOST = 300  # milliseconds to the acknowledgement
MOST_TO_WINDOW = 2500  # milliseconds; Slack takes a trigger for about three seconds
OWNER = "U0BENCH"
WITH_WORDS = ("lists import", "actions new", "optout 2125550101", "contacts quinn", "find quinn")


@dataclass(frozen=True)
class Answered:
    """One command: milliseconds to its acknowledgement, and to its window (None when none was opened)."""

    words: str
    acked: float
    opened: float | None


def commands(database: Database, web: Web, slack: Workspace) -> Iterator[Measure]:
    """Measure in a campaign that has grown, with all else that an old and large one has."""
    _enlarge(database)
    found = _answers(web.product.url, slack)
    yield _acked(found, _p95([_hello(web.yardstick.url) for _ in range(TIMES)]))
    yield _opened(found)


def _answers(url: str, slack: Workspace) -> list[Answered]:
    typed = [*(verb.name for verb in make_verbs()), *WITH_WORDS]
    return [_ask(url, slack, words, turn) for turn in range(TIMES) for words in typed]


def _ask(url: str, slack: Workspace, words: str, turn: int) -> Answered:
    """Type one command; its window may be asked for after the acknowledgement, which is waited for."""
    trigger = f"{words}.{turn}"
    request = urllib.request.Request(f"{url}/slack/events", *_signed(words, trigger))
    begun = time.perf_counter()
    urllib.request.urlopen(request, timeout=10).close()
    acked = time.perf_counter() - begun
    opened = slack.opened(trigger, until=begun + MOST_TO_WINDOW / 1000)
    return Answered(words, acked * 1000, (opened - begun) * 1000 if opened else None)


def _signed(words: str, trigger: str) -> tuple[bytes, dict[str, str]]:
    said = {"command": "/textbank", "text": words, "trigger_id": trigger, "user_id": OWNER, "team_id": TEAM}
    body = urlencode(said | {"channel_id": "C0BENCH", "api_app_id": "A0BENCH"})
    now = str(int(time.time()))
    signature = SignatureVerifier(SIGNING_SECRET).generate_signature(timestamp=now, body=body) or ""
    headers = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": signature}
    return body.encode(), headers | {"Content-Type": "application/x-www-form-urlencoded"}


def _acked(found: Sequence[Answered], hello: float) -> Measure:
    slowest, p95 = _worst((each.words, each.acked) for each in found)
    name = f"commands among {ADDED:,} contacts acknowledged, p95 of the slowest ({slowest})"
    return Measure(name, p95, "ms", f"a bare answer: {hello:.1f} ms", None, f"≤ {MOST} ms", p95 <= MOST)


def _opened(found: Sequence[Answered]) -> Measure:
    slowest, p95 = _worst((each.words, each.opened) for each in found if each.opened is not None)
    name = f"… their window asked for, p95 of the slowest ({slowest})"
    return Measure(name, p95, "ms", "", None, f"≤ {MOST_TO_WINDOW:,} ms", p95 <= MOST_TO_WINDOW)


def _worst(pairs: Iterable[tuple[str, float]]) -> tuple[str, float]:
    times: dict[str, list[float]] = {}
    for words, took in pairs:
        times.setdefault(words, []).append(took)
    return max(((words, _p95(each)) for words, each in times.items()), key=lambda pair: pair[1])


def _p95(took: Sequence[float]) -> float:
    return sorted(took)[math.ceil(0.95 * len(took)) - 1]


def _hello(url: str) -> float:
    begun = time.perf_counter()
    urllib.request.urlopen(f"{url}/hello", timeout=10).close()
    return (time.perf_counter() - begun) * 1000


def _enlarge(database: Database) -> None:
    """Add an owner who asks, all contacts to the list, and more actions and tags than anybody reads."""
    with database.sessions.begin() as session:
        campaign = session.scalars(select(Campaign)).one()
        make_owner(session, campaign, OWNER, "Maya Torres", utcnow())
        session.execute(text(_MEMBERS))
        for statement, count in ((_ACTIONS, ACTIONS), (_TAGS, TAGS)):
            bound = text(statement).bindparams(bindparam("now", type_=UtcDateTime()))
            session.execute(bound, {"count": count, "now": utcnow()})
    places.vacuum(database)


_MEMBERS = """INSERT INTO list_members (list_id, contact_id)
   SELECT contact_lists.id, contacts.id FROM contact_lists, contacts"""
_ACTIONS = """INSERT INTO actions (campaign_id, kind, title, instructions, list_id, state, batch_size,
       created_at, updated_at, published_at)
   SELECT campaigns.id, 'p2p', 'Vote on day ' || n, '', contact_lists.id, 'published', 100, :now, :now, :now
   FROM campaigns, contact_lists, generate_series(3, :count) n"""
_TAGS = """INSERT INTO tags (campaign_id, name, slug, position, reportable, opt_out, created_at, updated_at)
   SELECT id, 'Tag ' || n, 'tag_' || n, n, true, false, :now, :now
   FROM campaigns, generate_series(3, :count) n"""

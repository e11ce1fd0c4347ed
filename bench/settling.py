"""The clean-up after a crash: a thousand texts of which nobody knows, among a million that are final.

It runs in a process of its own, so that its memory is its own; the carrier answers at once, so that what is
measured is ours. That nothing final is looked at shows in the plan and in the time among fewer texts.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from zlib import crc32

from sqlalchemy import text

from bench import places
from bench.filling import SERVICE
from bench.measure import Measure
from core.clock import utcnow
from core.db import Database
from core.delivery.gateway import Carried, Media, NoMedia, Outcome, Outgoing, Unknown
from core.delivery.settling.unknown import settle
from core.people.setting_up import found_campaign

UNKNOWN = 1_000
FEW, MANY = 10_000, 1_000_000
BODY = "Hi Pat, will you vote? Stop to opt out."
ROUNDS = 2


def measures() -> Iterator[Measure]:
    """Measure on PostgreSQL, where it is running."""
    if server := places.postgresql():
        with places.new_database(server) as url:
            yield from _measure(url)


def _measure(url: str) -> Iterator[Measure]:
    database = Database(url)
    _found(database)
    runs: dict[int, dict[str, float]] = {}
    for before, count in pairwise((0, FEW, MANY)):
        _fill(database, count - before)
        runs[count] = min((_run(database, url) for _ in range(ROUNDS)), key=lambda run: run["cpu"])
    few, many = runs[FEW]["cpu"], runs[MANY]["cpu"]
    planned = _plan(database)
    database.dispose()
    ratio = many / few
    yield Measure(
        name=f"settling {UNKNOWN:,} unknown texts among {MANY:,}, CPU of each",
        value=many / UNKNOWN * 1000,
        unit="ms",
        yardstick=f"among {FEW:,}, {few / UNKNOWN * 1000:.2f} ms",
        ratio=ratio,
        target="ratio ≤ 1.3, by the index of the unfinished",
        ok=ratio <= 1.3 and "ix_messages_unfinished" in planned,
    )
    peak, at_first = runs[MANY]["peak"], runs[MANY]["before"]
    yield Measure(
        name=f"memory of the process that settles {UNKNOWN:,}, at its peak",
        value=peak,
        unit="MB",
        yardstick=f"before it began, {at_first:.0f} MB",
        ratio=peak / at_first,
        target="30 MB more at most",
        ok=peak - at_first <= 30,
    )


class _Carrier:
    """Knows every second lost text, and answers at once."""

    def send(self, text: Outgoing) -> Outcome:  # noqa: ARG002
        return Unknown("nothing is sent here")

    def fetch(self, sid: str) -> Carried | None:  # noqa: ARG002
        return None

    def list_since(
        self,
        since: datetime,
        *,
        until: datetime | None = None,  # noqa: ARG002
        to: str | None = None,
    ) -> list[Carried]:
        at = since + timedelta(minutes=1)
        known = Carried(f"SM{to}", "out", "sent", to or "", "+13125550170", BODY, None, at, SERVICE)
        return [known] if crc32((to or "").encode()) % 2 else []

    def numbers_of(self, service: str) -> list[str]:  # noqa: ARG002
        return []

    def media_of(self, sid: str) -> list[tuple[str, str]]:  # noqa: ARG002
        return []

    def fetch_media(self, address: str, *, most: int) -> Media | NoMedia:  # noqa: ARG002
        return NoMedia("gone")


def _run(database: Database, url: str) -> dict[str, float]:
    """Lose a thousand texts, and settle them in a new process."""
    with database.engine.begin() as connection:
        connection.execute(text(_LOSE), {"every": _count(database) // UNKNOWN, "attempted": _long_ago()})
    done = subprocess.run([sys.executable, "-m", __name__, url], check=True, capture_output=True, text=True)
    run: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    assert run.pop("settled") == UNKNOWN, run
    return run


def _settle(url: str) -> dict[str, float]:
    database, carrier = Database(url), _Carrier()
    settle(database, carrier, clock=_long_ago)  # nothing is due: imports and connections are there
    before, cpu = _peak(), time.process_time()
    settled = settle(database, carrier, clock=utcnow)
    return {
        "settled": settled,
        "cpu": time.process_time() - cpu,
        "before": before,
        "peak": _peak(),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _long_ago() -> datetime:
    return utcnow() - timedelta(minutes=11)


def _plan(database: Database) -> str:
    query = (
        "EXPLAIN SELECT id FROM messages WHERE messages.state IN ('queued','sending','unknown')"
        " AND state = 'unknown' AND due_at <= now() AND id > 0 ORDER BY id LIMIT 100"
    )
    with database.engine.connect() as connection:
        return str(connection.execute(text(query)).all())


def _found(database: Database) -> None:
    with database.sessions.begin() as session:
        found_campaign(session, name="Bench", team_id="T0BENCH", now=utcnow(), messaging_service_sid=SERVICE)


def _count(database: Database) -> int:
    with database.engine.connect() as connection:
        count: int = connection.execute(text("SELECT max(id) FROM messages")).scalar_one()
        return count


def _fill(database: Database, count: int) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(_TEXTS), {"count": count, "body": BODY})
    places.vacuum(database, "messages")


_TEXTS = """
    INSERT INTO messages (campaign_id, direction, kind, their_number, body, media, segments, state, rank,
        problem, created_at, attempted_at, attempt, tries)
    SELECT (SELECT id FROM campaigns), 'out', 'follow_up', '+1' || (2120000000 + made), :body, '[]', 1,
        'delivered', 9, '', now(), now(), md5(made::text), 1
    FROM generate_series((SELECT coalesce(max(id), 0) + 1 FROM messages),
        (SELECT coalesce(max(id), 0) + :count FROM messages)) AS made"""
_LOSE = f"""
    UPDATE messages SET state = 'unknown', rank = 0, carrier_sid = NULL, attempted_at = :attempted,
        due_at = :attempted
    WHERE id IN (SELECT id FROM messages WHERE id % :every = 0 ORDER BY id LIMIT {UNKNOWN})"""

if __name__ == "__main__":
    print(json.dumps(_settle(sys.argv[1])))

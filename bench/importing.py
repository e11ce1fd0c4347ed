"""Imports as the command line does them, against the same rows ready-made, and what others feel meanwhile."""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import phonenumbers
import psutil
from sqlalchemy import text

from bench import people, places
from bench.copying import copy_ready_rows, insert_ready_rows
from bench.measure import Measure
from core.clock import utcnow
from core.contacts import phones
from core.db import Database
from core.migrating import migrate
from sandbox.sample.workbook import workbook

ROWS, SQLITE_ROWS, XLSX_ROWS, PHONES = 500_000, 150_000, 100_000, 60_000


def measures() -> Iterator[Measure]:
    """Measure phones and SQLite everywhere, the rest where PostgreSQL is running."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        yield from _phones()
        yield from _on_sqlite(place)
        if server := places.postgresql():
            yield from _on_postgresql(place, server)
            yield from _workbook(place, server)


def _on_postgresql(place: Path, server: str) -> Iterator[Measure]:
    file = people.write_csv(place / "people.csv", ROWS)
    with places.new_database(server) as url:
        with _others(url) as idle:
            time.sleep(2)
        with _others(url) as others:
            first = _import(url, file)
        again = _import(url, file)
        bare = copy_ready_rows(url, server, place)
    ratio = first.rate / bare
    yardstick = f"COPY of the same rows, ready, into the same tables: {bare:,.0f} rows/s"
    yield Measure(
        "import, PostgreSQL, 500,000", first.rate, "rows/s", yardstick, ratio, "ratio ≥ 0.40", ratio >= 0.4
    )
    yield Measure("… its memory", first.megabytes, "MB", "", None, "≤ 180 MB", first.megabytes <= 180)
    yardstick = f"the first import: {first.rate:,.0f} rows/s"
    ratio = again.rate / first.rate
    yield Measure(
        "import again, unchanged", again.rate, "rows/s", yardstick, ratio, "ratio ≥ 1.3", ratio >= 1.3
    )
    yield from _politeness("PostgreSQL", others, idle, most_p95=10, most_p99=40)


def _on_sqlite(place: Path) -> Iterator[Measure]:
    file = people.write_csv(place / "fewer.csv", SQLITE_ROWS)
    url = f"sqlite:///{place / 'bench.db'}"
    _migrated(url)
    with _others(url) as others:
        done = _import(url, file)
    bare = insert_ready_rows(place / "bench.db", place / "bare.db")
    ratio = done.rate / bare
    yardstick = f"the same rows, ready, in one transaction: {bare:,.0f} rows/s"
    yield Measure(
        "import, SQLite, 150,000", done.rate, "rows/s", yardstick, ratio, "ratio ≥ 0.15", ratio >= 0.15
    )
    yield from _politeness("SQLite", others, None, most_p95=30, most_p99=None)


def _workbook(place: Path, server: str) -> Iterator[Measure]:
    file = place / "people.xlsx"
    file.write_bytes(workbook([people.HEADERS, *people.rows(XLSX_ROWS)]))
    with places.new_database(server) as url:
        done = _import(url, file)
    yield Measure(
        "import, XLSX, 100,000", done.rate, "rows/s", "", None, "≥ 15,000 rows/s", done.rate >= 15_000
    )
    yield Measure("… its memory", done.megabytes, "MB", "", None, "≤ 250 MB", done.megabytes <= 250)


def _phones() -> Iterator[Measure]:
    written = people.phones(PHONES)
    phones.read(written[0])
    begun = time.perf_counter()
    ours = [phones.read(each) for each in written]
    middle = time.perf_counter()
    theirs = [_by_the_library(each) for each in written]
    end = time.perf_counter()
    rate, ratio = PHONES / (middle - begun), (end - middle) / (middle - begun)
    differing = sum((a if isinstance(a, str) else "") != b for a, b in zip(ours, theirs, strict=True))
    yardstick = f"phonenumbers alone: {PHONES / (end - middle):,.0f}/s"
    yield Measure("phones made E.164", rate, "phones/s", yardstick, ratio, "ratio ≥ 10", ratio >= 10)
    yield Measure("… read differently by phonenumbers", differing, "phones", "", None, "0", differing == 0)


def _by_the_library(written: str) -> str:
    try:
        number = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        return ""
    valid = (
        phonenumbers.is_valid_number(number) and phonenumbers.region_code_for_number(number) in phones.HOME
    )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if valid else ""


@dataclass(frozen=True)
class Done:
    """An import that ran to its end."""

    rate: float
    megabytes: float


def _import(url: str, file: Path) -> Done:
    """Run the command as a person would, start-up included, and watch its memory."""
    command = [sys.executable, "-m", "textbank", "import", str(file), "--list", "Bench", "--json"]
    begun = time.perf_counter()
    environment = {**os.environ, "DATABASE_URL": url}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        peak = _watch(process)
        answer, _ = process.communicate()
    if process.returncode:
        raise RuntimeError("The import failed; see above.")
    return Done(json.loads(answer.splitlines()[-1])["rows"] / (time.perf_counter() - begun), peak / 1e6)


def _watch(process: "subprocess.Popen[str]") -> int:
    watched, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        try:
            peak = max(peak, watched.memory_info().rss)
        except psutil.Error:
            break
        time.sleep(0.05)
    return peak


@dataclass
class Others:
    """How long a small look-up and insert by somebody else took, in milliseconds, every 10 ms."""

    times: list[float] = field(default_factory=list)

    def percentile(self, share: int) -> float:
        return statistics.quantiles(self.times, n=100)[share - 1]


@contextmanager
def _others(url: str) -> Iterator[Others]:
    """Keep somebody else busy meanwhile."""
    database, others, over = Database(url), Others(), threading.Event()
    thread = threading.Thread(target=_work, args=(database, others, over))
    thread.start()
    try:
        yield others
    finally:
        over.set()
        thread.join()
        database.dispose()


def _work(database: Database, others: Others, over: threading.Event) -> None:
    while not over.wait(0.01):
        begun = time.perf_counter()
        with database.sessions.begin() as session:
            session.execute(text("SELECT id FROM contacts WHERE campaign_id = 1 AND phone = '+19375550101'"))
            session.execute(_INSERT, {"sid": f"SM{time.perf_counter_ns()}", "now": utcnow().isoformat(" ")})
        others.times.append((time.perf_counter() - begun) * 1000)


_INSERT = text(
    "INSERT INTO inbound_events (sid, form, received_at, tries, problem) VALUES (:sid, '{}', :now, 0, '')"
)


def _politeness(
    where: str, others: Others, idle: Others | None, *, most_p95: float, most_p99: float | None
) -> Iterator[Measure]:
    limits: dict[int, Any] = {95: most_p95, 99: most_p99}
    for share, most in limits.items():
        if most is None:
            continue
        found = others.percentile(share)
        alone = idle.percentile(share) if idle else None
        yardstick = f"with nothing else going on: {alone:.1f} ms" if alone else ""
        ratio = found / alone if alone else None
        name = f"others meanwhile, {where}, p{share}"
        yield Measure(name, found, "ms", yardstick, ratio, f"≤ {most} ms", found <= most)


def _migrated(url: str) -> None:
    database = Database(url)
    migrate(database.engine)
    database.dispose()

"""Run an import: read, sift and merge a chunk at a time, each chunk committed with its progress.

After a crash the rows that were merged already are read again, since only they tell which phones the file has
had and which rows were refused, but they are neither merged nor counted twice.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

import structlog
from sqlalchemy.exc import DataError, IntegrityError

from core.clock import Clock
from core.contacts.erasing.hashes import sparing_erased
from core.contacts.importing import columns, rows
from core.contacts.importing.by_van_id import ByVanId
from core.contacts.importing.columns import Column
from core.contacts.importing.counting import Counts
from core.contacts.importing.files import reading
from core.contacts.importing.files.reading import File, Table
from core.contacts.importing.files.tables import Unreadable
from core.contacts.importing.labels import reader_for as labels_of
from core.contacts.importing.leasing import PutDown, TakenOver, claim
from core.contacts.importing.opt_outs import OPT_OUTS, sparing_lifted
from core.contacts.importing.progressing import Running, fail, finish, let_newcomers_in, merge_chunk, put_down
from core.contacts.importing.refusals import Refusals
from core.contacts.importing.sifting import Sieve
from core.db import Database
from core.models import Campaign, Import, StoredFile

log = structlog.get_logger()

NOT_KEPT = (
    "It holds something that the database does not take. The rows before that are in the list; "
    "save the file as plain CSV and import it again."
)
_IN_MEMORY = 1 << 20


@dataclass(frozen=True)
class Pace:
    """How polite an import is: rows in a transaction, and seconds of rest after it.

    SQLite has one writer, and who waits for it looks again after ever longer naps, so its chunks are short
    and leave gaps; PostgreSQL's others only share the machine.
    """

    rows: int
    rest: float


PACES = {"postgresql": Pace(5000, 0.0), "sqlite": Pace(600, 0.008)}


def run(
    database: Database, import_id: int, *, clock: Clock, stopping: Callable[[], bool] = lambda: False
) -> None:
    """Import a stored file, or go on with one that was interrupted. Safe to run twice, and two at once.

    Args:
        stopping: whether the process is to end; then the rest is put down for another worker.
    """
    with database.sessions.begin() as session:
        lease = claim(session, import_id, now=clock())
        if lease is None:
            return
        row = session.get_one(Import, import_id)
        stored = session.get_one(StoredFile, row.file_id or 0)
        campaign = session.get_one(Campaign, row.campaign_id)
    file = File.of(stored.name, stored.content)
    counts = Counts.of(row.counts)
    running = Running(database, lease, clock, row, campaign, counts=counts, stopping=stopping)
    try:
        table = reading.read(file)
        with SpooledTemporaryFile(_IN_MEMORY) as refused:
            work(running, table, cast("BinaryIO", refused))
    except Unreadable as refusal:
        fail(running, refusal.sentence)
    except (DataError, IntegrityError) as problem:  # tried again it would stop at the same row, for ever
        log.error("import_not_kept", import_id=import_id, problem=type(problem).__name__)
        fail(running, NOT_KEPT)
    except TakenOver:
        log.info("import_taken_over", import_id=import_id)
    except PutDown:
        log.info("import_put_down", import_id=import_id)


def work(running: Running, table: Table, refused: BinaryIO) -> Refusals:
    """Do the import that `running` holds; return the rows it refused.

    Args:
        refused: an empty file to write the refused rows to.

    Raises:
        TakenOver, PutDown: another worker goes on with it.
    """
    refusals = Refusals(refused, table.headers)
    _merge_all(running, table, refusals)
    if running.row.list_id and not running.row.dry_run:
        let_newcomers_in(running)
    finish(running, refusals)
    return refusals


def _merge_all(running: Running, table: Table, refusals: Refusals) -> None:
    chosen = columns.chosen(table.headers, running.row.mapping)
    by_id = ByVanId(running.database, running.campaign.id, chosen)
    sieve = _sieve(running, table, chosen, by_id, refusals)
    pace = PACES[running.database.engine.dialect.name]
    remaining = table.rows()
    for chunk in _chunks(islice(remaining, running.row.rows_done), pace.rows):
        by_id.learn(chunk)
        sieve.sift(chunk, Counts())
    for chunk in _chunks(remaining, pace.rows):
        if running.stopping():
            put_down(running)
        by_id.learn(chunk)
        merge_chunk(running, sieve.sift(chunk, running.counts), table.total)
        time.sleep(pace.rest)


def _sieve(
    running: Running, table: Table, chosen: Sequence[Column], by_id: ByVanId, refusals: Refusals
) -> Sieve:
    read = by_id.reading(rows.reader(by_id.columns(chosen), running.campaign.textable_countries))
    with running.database.readers() as session:
        read = sparing_erased(session, running.campaign.id, read)
    if running.row.kind == OPT_OUTS:
        return Sieve(sparing_lifted(read, table.headers), refusals)
    with running.database.readers() as session:
        labels = labels_of(session, running.campaign.id, chosen)
    running.labels = labels.by_key() if labels else {}
    return Sieve(read, refusals, labels)


def _chunks(rows: Iterator[list[str]], size: int) -> Iterator[list[list[str]]]:
    return iter(lambda: list(islice(rows, size)), [])

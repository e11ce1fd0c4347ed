"""The steps of an import in a worker's hands: each is one transaction that proves the lease."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NoReturn

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core import bells, events
from core.actions.publishing import add_newcomers
from core.clock import Clock
from core.contacts import lists
from core.contacts.erasing.forgetting import GONE
from core.contacts.erasing.hashes import any_since, erased_among
from core.contacts.importing.counting import Counts
from core.contacts.importing.labels import Label
from core.contacts.importing.leasing import Lease, PutDown
from core.contacts.importing.marking import mark
from core.contacts.importing.merging import analyze, merge
from core.contacts.importing.opt_outs import OPT_OUTS, stop_all
from core.contacts.importing.refusals import Refusals
from core.contacts.importing.rows import ERASED
from core.contacts.importing.sifting import Sifted
from core.db import Database
from core.models import Campaign, Import, StoredFile, User
from core.notices.telling import tell

TELL_EVERY = timedelta(seconds=3)
MANY = 1000  # so many changed rows make the planner's knowledge of the tables stale


def _nobody(done: int, total: int) -> None:
    """Hear of progress where nobody listens."""


@dataclass
class Running:
    """An import in this worker's hands.

    Attributes:
        row: the import as it was when it was claimed.
        labels: the tags and fields that the file fills, by key.
        progress: told the rows done and all rows after each chunk.
        stopping: whether the process is to end, so that no further chunk is begun.
    """

    database: Database
    lease: Lease
    clock: Clock
    row: Import
    campaign: Campaign
    labels: Mapping[str, Label] = field(default_factory=dict)
    progress: Callable[[int, int], None] = _nobody
    counts: Counts = field(default_factory=Counts)
    told_at: datetime | None = None
    stopping: Callable[[], bool] = lambda: False


def merge_chunk(running: Running, sifted: Sifted, total: int) -> None:
    """Merge the people of a chunk whose rows are counted already. Raises TakenOver."""
    now = running.clock()
    with running.database.sessions.begin() as session:
        _take_in(session, running, sifted, now)
        rows = running.counts.rows
        far = {"counts": running.counts.as_json(), "rows_done": rows, "rows_total": total}
        running.lease.beat(session, now=now, **far)
        _tell_of_progress(session, running, total, now)
    running.progress(rows, total)


def _take_in(session: Session, running: Running, sifted: Sifted, now: datetime) -> None:
    """Do what the file says of some people, but for those who were erased since it was begun.

    They are looked for at the end: who erases a contact by then waits for this transaction, or it has waited.
    """
    counted, attempt = running.counts.copied(), session.begin_nested()
    _do(session, running, sifted, now)
    gone = erased_among(session, running.row.campaign_id, (person.phone for person in sifted.people))
    if not gone:
        attempt.commit()
        return
    attempt.rollback()
    running.counts = counted
    counted.refused[ERASED.key] += len(gone)
    _take_in(session, running, sifted.without(gone), now)


def _do(session: Session, running: Running, sifted: Sifted, now: datetime) -> None:
    row = running.row
    if row.kind == OPT_OUTS:
        running.counts.add(stop_all(session, sifted.people, row, now=now))
    elif row.dry_run:
        _try(session, running, sifted, now)
    else:
        _merge(session, running, sifted, row.list_id or 0, now)


def _merge(session: Session, running: Running, sifted: Sifted, list_id: int, now: datetime) -> None:
    row, counts = running.row, running.counts
    counts.add(merge(session, sifted.people, campaign_id=row.campaign_id, list_id=list_id, now=now))
    if sifted.marks:
        counts.add_marks(mark(session, sifted.marks, row, now=now))


def _try(session: Session, running: Running, sifted: Sifted, now: datetime) -> None:
    """Do it all and undo it: what is counted is what would be done."""
    row = running.row
    attempt = session.begin_nested()
    into = lists.find_or_make(session, row.campaign_id, row.list_name, by=None, now=now)
    _merge(session, running, sifted, into.id, now)
    attempt.rollback()


def put_down(running: Running) -> NoReturn:
    """Leave the rest to whoever comes next, at once. Raises PutDown; TakenOver if somebody has it by now."""
    now, import_id = running.clock(), running.lease.import_id
    with running.database.sessions.begin() as session:
        running.lease.beat(session, now=now, state="queued")
        bells.ring(session, "import_contacts", import_id)
    raise PutDown("This process is to end.")


def let_newcomers_in(running: Running) -> None:
    """Give the list's running actions their new contacts. Raises TakenOver."""
    now = running.clock()
    with running.database.sessions.begin() as session:
        add_newcomers(session, running.row.list_id or 0, now)
        running.lease.beat(session, now=now)


def finish(running: Running, refusals: Refusals) -> None:
    """Keep the counts and the refused rows, and tell whoever asked. Raises TakenOver."""
    now, row, counts = running.clock(), running.row, running.counts
    with running.database.sessions.begin() as session:
        file_id = _keep(session, row, refusals, now) if row.file_id and refusals.count else None
        far = {"counts": counts.as_json(), "rows_done": counts.rows, "rows_total": counts.rows}
        if row.dry_run:  # the file is kept for the import itself
            running.lease.beat(session, now=now, **far, state="tried", refused_file_id=file_id)
        else:
            end = {"state": "finished", "finished_at": now, "refused_file_id": file_id, "file_id": None}
            running.lease.beat(session, now=now, **far, **end)
            _wind_up(session, running, now)
        told = "import_tried" if row.dry_run else "import_finished"
        _tell(session, running, told, counts.rows, now, [file_id] if file_id else [])


def _wind_up(session: Session, running: Running, now: datetime) -> None:
    row, counts = running.row, running.counts
    if counts.new + counts.updated >= MANY:
        analyze(session)
    # people's data is not kept twice; what counts of the file is in the contacts now
    session.execute(delete(StoredFile).filter_by(id=row.file_id))
    by = session.get(User, row.created_by_id) if row.created_by_id else None
    events.record(session, f"{row.kind}_imported", row, by=by, at=now, counts=counts.as_json())


def fail(running: Running, sentence: str) -> None:
    """Give up, with the reason in words. Raises TakenOver."""
    now = running.clock()
    with running.database.sessions.begin() as session:
        running.lease.beat(session, now=now, state="failed", finished_at=now, problem=sentence)
        running.row.problem = sentence
        _tell(session, running, "import_failed", running.row.rows_total, now)


def _keep(session: Session, row: Import, refusals: Refusals, now: datetime) -> int:
    name = f"{row.file_name.rpartition('.')[0] or row.file_name}.refused.csv"
    # as everywhere: nobody knows how an erased person was written in a file
    somebody_erased = any_since(session, row.campaign_id, row.created_at)
    content = GONE if somebody_erased else refusals.rewound().read()
    made = StoredFile(
        campaign_id=row.campaign_id,
        name=name,
        content=content,
        created_at=now,
        created_by_id=row.created_by_id,
    )
    session.add(made)
    session.flush()
    return made.id


def _tell_of_progress(session: Session, running: Running, total: int, now: datetime) -> None:
    if running.told_at is None or now - running.told_at >= TELL_EVERY:
        running.told_at = now
        _tell(session, running, "import_progress", total, now)


def _tell(
    session: Session,
    running: Running,
    kind: str,
    total: int | None,
    now: datetime,
    file_ids: Sequence[int] = (),
) -> None:
    row = running.row
    if row.channel is None:
        return
    data: dict[str, Any] = {
        "import_id": row.id,
        "kind": row.kind,
        "file_name": row.file_name,
        "list_id": row.list_id,
        "list_name": row.list_name,
        "counts": running.counts.as_json(),
        "labels": {key: label.name for key, label in running.labels.items()},
        "dry_run": row.dry_run,
        "rows_total": total,
        "problem": row.problem,
        "file_ids": list(file_ids),
    }
    tell(
        session,
        campaign_id=row.campaign_id,
        key=f"import-{row.id}",
        kind=kind,
        channel=row.channel,
        data=data,
        now=now,
    )

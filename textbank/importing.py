"""`textbank import`: a file becomes contacts, with a progress bar; the refused rows land beside it."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import utcnow
from core.contacts.importing import starting
from core.contacts.importing.counting import Counts
from core.contacts.importing.files import reading
from core.contacts.importing.files.reading import Table
from core.contacts.importing.leasing import Lease
from core.contacts.importing.progressing import Running
from core.contacts.importing.refusals import Refusals
from core.contacts.importing.rows import REASONS
from core.contacts.importing.running import work
from core.db import Database
from core.errors import CoreError
from core.models import Campaign
from core.people.setting_up import found_campaign
from textbank.readying import make_ready


def import_file(database: Database, path: Path, list_name: str, *, as_json: bool, now: datetime) -> Counts:
    """Import a file into a list and print what came of it.

    Args:
        as_json: print one object with the counts as the last line, instead of words.

    Raises:
        CoreError: the file cannot be read, or the database is not ready; nothing was imported.
    """
    table = reading.read(_file(path))
    make_ready(database)
    running = _start(database, path.name, table, list_name, now)
    with TemporaryFile() as file, _progress(running):
        refusals = work(running, table, cast("BinaryIO", file))
        refused = _write(refusals, path.with_name(f"{path.stem}.refused.csv"))
    _say(running.counts, list_name, refused, as_json=as_json)
    return running.counts


def _file(path: Path) -> reading.File:
    try:
        path.open("rb").close()
    except OSError as problem:
        raise CoreError(f"{path} cannot be read: {problem.strerror}.") from None
    return reading.File.at(path)


def _start(database: Database, name: str, table: Table, list_name: str, now: datetime) -> Running:
    with database.sessions.begin() as session:
        campaign = _campaign(session, now)
        row = starting.start_here(session, campaign.id, name, table, list_name=list_name, now=now)
    return Running(database, Lease(row.id, now), utcnow, row, campaign)


def _campaign(session: Session, now: datetime) -> Campaign:
    """Return the one campaign; a fresh database gets one, which `textbank owner` joins to Slack."""
    found = session.scalars(select(Campaign).limit(2)).all()
    if len(found) > 1:
        raise CoreError("This database holds several campaigns. Import from Slack, where each is by itself.")
    return found[0] if found else found_campaign(session, name="My campaign", team_id=None, now=now)


@contextmanager
def _progress(running: Running) -> Iterator[None]:
    """Show a bar on the terminal; where there is none, nothing."""
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("import", total=running.row.rows_total)
        running.progress = lambda done, total: progress.update(task, completed=done, total=total)
        yield


def _write(refusals: Refusals, path: Path) -> Path | None:
    if not refusals.count:
        return None
    try:
        with path.open("wb") as file:
            shutil.copyfileobj(refusals.rewound(), file)
    except OSError as problem:  # the contacts are in; that much must be told
        sys.stderr.write(f"The refused rows could not be written to {path}: {problem.strerror}.\n")
        return None
    return path


def _say(counts: Counts, list_name: str, refused: Path | None, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(f"{json.dumps(counts.as_json())}\n")
        return
    sys.stdout.write("\n".join(_lines(counts, list_name, refused)) + "\n")


def _lines(counts: Counts, list_name: str, refused: Path | None) -> Iterator[str]:
    yield f"{counts.rows:,} rows for the list {list_name}:"
    for name in ("new", "updated", "unchanged", "duplicates"):
        yield f"{getattr(counts, name):>10,} {name}"
    yield f"{sum(counts.refused.values()):>10,} refused"
    yield from (f"{number:>14,} {REASONS[key]}" for key, number in counts.refused.most_common())
    if counts.opted_out:
        yield f"{counts.opted_out:,} of these people opted out; nobody can text them."
    if refused:
        yield f"The refused rows are in {refused}"

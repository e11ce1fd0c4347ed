"""Importing a file of contacts, as people do it: look at the columns, put them right, start."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core import bells, events
from core.contacts import lists
from core.contacts.importing import columns, labels, leasing
from core.contacts.importing.columns import Column
from core.contacts.importing.files import reading
from core.contacts.importing.files.reading import File, Table
from core.errors import Invalid, Stale
from core.finding import find
from core.models import Import, StoredFile, User
from core.naming import named
from core.people.rights import Right, require

CONTACTS = "contacts"
LARGEST_UPLOAD = 10 << 20  # Slack's own limit for a file in a form
FORGOTTEN = timedelta(days=1)
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Upload:
    """A file that can be imported, and how its columns are understood."""

    name: str
    content: bytes
    table: Table
    columns: list[Column]


def look(name: str, content: bytes) -> Upload:
    """Read an uploaded file. It takes a moment, so do it with no transaction open.

    Raises:
        Invalid: beside `file`: it is too large, or cannot be read as a table.
    """
    if len(content) > LARGEST_UPLOAD:
        raise Invalid("file", "The file is larger than 10 MB. Parts of it, or a CSV of it, may be smaller.")
    name = named(name[-_LONGEST_NAME:], field="file", what="file name", limit=_LONGEST_NAME)
    table = reading.read(File.of(name, content))
    return Upload(name, content, table, columns.understand(table.headers, table.samples))


def recognise(session: Session, upload: Upload, *, by: User) -> Upload:
    """Return an upload whose columns fill the campaign's tags and fields where their headers say so."""
    known = labels.headers(session, by.campaign_id)
    return replace(upload, columns=columns.labelled(upload.columns, known))


def draft(
    session: Session,
    upload: Upload,
    *,
    list_name: str,
    by: User,
    channel: str | None,
    now: datetime,
    kind: str = CONTACTS,
) -> Import:
    """Keep an uploaded file until its columns are put right; nothing is imported yet.

    Args:
        kind: what the file holds: contacts, or opt_outs.
        channel: where Slack is to hear of the import: a channel or a user id.

    Raises:
        Invalid: beside `list_name`, when it cannot be kept.
    """
    stored = StoredFile(
        campaign_id=by.campaign_id,
        name=upload.name,
        content=upload.content,
        created_at=now,
        created_by_id=by.id,
    )
    session.add(stored)
    session.flush()
    made = Import(
        campaign_id=by.campaign_id,
        kind=kind,
        list_name=named(list_name, field="list_name", what="list name"),
        file_id=stored.id,
        file_name=upload.name,
        mapping=columns.as_mapping(upload.columns),
        rows_total=upload.table.total,
        created_by_id=by.id,
        channel=channel,
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made


def start(
    session: Session,
    import_id: int,
    roles: Mapping[str, str],
    *,
    dry_run: bool = False,
    by: User,
    now: datetime,
) -> Import:
    """Start an import with the roles somebody chose for columns; submitted twice, it starts once.

    Args:
        roles: column position → role; columns that are not named keep the role they have.
        dry_run: count what it would change, and change nothing; `start_tried` then does it.

    Raises:
        NotAllowed: `by` may not run texting.
        NotFound: no such import in this person's campaign.
        Stale: the file was forgotten meanwhile.
        Invalid: no column holds phones, or two hold the same; see `core.contacts.importing.columns.check`.
    """
    require(session, by, Right.RUN)
    found = _find(session, import_id, by)
    if found.state != "draft":
        return found
    mapping = {**found.mapping, **roles}
    columns.check(mapping)
    if dry_run:
        _leave(session, found, "draft", mapping=mapping, dry_run=True)
    else:
        _start_into_list(session, found, "draft", by, now, mapping=mapping)
    session.refresh(found)
    return found


def start_tried(session: Session, import_id: int, *, by: User, now: datetime) -> Import:
    """Do what a dry run has counted; pressed twice, it starts once.

    Raises:
        NotAllowed: `by` may not run texting.
        NotFound: no such import in this person's campaign.
        Stale: the file was forgotten meanwhile.
    """
    require(session, by, Right.RUN)
    found = _find(session, import_id, by)
    if found.state == "tried":
        begin = {"dry_run": False, "counts": {}, "rows_done": 0, "refused_file_id": None}
        refused_id = found.refused_file_id
        if _start_into_list(session, found, "tried", by, now, **begin):
            session.execute(delete(StoredFile).filter_by(id=refused_id))
        session.refresh(found)
    return found


def start_here(
    session: Session, campaign_id: int, name: str, table: Table, *, list_name: str, now: datetime
) -> Import:
    """Start an import whose file stays where it is, to be run by this very process.

    Raises:
        Invalid: no column holds phones, or the list's name cannot be kept.
    """
    understood = columns.understand(table.headers, table.samples)
    understood = columns.labelled(understood, labels.headers(session, campaign_id))
    columns.check(columns.as_mapping(understood))
    into = lists.find_or_make(session, campaign_id, list_name, by=None, now=now)
    made = Import(
        campaign_id=campaign_id,
        file_name=name,
        list_name=into.name,
        list_id=into.id,
        mapping=columns.as_mapping(understood),
        rows_total=table.total,
        state="running",
        heartbeat_at=now,
        created_at=now,
    )
    session.add(made)
    session.flush()
    events.record(session, "import_started", made, by=None, at=now, list_id=into.id)
    return made


def sweep(session: Session, *, now: datetime) -> None:
    """Find what was lost: queued imports without a bell, abandoned ones, and drafts that nobody started."""
    lost = select(Import.id).where(
        (Import.state == "queued") | leasing.abandoned(now), Import.file_id.is_not(None)
    )
    for import_id in session.scalars(lost):
        bells.ring(session, "import_contacts", import_id)
    cut_off = update(Import).where(leasing.abandoned(now), Import.file_id.is_(None))
    session.execute(
        cut_off.values(
            state="failed", finished_at=now, problem="It was interrupted. Run the same command again."
        )
    )
    _forget_drafts(session, now)


def _start_into_list(
    session: Session, found: Import, state: str, by: User, now: datetime, **values: Any
) -> bool:
    into = lists.find_or_make(session, found.campaign_id, found.list_name, by=by, now=now)
    left = _leave(session, found, state, list_id=into.id, **values)
    if left:
        events.record(session, "import_started", found, by=by, at=now, list_id=into.id)
    return left


def _leave(session: Session, found: Import, state: str, **values: Any) -> bool:
    """Let a worker have an import that still is in a state; return whether this call did."""
    mine = update(Import).filter_by(id=found.id, state=state).values(state="queued", **values)
    if session.execute(mine.returning(Import.id)).one_or_none() is None:
        return False
    bells.ring(session, "import_contacts", found.id)
    return True


def _forget_drafts(session: Session, now: datetime) -> None:
    old = select(Import).where(Import.state.in_(("draft", "tried")), Import.created_at < now - FORGOTTEN)
    for forgotten in session.scalars(old.with_for_update(skip_locked=True)):
        file_id, forgotten.file_id = forgotten.file_id, None
        forgotten.state, forgotten.finished_at = "failed", now
        forgotten.problem = "Nobody started it within a day."
        session.flush()
        session.execute(delete(StoredFile).filter_by(id=file_id))


def _find(session: Session, import_id: int, by: User) -> Import:
    found = find(session, Import, import_id, by=by, called="That import")
    if found.state == "failed" or found.kind != CONTACTS:
        raise Stale("That file was put away meanwhile. Upload it again.")
    return found

"""Inviting the people of a file: whom we know is found by phone or e-mail, others are made, not joined yet.

Whoever is made joins by proving the phone, by the join link or in Slack. Nobody is texted because of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from core import events
from core.contacts.importing import starting
from core.contacts.importing.starting import Upload
from core.db import Database
from core.errors import Stale
from core.finding import find
from core.models import Campaign, Import, StoredFile, User
from core.notices.telling import tell
from core.people import roster, user_list_members
from core.people.rights import Right, require
from core.people.roster import Entry, Roster
from core.turns import take_turns

USERS = "users"
NAME = "the volunteers"
CHUNK = 500  # people in one transaction: SQLite has one writer, and others wait for it


@dataclass(frozen=True)
class Counts:
    """What a file of people comes to: rows = new + known + duplicates + refused."""

    rows: int
    new: int
    known: int
    duplicates: int
    refused: int


class Draft(NamedTuple):
    """A file that was looked at, and what inviting its people would come to."""

    import_id: int
    name: str
    counts: Counts


def keep(session: Session, upload: Upload, *, by: User, now: datetime) -> Draft:
    """Keep an uploaded file until it is confirmed, and count what it would come to; nobody is invited yet.

    Raises:
        NotAllowed: `by` may not manage people.
        Invalid: beside `file`; see `core.people.roster.read`.
    """
    require(session, by, Right.PEOPLE)
    campaign = session.get_one(Campaign, by.campaign_id)
    read = roster.read(upload, campaign.textable_countries)
    kept = starting.draft(session, upload, list_name=NAME, by=by, channel=by.slack_id, now=now, kind=USERS)
    known = sum(len(_known(session, campaign.id, chunk)) for chunk in _chunks(read.entries))
    return Draft(kept.id, upload.name, _counts(read, known))


def enrol(
    database: Database, import_id: int, *, list_id: int | None, by: User, now: datetime
) -> Counts | None:
    """Invite the people of a file that was kept, a few hundred in a transaction.

    After a crash, or pressed twice, whoever was made already is found; it is told and recorded once.

    Args:
        list_id: the user list that all of them go into, known ones too.

    Returns:
        what came of it; None when it was done before.

    Raises:
        NotAllowed, NotFound, Stale: the right, the file or the list is gone meanwhile.
    """
    with database.sessions.begin() as session:
        require(session, by, Right.PEOPLE)
        if (found := _find(session, import_id, by)).state == "finished":
            return None
        read = _read(session, found)
    known = 0
    for chunk in _chunks(read.entries):
        with database.sessions.begin() as session:
            known += _merge(session, chunk, list_id, by, now)
    with database.sessions.begin() as session:
        counts = _counts(read, known)
        return counts if _finish(session, found, read, counts, by, now) else None


def _find(session: Session, import_id: int, by: User) -> Import:
    found = find(session, Import, import_id, by=by, called="That import")
    if found.kind != USERS or (found.file_id is None and found.state != "finished"):
        raise Stale("That file was put away meanwhile. Upload it again.")
    return found


def _read(session: Session, found: Import) -> Roster:
    stored = session.get_one(StoredFile, found.file_id or 0)
    campaign = session.get_one(Campaign, found.campaign_id)
    return roster.read(starting.look(stored.name, stored.content), campaign.textable_countries)


def _chunks(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    return (entries[start : start + CHUNK] for start in range(0, len(entries), CHUNK))


def _known(session: Session, campaign_id: int, entries: Sequence[Entry]) -> dict[Entry, int]:
    """Return the ids of those of these people who have an account."""
    numbers = [entry.phone for entry in entries if entry.phone]
    addresses = [entry.email for entry in entries if entry.email]
    email = func.lower(User.email)
    query = select(User.id, User.phone, email).where(
        User.campaign_id == campaign_id, or_(User.phone.in_(numbers), email.in_(addresses))
    )
    ids: dict[str | None, int] = {}
    for user_id, phone, address in session.execute(query):
        ids |= {address: user_id, phone: user_id}
    ids.pop(None, None)
    found = {entry: ids.get(entry.phone) or ids.get(entry.email) for entry in entries}
    return {entry: user_id for entry, user_id in found.items() if user_id}


def _merge(session: Session, entries: Sequence[Entry], list_id: int | None, by: User, now: datetime) -> int:
    """Make whoever is missing, and put all into the list; return how many were known."""
    take_turns(session, by.campaign_id)
    known = _known(session, by.campaign_id, entries)
    missing = [entry for entry in entries if entry not in known]
    given = {"campaign_id": by.campaign_id, "role": "volunteer", "rights": [], "created_at": now}
    made: list[int] = []
    if missing:
        rows = [given | entry._asdict() for entry in missing]
        made = list(session.scalars(insert(User).returning(User.id), rows))
    if list_id:
        user_list_members.add(session, list_id, [*known.values(), *made], by=by, now=now)
    return len(known)


def _counts(read: Roster, known: int) -> Counts:
    new, refused = len(read.entries) - known, len(read.refused)
    return Counts(new + known + read.duplicates + refused, new, known, read.duplicates, refused)


def _finish(session: Session, found: Import, read: Roster, counts: Counts, by: User, now: datetime) -> bool:
    """Tell and record it, if nobody has; return whether it was this call."""
    end = {"state": "finished", "finished_at": now, "file_id": None, "counts": vars(counts)}
    last = update(Import).where(Import.id == found.id, Import.state == "draft").values(**end)
    if session.execute(last.returning(Import.id)).one_or_none() is None:
        return False
    session.execute(delete(StoredFile).filter_by(id=found.file_id))
    events.record(session, "users_imported", found, by=by, at=now, **vars(counts))
    _tell(session, found, _keep_refused(session, found, read, now), counts, now)
    return True


def _keep_refused(session: Session, found: Import, read: Roster, now: datetime) -> list[int]:
    if not read.refused:
        return []
    name = f"{found.file_name.rpartition('.')[0] or found.file_name}.refused.csv"
    made = StoredFile(campaign_id=found.campaign_id, name=name, content=read.refused_file(), created_at=now)
    session.add(made)
    session.flush()
    return [made.id]


def _tell(session: Session, found: Import, file_ids: list[int], counts: Counts, now: datetime) -> None:
    if found.channel:
        tell(
            session,
            campaign_id=found.campaign_id,
            key=f"users_imported:{found.id}",
            kind="users_imported",
            channel=found.channel,
            data={"file_name": found.file_name, "counts": vars(counts), "file_ids": file_ids},
            now=now,
        )

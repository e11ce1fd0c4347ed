"""The record of opt-outs as a file, for an admin's eyes: made in a stream, safe to open in a spreadsheet."""

import csv
from datetime import datetime
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import events
from core.contacts.importing.refusals import safe
from core.contacts.opt_out_listing import Line, every_line
from core.db import Database
from core.models import Notice, StoredFile, User
from core.notices.telling import tell
from core.people.rights import Right, require
from core.turns import take_turns

LIFTED, LIFTED_BY = "Lifted", "Lifted by"
HEADERS = (
    "Phone",
    "Date",
    "Route",
    "How they asked",
    "Words",
    "Action",
    "Who",
    LIFTED,
    LIFTED_BY,
    "Note",
)
_IN_MEMORY = 1 << 20


def export(database: Database, *, by: User, key: str, now: datetime) -> None:
    """Make the file and send it to whoever asked; the same key again sends nothing more.

    It is read outside the transaction that keeps it, which so holds up nobody.

    Args:
        by: an admin who is in Slack.
        key: of the press.

    Raises:
        NotAllowed: `by` is no admin.
    """
    with database.readers() as session, SpooledTemporaryFile(_IN_MEMORY) as file:
        require(session, by, Right.EXPORT)
        if _is_told(session, by, key):
            return
        count = write(session, by.campaign_id, cast("BinaryIO", file))
        file.seek(0)
        content = file.read()
    with database.sessions.begin() as session:
        take_turns(session, by.campaign_id)
        if not _is_told(session, by, key):
            _tell(session, by, key, content, count, now)


def write(session: Session, campaign_id: int, file: BinaryIO) -> int:
    """Write a campaign's opt-outs as CSV, newest first; return how many.

    Args:
        file: open for writing.
    """
    # the mark tells Excel that it is UTF-8
    text = TextIOWrapper(file, "utf-8-sig", newline="")
    writer, count = csv.writer(text), 0
    writer.writerow(HEADERS)
    for line in every_line(session, campaign_id):
        writer.writerow([safe(cell) for cell in _cells(line)])
        count += 1
    text.detach()
    return count


def _cells(line: Line) -> tuple[str, ...]:
    lifted = line.lifted_at.isoformat() if line.lifted_at else ""
    way = (line.route, line.means, line.words, line.action, line.who)
    return (line.phone, line.at.isoformat(), *way, lifted, line.lifted_by, line.note)


def _name(by: User, key: str) -> str:
    return f"opt-outs-{by.id}-{key}"


def _is_told(session: Session, by: User, key: str) -> bool:
    told = select(Notice.id).filter_by(campaign_id=by.campaign_id, key=_name(by, key))
    return session.scalar(told) is not None


def _tell(session: Session, by: User, key: str, content: bytes, count: int, now: datetime) -> None:
    stored = _keep(session, by, content, now)
    events.record(session, "opt_outs_exported", stored, by=by, at=now, count=count)
    tell(
        session,
        campaign_id=by.campaign_id,
        key=_name(by, key),
        kind="opt_outs_exported",
        channel=by.slack_id or "",
        data={"count": count, "file_ids": [stored.id]},
        now=now,
    )


def _keep(session: Session, by: User, content: bytes, now: datetime) -> StoredFile:
    name = f"opt-outs-{now:%Y-%m-%d}.csv"
    made = StoredFile(
        campaign_id=by.campaign_id, name=name, content=content, created_at=now, created_by_id=by.id
    )
    session.add(made)
    session.flush()
    return made

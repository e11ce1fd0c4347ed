"""A file of phones that must not be texted: the same machinery, but every row is a stop.

But one: our own export tells of stops that were lifted, too, and those stay lifted.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import TextClause, bindparam, text, update
from sqlalchemy.orm import Session

from core import bells, events
from core.contacts.importing import columns, rows
from core.contacts.importing.columns import Role
from core.contacts.importing.merging import Merged, stage
from core.contacts.importing.rows import Cells, Person, Reader, Refusal
from core.contacts.importing.starting import Upload, draft
from core.contacts.opt_out_exporting import LIFTED, LIFTED_BY
from core.contacts.stopping_many import take_effect
from core.db import UtcDateTime
from core.errors import Invalid, Stale
from core.finding import find
from core.models import Import, OptOut, User
from core.people.rights import Right, require

OPT_OUTS = "opt_outs"
NAME = "the opt-outs"


def keep(session: Session, upload: Upload, *, by: User, channel: str, now: datetime) -> Import:
    """Keep an uploaded file until its column of phones is confirmed. Raises NotAllowed."""
    require(session, by, Right.RUN)
    return draft(session, upload, list_name=NAME, by=by, channel=channel, now=now, kind=OPT_OUTS)


def start(session: Session, import_id: int, column: int | None, *, by: User, now: datetime) -> Import:
    """Start to opt out every phone of one column; submitted twice, it starts once.

    Args:
        column: its position, from 0.

    Raises:
        NotAllowed: `by` is no admin.
        NotFound: no such import in this person's campaign.
        Stale: the file was forgotten meanwhile.
        Invalid: beside `phones`, when there is no such column.
    """
    require(session, by, Right.RUN)
    found = find(session, Import, import_id, by=by, called="That import")
    if found.state == "failed" or found.kind != OPT_OUTS:
        raise Stale("That file was put away meanwhile. Upload it again.")
    if str(column) not in found.mapping:
        raise Invalid("phones", columns.NO_PHONE)
    mapping = {at: (Role.PHONE if at == str(column) else Role.IGNORE).value for at in found.mapping}
    left = update(Import).filter_by(id=found.id, state="draft").returning(Import.id)
    if session.execute(left.values(state="queued", mapping=mapping)).one_or_none():
        events.record(session, "import_started", found, by=by, at=now)
        bells.ring(session, "import_contacts", found.id)
    session.refresh(found)
    return found


def sparing_lifted(read: Reader, headers: Sequence[str]) -> Reader:
    """Return a reader that refuses what was lifted, in a file with the columns of our own export.

    Args:
        read: reads a row otherwise.
        headers: of the file.
    """
    if not {LIFTED, LIFTED_BY} <= set(headers):
        return read
    at = list(headers).index(LIFTED)

    def spare(row: Cells) -> Person | Refusal:
        return rows.LIFTED if len(row) > at and row[at].strip() else read(row)

    return spare


def stop_all(session: Session, people: Sequence[Person], row: Import, *, now: datetime) -> Merged:
    """Opt out a chunk of people; who is out already stays as it was.

    Args:
        people: each phone once.
        row: the import, which says whose they are and who asked for it.
    """
    if not people:
        return Merged(0, 0, 0, 0)
    connection = session.connection()
    stage(connection, sorted(people))
    given = {"campaign_id": row.campaign_id, "user_id": row.created_by_id, "now": now}
    new = [made for (made,) in connection.execute(_STOP, given)]
    if new:
        take_effect(session, OptOut.id.in_(new), now)
    return Merged(len(new), 0, len(people) - len(new), len(people))


_CONTACT = """(SELECT contacts.id FROM contacts
    WHERE contacts.campaign_id = :campaign_id AND contacts.phone = incoming.phone)"""
_STOP: TextClause = text(
    f"""
INSERT INTO opt_outs (campaign_id, phone, at, route, words, means, contact_id, user_id, lift_note)
SELECT :campaign_id, phone, :now, 'import', '', '', {_CONTACT}, :user_id, ''
FROM incoming WHERE true
ON CONFLICT DO NOTHING
RETURNING id
"""  # noqa: S608 - our own words only
).bindparams(bindparam("now", type_=UtcDateTime()))

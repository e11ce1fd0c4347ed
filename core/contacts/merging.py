"""Merge people into the contacts, their ids and a list, a chunk at a time; one text for both databases.

What PostgreSQL and SQLite do their own way stands in `_Dialect`: how rows are staged and JSON objects joined.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Connection, TextClause, bindparam, text
from sqlalchemy.orm import Session

from core.contacts.rows import Person
from core.db import UtcDateTime


class Merged(NamedTuple):
    """What became of a chunk. `opted_out` counts people of the other three who said stop."""

    new: int
    updated: int
    unchanged: int
    opted_out: int


def merge(
    session: Session, people: Sequence[Person], *, campaign_id: int, list_id: int, now: datetime
) -> Merged:
    """Add the people or bring them up to date, and put them in the list.

    A blank value never erases what is known, variables are joined, and a time zone that rests on less than
    the known one does not replace it. People who opted out are merged too; what keeps them from being
    texted is the opt-out by phone, which no import touches.

    Args:
        people: each phone once.
    """
    connection = session.connection()
    orders = _orders(connection.dialect.name)
    stage(connection, people)
    given = {"campaign_id": campaign_id, "list_id": list_id, "now": now}
    given["last_id"] = connection.scalar(orders.last_id) or 0
    touched = connection.execute(orders.contacts, given).all()
    new = {key for key, is_new in touched if is_new}
    changed = {key for key, _ in touched} | set(connection.scalars(orders.external_ids, given))
    connection.execute(orders.members, given)
    opted_out = connection.scalar(orders.opted_out, given) or 0
    return Merged(len(new), len(changed - new), len(people) - len(new | changed), opted_out)


def stage(connection: Connection, people: Sequence[Person]) -> None:
    """Put the people into the temporary table `incoming`, in the order of their phones.

    Two imports that meet the same people thus lock them in the same order, and neither waits for the other.
    """
    dialect = _DIALECTS[connection.dialect.name]
    for statement in (*dialect.prepare, "DELETE FROM incoming"):
        connection.exec_driver_sql(statement)
    dialect.fill(connection, sorted(people))


def analyze(session: Session) -> None:
    """Tell the planner what the tables hold now; after a bulk load it would guess badly."""
    for statement in _DIALECTS[session.get_bind().dialect.name].analyze:
        session.connection().exec_driver_sql(statement)


@dataclass(frozen=True)
class _Orders:
    last_id: TextClause
    contacts: TextClause
    external_ids: TextClause
    members: TextClause
    opted_out: TextClause


# how much a time zone rests on, by its source
_WEIGHT = "CASE {} WHEN 'import' THEN 3 WHEN 'zip' THEN 2 WHEN 'area code' THEN 1 ELSE 0 END"
_HEAVIER = f"{_WEIGHT.format('excluded.zone_source')} >= {_WEIGHT.format('contacts.zone_source')}"
_IF_GIVEN = "CASE WHEN excluded.{0} = '' THEN contacts.{0} ELSE excluded.{0} END"
_IF_HEAVIER = f"CASE WHEN {_HEAVIER} THEN excluded.{{0}} ELSE contacts.{{0}} END"

_CONTACTS = """
INSERT INTO contacts (campaign_id, phone, first_name, last_name, zip, state, zones, zone_source, extra,
    created_at, updated_at)
SELECT :campaign_id, phone, first_name, last_name, zip, state, zones, zone_source, extra, :now, :now
FROM incoming WHERE true
ON CONFLICT (campaign_id, phone) DO UPDATE SET {changes}, updated_at = excluded.updated_at
WHERE ({columns}) IS DISTINCT FROM ({values})
RETURNING id, {is_new}
"""

# A look-up by row, not a join: a planner that has not seen these rows yet would join by reading all contacts.
_ID = """(SELECT contacts.id FROM contacts
    WHERE contacts.campaign_id = :campaign_id AND contacts.phone = incoming.phone)"""

_EXTERNAL_IDS = f"""
INSERT INTO external_ids (campaign_id, contact_id, system, database, mode, value)
SELECT :campaign_id, {_ID}, 'van', CASE WHEN length(state) = 2 THEN state ELSE '' END, 'voters', van_id
FROM incoming WHERE van_id <> ''
ON CONFLICT (contact_id, system, database, mode) DO UPDATE SET value = excluded.value
WHERE external_ids.value <> excluded.value
RETURNING contact_id
"""  # noqa: S608

_MEMBERS = f"""
INSERT INTO list_members (list_id, contact_id)
SELECT :list_id, {_ID} FROM incoming WHERE true
ON CONFLICT DO NOTHING
"""  # noqa: S608

_OPTED_OUT = """
SELECT count(*) FROM incoming WHERE EXISTS (SELECT 1 FROM opt_outs WHERE opt_outs.lifted_at IS NULL
    AND opt_outs.campaign_id = :campaign_id AND opt_outs.phone = incoming.phone)
"""


@cache
def _orders(dialect_name: str) -> _Orders:
    dialect = _DIALECTS[dialect_name]
    merged = {name: _IF_GIVEN.format(name) for name in ("first_name", "last_name", "zip", "state")}
    merged |= {name: _IF_HEAVIER.format(name) for name in ("zones", "zone_source")}
    merged["extra"] = dialect.joined
    contacts = _CONTACTS.format(
        changes=", ".join(f"{name} = {value}" for name, value in merged.items()),
        columns=", ".join(f"contacts.{name}" for name in merged),
        values=", ".join(merged.values()),
        is_new=dialect.is_new,
    )
    return _Orders(
        text("SELECT max(id) FROM contacts"),
        text(contacts).bindparams(bindparam("now", type_=UtcDateTime())),
        text(_EXTERNAL_IDS),
        text(_MEMBERS),
        text(_OPTED_OUT),
    )


@dataclass(frozen=True)
class _Dialect:
    """What a database does its own way.

    Attributes:
        prepare: what makes the staging table.
        fill: stages the rows.
        joined: the known variables with the new ones over them.
        is_new: whether an upserted row was inserted.
    """

    prepare: tuple[str, ...]
    fill: Callable[[Connection, Sequence[Person]], None]
    joined: str
    is_new: str
    analyze: tuple[str, ...]


_TABLE = "CREATE TEMPORARY TABLE IF NOT EXISTS incoming ({})"
_COLUMNS = ", ".join(f"{name} TEXT" for name in Person._fields)
_LOADED = ("contacts", "external_ids", "list_members")


def _copy(connection: Connection, people: Sequence[Person]) -> None:
    with connection.connection.cursor() as cursor, cursor.copy("COPY incoming FROM STDIN") as copy:  # type: ignore[attr-defined]
        copy.write(_as_copy_text(people))


def _as_copy_text(people: Sequence[Person]) -> str:
    """Return the rows in the text format of COPY; few chunks hold what must be escaped."""
    rows = "\n".join(map("\t".join, people))
    tabs, lines = len(people) * (len(Person._fields) - 1), len(people) - 1
    if "\\" in rows or "\r" in rows or rows.count("\t") != tabs or rows.count("\n") != lines:
        rows = "\n".join("\t".join(cell.translate(_ESCAPES) for cell in person) for person in people)
    return rows


# Source: PostgreSQL's manual, COPY, "Text Format".
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _insert(connection: Connection, people: Sequence[Person]) -> None:
    connection.exec_driver_sql(_INSERT, list(map(tuple, people)))


_INSERT = f"INSERT INTO incoming VALUES ({','.join('?' * len(Person._fields))})"  # noqa: S608


_DIALECTS = {
    "postgresql": _Dialect(
        prepare=(
            "SET LOCAL client_min_messages = warning",
            _TABLE.format(_COLUMNS.replace("extra TEXT", "extra JSONB")) + " ON COMMIT DELETE ROWS",
        ),
        fill=_copy,
        joined="contacts.extra || excluded.extra",
        is_new="xmax = 0",
        analyze=(f"ANALYZE {', '.join(_LOADED)}",),
    ),
    "sqlite": _Dialect(
        prepare=(_TABLE.format(_COLUMNS),),
        fill=_insert,
        joined="json_patch(contacts.extra, excluded.extra)",
        is_new="id > :last_id",
        # a sample of each index, so that others wait a moment only
        analyze=("PRAGMA analysis_limit = 1000", *(f"ANALYZE {table}" for table in _LOADED)),
    ),
}

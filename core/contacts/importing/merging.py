"""Merge people into the contacts, their ids and a list, a chunk at a time; one text for both databases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import Connection, TextClause, bindparam, text
from sqlalchemy.orm import Session

from core.contacts.importing.dialects import DIALECTS, dialect_of
from core.contacts.importing.rows import Person
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
    if not people:
        return Merged(0, 0, 0, 0)
    connection, people = session.connection(), sorted(people)
    orders = _orders(connection.dialect.name)
    stage(connection, people)
    given = {"campaign_id": campaign_id, "list_id": list_id, "now": now}
    given["last_id"] = connection.scalar(orders.last_id) or 0
    touched = connection.execute(orders.contacts, given).all()
    new = {phone: key for key, phone, is_new in touched if is_new}
    _link_new(connection, people, new, campaign_id=campaign_id, list_id=list_id)
    changed = {key for key, _, _ in touched}
    if len(new) < len(people):
        changed.update(connection.scalars(orders.external_ids, given))
        connection.execute(orders.members, given)
    opted_out = connection.scalar(orders.opted_out, given) or 0
    known = changed - set(new.values())
    return Merged(len(new), len(known), len(people) - len(new) - len(known), opted_out)


def stage(connection: Connection, people: Sequence[Person]) -> None:
    """Put the people into the temporary table `incoming`.

    Args:
        people: sorted, so that two imports that meet the same people lock them in the same order.
    """
    dialect = dialect_of(connection)
    for statement in (*dialect.prepare, "DELETE FROM incoming"):
        connection.exec_driver_sql(statement)
    dialect.load(connection, f"incoming ({', '.join(Person._fields)})", people)


def analyze(session: Session) -> None:
    """Tell the planner what the tables hold now; after a bulk load it would guess badly."""
    connection = session.connection()
    for statement in dialect_of(connection).analyze:
        connection.exec_driver_sql(statement)


def _link_new(
    connection: Connection, people: Sequence[Person], new: dict[str, int], *, campaign_id: int, list_id: int
) -> None:
    """Give new contacts their ids and their place in the list; they have none, so nothing can clash."""
    load, campaign, into = dialect_of(connection).load, str(campaign_id), str(list_id)
    if members := [(into, str(key)) for key in new.values()]:
        load(connection, "list_members (list_id, contact_id)", members)
    ids = [
        (campaign, str(new[person.phone]), "van", _database(person), "voters", person.van_id)
        for person in people
        if person.van_id and person.phone in new
    ]
    if ids:
        load(connection, "external_ids (campaign_id, contact_id, system, database, mode, value)", ids)


def _database(person: Person) -> str:
    """Return the state whose VAN database the id belongs to."""
    return person.state if len(person.state) == 2 else ""


@dataclass(frozen=True)
class _Orders:
    last_id: TextClause
    contacts: TextClause
    external_ids: TextClause
    members: TextClause
    opted_out: TextClause


# how much a time zone rests on, by its source
_WEIGHT = """CASE {} WHEN 'hand' THEN 3 WHEN 'import' THEN 3 WHEN 'zip' THEN 2 WHEN 'area code' THEN 1
    ELSE 0 END"""
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
RETURNING id, phone, {is_new}
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
"""  # noqa: S608 - our own words only

_MEMBERS = f"""
INSERT INTO list_members (list_id, contact_id)
SELECT :list_id, {_ID} FROM incoming WHERE true
ON CONFLICT DO NOTHING
"""  # noqa: S608 - our own words only

_OPTED_OUT = """
SELECT count(*) FROM incoming WHERE EXISTS (SELECT 1 FROM opt_outs WHERE opt_outs.lifted_at IS NULL
    AND opt_outs.campaign_id = :campaign_id AND opt_outs.phone = incoming.phone)
"""


@cache
def _orders(dialect_name: str) -> _Orders:
    dialect = DIALECTS[dialect_name]
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

"""People whose rows have no phone are found by their VAN ID, so that a file can bring them up to date."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from core.contacts.importing import rows
from core.contacts.importing.columns import Column, Role
from core.contacts.importing.rows import Cells, Person, Reader, Refusal
from core.contacts.phones import NoPhone
from core.db import Database
from core.models import Contact, ExternalId

_MISSING = rows.NO_PHONES[NoPhone.MISSING]


class ByVanId:
    """Knows the phones of the people in a chunk who can be found by their VAN ID.

    Args:
        columns: of the file; without one for phones, everybody is found by their VAN ID.
    """

    def __init__(self, database: Database, campaign_id: int, columns: Sequence[Column]) -> None:
        self._database, self._campaign_id, self._width = database, campaign_id, len(columns)
        at = {column.role: column.position for column in columns}
        self._id_at, self._state_at = at.get(Role.VAN_ID), at.get(Role.STATE)
        self._phone_at = at.get(Role.PHONE, self._width)
        self._phones: dict[str, dict[str, str]] = {}

    def columns(self, columns: Sequence[Column]) -> Sequence[Column]:
        """Return the file's columns, with one for the phones that are found if it has none."""
        if self._phone_at < self._width:
            return columns
        return [*columns, Column(self._width, "Phone", "phone", Role.PHONE)]

    def learn(self, chunk: Sequence[Cells]) -> None:
        """Look up those of a chunk who have an ID and no phone."""
        if self._id_at is None:
            return
        wanted = {self._id(row) for row in chunk if not self._cell(row, self._phone_at)} - {""}
        phones: dict[str, dict[str, str]] = defaultdict(dict)
        query = select(ExternalId.value, ExternalId.database, Contact.phone)
        query = query.join(Contact, Contact.id == ExternalId.contact_id)
        query = query.where(ExternalId.campaign_id == self._campaign_id, ExternalId.system == "van")
        if wanted:
            with self._database.readers() as session:
                for van_id, state, phone in session.execute(query.where(ExternalId.value.in_(wanted))):
                    phones[van_id][state] = phone
        self._phones = phones

    def reading(self, read: Reader) -> Reader:
        """Return a reader that finds the phone of a row that has none.

        Args:
            read: reads a row with the columns that `columns` returned.
        """

        def find(row: Cells) -> Person | Refusal:
            found = read(row)
            if found is not _MISSING or not (van_id := self._id(row)):
                return found
            phone = self._phone(van_id, self._cell(row, self._state_at).upper())
            return read(self._filled(row, phone)) if phone else rows.UNKNOWN_ID

        return find

    def _phone(self, van_id: str, state: str) -> str | None:
        """Return whose ID it is in the state's database; else whose it is, if it is one person's."""
        of_states = self._phones.get(van_id, {})
        if state in of_states:
            return of_states[state]
        return next(iter(of_states.values())) if len(set(of_states.values())) == 1 else None

    def _filled(self, row: Cells, phone: str) -> list[str]:
        cells = [*row, *[""] * (self._phone_at + 1 - len(row))]
        cells[self._phone_at] = phone
        return cells

    def _id(self, row: Cells) -> str:
        return self._cell(row, self._id_at).removesuffix(".0")

    def _cell(self, row: Cells, at: int | None) -> str:
        return row[at].strip() if at is not None and len(row) > at else ""

"""A file of people to invite: names, phones and e-mail addresses, each row judged before anything is kept."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final, NamedTuple

from core.contacts import phones
from core.contacts.importing.columns import Column, Role
from core.contacts.importing.refusals import Refusals
from core.contacts.importing.rows import LONGEST_NAME
from core.contacts.importing.starting import Upload
from core.contacts.phones import NoPhone
from core.errors import Invalid

MOST_ROWS: Final = 10_000
_EMAIL_HEADERS = {"email", "emailaddress", "mail"}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+").fullmatch
_LONGEST_EMAIL = 254
_NOTHING = "Neither a phone number nor an e-mail address"
_NO_EMAIL = "Not an e-mail address"
_TOO_LONG = "A name is far too long"


class Entry(NamedTuple):
    """Somebody to invite; `phone` in E.164 and `email` in small letters, one of them at least."""

    first_name: str
    last_name: str
    phone: str | None
    email: str | None


@dataclass
class Roster:
    """What is in the file.

    Attributes:
        entries: each phone and address once.
        duplicates: rows with the phone or the address of an earlier row.
        refused: rows that cannot be taken, with the reason.
    """

    headers: list[str]
    entries: list[Entry] = field(default_factory=list)
    duplicates: int = 0
    refused: list[tuple[Sequence[str], str]] = field(default_factory=list)

    def refused_file(self) -> bytes:
        """Return the rows that cannot be taken as a CSV with the reason for each."""
        refusals = Refusals(BytesIO(), self.headers)
        for row, reason in self.refused:
            refusals.add(row, reason)
        return refusals.rewound().read()


def read(upload: Upload, countries: Collection[str]) -> Roster:
    """Read the whole file.

    Args:
        countries: ISO codes of the countries that may be texted.

    Raises:
        Invalid: beside `file`: it has too many rows, or no column of phones or e-mail addresses.
    """
    if upload.table.total > MOST_ROWS:
        raise Invalid(
            "file", f"The file has {upload.table.total:,} rows; {MOST_ROWS:,} are the most at once."
        )
    at = _positions(upload.columns)
    if not at.keys() & {"phone", "email"}:
        raise Invalid(
            "file", "No column holds phone numbers or e-mail addresses. Give one the header “phone”."
        )
    roster, seen = Roster(upload.table.headers), set[str]()
    for row in upload.table.rows():
        _take(roster, row, _entry(row, at, countries), seen)
    return roster


def _positions(columns: Sequence[Column]) -> dict[str, int]:
    roles = {
        Role.PHONE: "phone",
        Role.FIRST_NAME: "first_name",
        Role.LAST_NAME: "last_name",
        Role.FULL_NAME: "full_name",
    }
    at = {roles[column.role]: column.position for column in columns if column.role in roles}
    emails = [column.position for column in columns if _key(column.header) in _EMAIL_HEADERS]
    return at | ({"email": emails[0]} if emails else {})


def _key(header: str) -> str:
    return re.sub(r"[^a-z]+", "", header.lower())


def _take(roster: Roster, row: Sequence[str], entry: Entry | str, seen: set[str]) -> None:
    if isinstance(entry, str):
        roster.refused.append((row, entry))
        return
    known_by = {each for each in (entry.phone, entry.email) if each}
    if known_by & seen:
        roster.duplicates += 1
    else:
        roster.entries.append(entry)
    seen |= known_by


def _entry(row: Sequence[str], at: dict[str, int], countries: Collection[str]) -> Entry | str:
    """Return whom a row means, or why it cannot be taken."""
    cells = dict(_cells(row, at))
    first, last = cells.get("first_name", ""), cells.get("last_name", "")
    if not (first or last):
        first, _, last = cells.get("full_name", "").partition(" ")
    if max(len(first), len(last)) > LONGEST_NAME:
        return _TOO_LONG
    written, email = cells.get("phone", ""), cells.get("email", "").lower()
    if not (written or email):
        return _NOTHING
    if email and (len(email) > _LONGEST_EMAIL or not _EMAIL(email)):
        return _NO_EMAIL
    phone = phones.read(written, countries) if written else None
    return phone.words if isinstance(phone, NoPhone) else Entry(first, last, phone, email or None)


def _cells(row: Sequence[str], at: dict[str, int]) -> Iterator[tuple[str, str]]:
    for name, position in at.items():
        if position < len(row):
            yield name, " ".join(row[position].replace("\0", "").split())

"""A row of a file becomes a person to text, or a refusal with its reason."""

from collections.abc import Callable, Collection, Iterable, Sequence
from json.encoder import encode_basestring as quoted
from typing import NamedTuple

from core.contacts import phones, zones
from core.contacts.importing.columns import Column, Role
from core.contacts.phones import NoPhone

LONGEST_NAME = 100
LONGEST_CELL = 5_000

Cells = Sequence[str]
Reader = Callable[[Cells], "Person | Refusal"]


class Person(NamedTuple):
    """What a row says of somebody; the columns of the staging table, in their order."""

    phone: str
    first_name: str
    last_name: str
    zip: str
    state: str
    zones: str
    zone_source: str
    extra: str  # a JSON object
    van_id: str


class Refusal(NamedTuple):
    """Why a row is left out: the key that counts are kept under, and the words for people."""

    key: str
    words: str


TOO_LONG = Refusal("too_long", "A name or another cell is far too long")
TOO_MANY_CELLS = Refusal("too_many_cells", "The row has more cells than there are columns")
LIFTED = Refusal("lifted", "The opt-out was lifted, so it is not made anew")
ERASED = Refusal("erased", "Asked to be erased; nobody may text or import this phone")
UNKNOWN_ID = Refusal("unknown_id", "No phone, and nobody or more than one person has this VAN ID")
NO_PHONES = {reason: Refusal(reason.key, reason.words) for reason in NoPhone}
_OTHERS = (TOO_LONG, TOO_MANY_CELLS, LIFTED, ERASED, UNKNOWN_ID)
REASONS = {refusal.key: refusal.words for refusal in (*NO_PHONES.values(), *_OTHERS)}


def reader(columns: Sequence[Column], countries: Collection[str]) -> Reader:
    """Return the function that reads one row of a file with these columns.

    Everything that is the same for all rows is looked up here, once: it runs for each of a million rows.

    Args:
        countries: ISO codes of the countries that may be texted.
    """
    width = len(columns)
    phone_at, *others = _positions(columns, Role.PHONE, Role.OTHER_PHONE)
    first_at, last_at, full_at, zip_at, state_at, zone_at, van_at = (
        next(iter(_positions(columns, role)), width) for role in _SINGLE
    )
    extras = [(column.position, f'"{column.slug}":') for column in columns if column.role is Role.EXTRA]
    read_phone, find_zones = phones.read, zones.find

    def read(row: Cells) -> Person | Refusal:
        if len(row) != width and any(cell.strip() for cell in row[width:]):
            return TOO_MANY_CELLS
        # one cell more than there are columns: the blank one of whatever the file lacks
        cells = [*row, ""] if len(row) == width else _fitted(row, width)
        phone = read_phone(cells[phone_at], countries)
        if isinstance(phone, NoPhone):
            phone = _first_good(phone, (read_phone(cells[at], countries) for at in others))
            if isinstance(phone, NoPhone):
                return NO_PHONES[phone]
        first, last = _on_one_line(cells[first_at]), _on_one_line(cells[last_at])
        if full_at != width and not (first or last):
            first, last = _parted(cells[full_at])
        extra = ",".join([key + quoted(cell) for at, key in extras if (cell := cells[at].strip())])
        if len(first) > LONGEST_NAME or len(last) > LONGEST_NAME or len(extra) > LONGEST_CELL < _longest(row):
            return TOO_LONG
        zip_code = _zip(cells[zip_at])
        names, source = find_zones(cells[zone_at], zip_code, phone)
        state, van_id = _state(cells[state_at]), _id(cells[van_at])
        return Person(phone, first, last, zip_code, state, names, source, f"{{{extra}}}", van_id)

    return read


def _on_one_line(name: str) -> str:
    return " ".join(name.split())


def _fitted(row: Cells, width: int) -> list[str]:
    return [*row[:width], *[""] * (width + 1 - min(len(row), width))]


def _longest(row: Cells) -> int:
    return max(map(len, row))


_SINGLE = (
    Role.FIRST_NAME,
    Role.LAST_NAME,
    Role.FULL_NAME,
    Role.ZIP,
    Role.STATE,
    Role.TIMEZONE,
    Role.VAN_ID,
)


def _positions(columns: Sequence[Column], *roles: Role) -> list[int]:
    return [column.position for role in roles for column in columns if column.role is role]


def _first_good(reason: NoPhone, found: Iterable[str | NoPhone]) -> str | NoPhone:
    """Return the first phone that can be texted; else why the best one given cannot."""
    for phone in found:
        if isinstance(phone, str):
            return phone
        if reason is NoPhone.MISSING:
            reason = phone
    return reason


def _parted(name: str) -> tuple[str, str]:
    """Return first and last name of "Pat Quinn" and of "Quinn, Pat"."""
    if "," in name:
        last, _, first = name.partition(",")
    else:
        first, _, last = _on_one_line(name).partition(" ")
    return _on_one_line(first), _on_one_line(last)


def _zip(cell: str) -> str:
    """Return a ZIP code with the leading zeros that spreadsheets drop: 2138 → 02138."""
    cell = cell.strip()
    return cell.zfill(5) if 3 <= len(cell) < 5 and cell.isdecimal() else cell[:20]


def _state(cell: str) -> str:
    return cell.strip().upper() if len(cell) < 4 else cell.strip()[:50]


def _id(cell: str) -> str:
    """Return an id without the ".0" that spreadsheets add."""
    return cell.strip().removesuffix(".0")[:50]

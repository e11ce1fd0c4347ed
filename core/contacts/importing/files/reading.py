"""A file of contacts, whatever made it: its headers, some rows to look at, and all rows as a stream."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from core.contacts import phones
from core.contacts.importing.files import text_tables, workbooks
from core.contacts.importing.files.tables import Rows, Unreadable

MOST_COLUMNS = 500
_SAMPLES = 50


@dataclass(frozen=True)
class File:
    """A file that can be read again from its start.

    Attributes:
        open: returns a new stream of its bytes.
    """

    name: str
    open: Callable[[], BinaryIO]

    @classmethod
    def at(cls, path: Path) -> "File":
        """Return the file at a path."""
        return cls(path.name, lambda: path.open("rb"))

    @classmethod
    def of(cls, name: str, content: bytes) -> "File":
        """Return the file that these bytes are."""
        return cls(name, lambda: BytesIO(content))


@dataclass(frozen=True)
class Table:
    """A file as a table.

    Attributes:
        headers: the first row; blank ones where the file has no row of headers.
        samples: the first rows below it.
        total: how many rows there are below it; blank ones are no rows.
    """

    headers: list[str]
    samples: list[list[str]]
    total: int
    _all: Rows
    _has_headers: bool

    def rows(self) -> Iterator[list[str]]:
        """Return all rows below the headers, in their order, from the start."""
        return islice(self._all(), 1 if self._has_headers else 0, None)


def read(file: File) -> Table:
    """Return the file as a table, having looked at all of it once, so that nothing fails halfway.

    Raises:
        Unreadable: empty, not a table, a quotation mark that never closes, too many columns, no rows.
    """
    with file.open() as stream:
        start = stream.read(8)
    if not start:
        raise Unreadable("The file is empty.")
    kind = workbooks if workbooks.is_one(start) else text_tables
    rows, total = kind.read(file.open)
    return _as_table(rows, total)


def _as_table(rows: Rows, total: int) -> Table:
    first = list(islice(rows(), _SAMPLES + 1))
    if not any(cell.strip() for row in first for cell in row):
        raise Unreadable("The file is empty.")
    if len(first[0]) > MOST_COLUMNS:
        raise Unreadable(f"The file has {len(first[0])} columns; {MOST_COLUMNS} are the most we can take.")
    has_headers = not _looks_like_a_person(first[0])
    if total <= has_headers:
        raise Unreadable("The file has headers but no rows below them.")
    headers = first[0] if has_headers else [""] * max(map(len, first))
    return Table(headers, first[has_headers:], total - has_headers, rows, has_headers)


def _looks_like_a_person(row: Sequence[str]) -> bool:
    """A row of headers holds no phone number."""
    return any(isinstance(phones.read(cell), str) for cell in row)

"""How much memory a workbook would take, told before it is opened: a small file can unpack to anything."""

import re
from collections.abc import Iterator
from typing import IO, BinaryIO
from zipfile import ZipFile

from core.contacts.importing.files.tables import Unreadable

DAMAGED = "The workbook cannot be opened. Save it as XLSX or CSV again and try once more."
_TOO_LARGE = "The workbook is too large to open. Save it as CSV; that may be of any size."
LARGEST = 200 << 20  # unpacked bytes
# The reader lays a sheet out as a full rectangle of 32 bytes a cell, up to the last one that holds something:
# a stray word in the bottom right corner of a sheet would be half a terabyte.
_MOST_CELLS = 8_000_000
_BLOCK = 1 << 20
# the address of a cell that is not empty: r="B12", where the tag is not closed at once
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)(\d+)["'][^<>]*(?<!/)>""")


def refuse_what_is_too_large(stream: BinaryIO, *, largest: int = LARGEST) -> None:
    """Refuse a workbook that would not fit. Raises Unreadable, also for one that is damaged.

    Args:
        largest: unpacked bytes.
    """
    try:
        with ZipFile(stream) as parts:
            if sum(part.file_size for part in parts.infolist()) > largest:
                raise Unreadable(_TOO_LARGE)
            for name in parts.namelist():
                with parts.open(name) as part:
                    _refuse_wide_sheet(part)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001  # each kind of packing has errors of its own for broken bytes
        raise Unreadable(DAMAGED) from None


def _refuse_wide_sheet(part: IO[bytes]) -> None:
    rows, columns = 0, b"A"
    for found in map(_ADDRESS.findall, _blocks(part)):
        rows = max([rows, *(int(row) for _, row in found)])
        columns = max([columns, *{column for column, _ in found}], key=_number)
    if rows * _number(columns) > _MOST_CELLS:
        raise Unreadable(_TOO_LARGE)


def _blocks(part: IO[bytes]) -> Iterator[bytes]:
    """Yield a part piece by piece, none of them ending within a tag."""
    rest = b""
    while block := part.read(_BLOCK):
        whole, end, rest = (rest + block).rpartition(b">")
        yield whole + end


def _number(column: bytes) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - 64
    return number

"""XLSX: the first sheet with rows. The reader holds the sheet, so the size is capped."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from core.contacts.importing.files.tables import Opener, Rows, Unreadable
from core.contacts.importing.files.workbook_sizes import DAMAGED, refuse_what_is_too_large

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def is_one(start: bytes) -> bool:
    """Whether a file that begins like this is a workbook."""
    return start.startswith((_ZIP, _OLD))


def read(opener: Opener) -> tuple[Rows, int]:
    """Return the rows, afresh at each call, and their number, headers included. Raises Unreadable."""
    sheet = _first_sheet(opener)

    def rows() -> Iterator[list[str]]:
        return filter(any, (list(map(_text, row)) for row in sheet.iter_rows()))

    return rows, sum(any(cell != "" for cell in row) for row in sheet.iter_rows())


def _first_sheet(opener: Opener) -> CalamineSheet:
    with opener() as stream:
        refuse_what_is_too_large(stream)
    with opener() as stream:
        try:
            book = CalamineWorkbook.from_filelike(stream)
            sheets = (book.get_sheet_by_index(index) for index in range(len(book.sheet_names)))
            sheet = next((sheet for sheet in sheets if sheet.height), None)
        except (CalamineError, OSError) as problem:
            raise Unreadable(DAMAGED) from problem
    if sheet is None:
        raise Unreadable("The workbook is empty.")
    return sheet


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell.replace("\0", "")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return str(cell)

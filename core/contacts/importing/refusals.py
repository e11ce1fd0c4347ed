"""The file of refused rows: the original columns and the reason, safe to open in a spreadsheet."""

import csv
import re
from collections.abc import Sequence
from io import TextIOWrapper
from typing import BinaryIO

# A cell that begins so may run as a formula (OWASP, "CSV Injection"); numbers and phones are spared.
_FORMULA = re.compile(r"(?![+-][\d\s().-]*$)[=+\-@\t\r]").match


class Refusals:
    """Writes refused rows to a file that can be read again.

    Args:
        file: empty, open for reading and writing.
        headers: of the original file.
    """

    def __init__(self, file: BinaryIO, headers: Sequence[str]) -> None:
        self._file = file
        # the mark tells Excel that it is UTF-8
        self._text = TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
        self._writer = csv.writer(self._text)
        self._writer.writerow([*map(safe, headers), "Reason"])
        self._width = len(headers)
        self.count = 0

    def add(self, row: Sequence[str], reason: str) -> None:
        """Write a row and why it was refused."""
        padding = [""] * (self._width - len(row))
        self._writer.writerow([*map(safe, row), *padding, reason])
        self.count += 1

    def rewound(self) -> BinaryIO:
        """Return the file at its start; nothing can be added any more."""
        self._text.flush()
        self._text.detach()
        self._file.seek(0)
        return self._file


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA(cell) else cell

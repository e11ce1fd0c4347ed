"""CSV and its kin: the encoding and the delimiter are found out, rows are streamed."""

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain

from core.contacts.importing.files.tables import Opener, Rows, Unreadable

_BLOCK = 1 << 20
_DELIMITERS = ",\t;|"
_NOT_A_TABLE = "The file is not a table of text. Save it as CSV or XLSX and try again."


def read(opener: Opener) -> tuple[Rows, int]:
    """Return the rows, afresh at each call, and their number, headers included. Raises Unreadable."""
    form = _form(opener)
    return lambda: filter(any, csv.reader(form.lines(), delimiter=form.delimiter)), _count(form)


@dataclass(frozen=True)
class _Form:
    """How a text file is to be read."""

    opener: Opener
    encoding: str
    has_nul: bool
    delimiter: str = ","

    def lines(self) -> Iterator[str]:
        with TextIOWrapper(self.opener(), self.encoding, errors="replace", newline="") as text:
            # NUL can be kept by no database; few files have one, so the others are spared the search
            yield from (line.replace("\0", "") for line in text) if self.has_nul else text


def _form(opener: Opener) -> _Form:
    encoding = _marked_encoding(opener) or _unmarked_encoding(opener)
    has_nul = _scan(opener, encoding)
    form = _Form(opener, encoding, has_nul)
    first = next((line for line in form.lines() if line.strip()), "")
    return _Form(opener, encoding, has_nul, max(_DELIMITERS, key=lambda sign: _cells(first, sign)))


def _cells(line: str, delimiter: str) -> int:
    return len(next(csv.reader([line], delimiter=delimiter), []))


def _marked_encoding(opener: Opener) -> str:
    """Return the encoding that a byte order mark, or the NULs of UTF-16, tell."""
    with opener() as stream:
        start = stream.read(4096)
    if start.startswith(BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    return _utf16_without_mark(start)


def _utf16_without_mark(start: bytes) -> str:
    """In UTF-16 every other byte of mostly Latin text is NUL."""
    half = len(start) // 2
    if start[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    return "utf-16-be" if start[0::2].count(0) > half * 0.6 else ""


def _unmarked_encoding(opener: Opener) -> str:
    decoder = getincrementaldecoder("utf-8")()
    with opener() as stream:
        try:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _scan(opener: Opener, encoding: str) -> bool:
    """Return whether there are NULs; refuse what is no text and lines without an end."""
    has_nul = False
    with TextIOWrapper(opener(), encoding, errors="replace", newline="") as text:
        for block in iter(lambda: text.read(_BLOCK), ""):
            _refuse_binary(block[:65_536])
            if len(block) == _BLOCK and "\n" not in block and "\r" not in block:
                raise Unreadable("The file has a line of more than a million characters.")
            has_nul = has_nul or "\0" in block
    return has_nul


def _refuse_binary(text: str) -> None:
    odd = sum(text.count(sign) for sign in _CONTROLS)
    if odd > 5 + len(text) * 0.03:
        raise Unreadable(_NOT_A_TABLE)


_CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\v\f\r"]


def _count(form: _Form) -> int:
    """Return the number of rows that are not blank; refuse a quotation mark that never closes.

    A row that runs over several lines is read again strictly: a stray quotation mark has swallowed them.
    The last line is ours, so that a mark left open at the end has something to swallow.
    """
    recent: list[str] = []
    lines = _remembered(chain(form.lines(), ["\n", _END]), recent)
    reader = csv.reader(lines, delimiter=form.delimiter)
    rows, line = 0, 0
    try:
        for row in reader:
            if reader.line_num > line + 1:
                list(csv.reader(recent, delimiter=form.delimiter, strict=True))
            recent.clear()
            line = reader.line_num
            rows += any(row)
    except csv.Error:
        raise Unreadable(
            f"Line {line + 1:,}: a quotation mark opens here and never closes. Close it or take it out."
        ) from None
    return rows - 1


_END = "the end\n"


def _remembered(lines: Iterable[str], recent: list[str]) -> Iterator[str]:
    for line in lines:
        recent.append(line)
        yield line

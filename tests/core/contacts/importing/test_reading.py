"""Files of every kind become the same table; what cannot be read says why."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest

from core.contacts.importing.files import reading
from core.contacts.importing.files.reading import File, Table
from core.contacts.importing.files.tables import Unreadable
from core.contacts.importing.files.workbook_sizes import refuse_what_is_too_large
from sandbox.sample.workbook import workbook

ROWS = 'first_name,phone\nZoë,2125550111\n"O\'Neil, Jr.",2125550112\n'
EXPECTED = [["Zoë", "2125550111"], ["O'Neil, Jr.", "2125550112"]]


def read(content: bytes) -> Table:
    return reading.read(File.of("contacts.csv", content))


def refusal(content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(content)
    return refused.value.sentence


def far_corner(cell: bytes) -> bytes:
    """Return a workbook of two rows, with one cell more at the very end of its sheet."""
    content = BytesIO()
    with ZipFile(BytesIO(workbook([["phone"], ["2125550111"]]))) as good, ZipFile(content, "w") as odd:
        for name in good.namelist():
            last = b'<row r="1048576">' + cell + b"</row></sheetData>"
            odd.writestr(name, good.read(name).replace(b"</sheetData>", last))
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_reads_the_same(encoding: str) -> None:
    table = read(ROWS.encode(encoding))

    assert ["first_name", "phone"] == table.headers
    assert EXPECTED == list(table.rows())
    assert (2, EXPECTED) == (table.total, table.samples)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_is_understood(delimiter: str, end: str) -> None:
    content = end.join([f"first_name{delimiter}phone", f"Zoë{delimiter}2125550111"])

    assert [["Zoë", "2125550111"]] == list(read(content.encode()).rows())


def test_a_workbook_reads_the_same() -> None:
    table = read(workbook([["first_name", "phone"], ["Zoë", "2125550111"], ["O'Neil, Jr.", 2125550112.0]]))

    assert EXPECTED == list(table.rows())
    assert EXPECTED == list(table.rows())


def test_a_file_without_headers_has_blank_ones() -> None:
    table = read(b"Pat,2125550111\nLee,2125550112\n")

    assert (["", ""], 2) == (table.headers, table.total)
    assert [["Pat", "2125550111"], ["Lee", "2125550112"]] == list(table.rows())


def test_blank_rows_are_no_rows() -> None:
    table = read(b"\nname,phone\n\n,,\nPat,2125550111\n\n")

    assert 1 == table.total == len(list(table.rows()))


def test_nul_bytes_vanish() -> None:
    assert [["Pat", "2125550111"]] == list(read(b"name,phone\nP\0at,2125550111\0\n").rows())


def test_a_quoted_cell_may_hold_lines() -> None:
    assert [["Pat\nQuinn", "2125550111"]] == list(read(b'name,phone\n"Pat\nQuinn",2125550111\n').rows())


def test_a_stray_quote_within_a_line_does_no_harm() -> None:
    table = read(b'name,phone\n"Pat "Q" Quinn",2125550111\nLee,2125550112')

    assert (2, ["Lee", "2125550112"]) == (table.total, list(table.rows())[1])


@pytest.mark.parametrize(
    "lines",
    [
        '1,"Pat,2125550111\n2,Lee,2125550112\n',  # to the end of the file
        '1,"Pat,2125550111\n2,"Lee",2125550112\n3,Jo,2125550113\n',  # to the next quotation mark
        '1,"Pat,2125550111' + "\n2,Lee,2125550112" * 20_000,  # beyond what a cell may hold
    ],
)
def test_a_quote_that_never_closes_is_named_by_its_line(lines: str) -> None:
    sentence = refusal(f"id,name,phone\n0,Al,2125550110\n{lines}".encode())

    assert "Line 3: a quotation mark opens here and never closes. Close it or take it out." == sentence


@pytest.mark.parametrize("content", [b"", b"\n\n", b"  \n", b"\xef\xbb\xbf", b",,,\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert "The file is empty." == refusal(content)


def test_headers_without_rows_are_refused() -> None:
    assert "The file has headers but no rows below them." == refusal(b"name,phone\n")


@pytest.mark.parametrize("content", [bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n" + bytes(500), b"\x01" * 99])
def test_a_binary_file_is_refused(content: bytes) -> None:
    assert "The file is not a table of text. Save it as CSV or XLSX and try again." == refusal(content)


@pytest.mark.parametrize("content", [b"PK\x03\x04 and nothing more", b"\xd0\xcf\x11\xe0" + bytes(99)])
def test_a_damaged_workbook_is_refused(content: bytes) -> None:
    assert refusal(content).startswith("The workbook cannot be opened.")


def test_a_workbook_without_rows_is_refused() -> None:
    assert "The workbook is empty." == refusal(workbook([]))


def test_a_workbook_that_would_not_fit_is_refused() -> None:
    with pytest.raises(Unreadable, match="The workbook is too large"):
        refuse_what_is_too_large(BytesIO(workbook([["phone"], ["2125550111"]])), largest=1000)


def test_a_word_in_the_far_corner_of_a_sheet_is_refused_before_it_takes_all_memory() -> None:
    """The reader would lay out 17 thousand million cells for it and take the whole process down."""
    assert refusal(far_corner(b'<c r="XFD1048576"><v>1</v></c>')).startswith("The workbook is too large")


def test_colour_in_the_far_corner_of_a_sheet_is_nothing() -> None:
    assert 1 == read(far_corner(b'<c r="XFD1048576" s="1"/>')).total


def test_a_workbook_with_broken_bytes_is_read_or_refused() -> None:
    whole, chance = workbook([["name", "phone"], ["Zoë", "2125550111"]]), Random(1)
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 10)):
            broken[chance.randrange(4, len(broken))] = chance.randrange(256)
        with suppress(Unreadable):
            read(bytes(broken))


def test_two_hundred_columns_are_fine_and_six_hundred_are_not() -> None:
    wide = f"phone{',x' * 199}\n2125550111{',y' * 199}\n".encode()

    assert 200 == len(read(wide).headers)
    assert "The file has 600 columns; 500 are the most we can take." == refusal(b"a" + b",a" * 599 + b"\n1\n")


def test_a_line_without_an_end_is_refused() -> None:
    assert "The file has a line of more than a million characters." == refusal(b"phone" * 300_000)


def test_a_file_on_disk_is_read_again_from_its_start(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_bytes(ROWS.encode())
    table = reading.read(File.at(path))

    assert list(table.rows()) == list(table.rows()) == EXPECTED

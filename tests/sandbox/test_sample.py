"""The sample list: what the guides and the demo promise of it."""

import csv
import io

import phonenumbers
import pytest

from sandbox.sample.generate import FILE, sample
from sandbox.sample.oddities import ODD_PHONES, OPTED_OUT, TROUBLED
from sandbox.twilio.outcomes import MAGIC

Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(csv.DictReader(io.StringIO(FILE.read_text(encoding="utf-8"))))


def e164(written: str) -> str | None:
    """The number as the importer should read it, or None where there is none to text."""
    try:
        number = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def test_the_file_is_what_the_generator_makes() -> None:
    assert FILE.read_bytes().decode() == sample()


def test_everybody_is_fictional(rows: list[Row]) -> None:
    numbers = {e164(row[column]) for row in rows for column in ("Cell Phone", "Home Phone")} - {None}
    real = {number for number in numbers if number and number[5:10] != "55501"}

    assert real == {"+61491570006"}  # fictional in Australia's own way


def test_the_odd_rows_are_all_there(rows: list[Row]) -> None:
    written = {(row["FirstName"], row["LastName"], row["Cell Phone"]) for row in rows}
    texted = {e164(row["Cell Phone"]) for row in rows}

    assert written >= set(ODD_PHONES)
    assert texted >= {MAGIC[outcome] for _, _, outcome in TROUBLED}
    assert OPTED_OUT in texted


def test_some_people_are_listed_twice(rows: list[Row]) -> None:
    numbers = [number for row in rows if (number := e164(row["Cell Phone"]))]

    assert len(numbers) - len(set(numbers)) == 12


def test_there_are_accents_apostrophes_blanks_and_capitals(rows: list[Row]) -> None:
    names = [row["LastName"] for row in rows]

    for wanted in ("D'Angelo", "O’Neil", "García", "van der Berg"):
        assert wanted in names
    assert any(name.isupper() for name in names)
    assert any(not row["FirstName"] for row in rows)
    assert any(not row["Cell Phone"] and not row["Home Phone"] for row in rows)
    assert any(not row["mZip5"] for row in rows)

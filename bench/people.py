"""Large files of made-up people with the oddities of real ones: bad phones, repeats, accents."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

HEADERS = ["VANID", "FirstName", "LastName", "Cell Phone", "Zip5", "County", "Precinct", "Party"]
_FIRST = ("Zoë", "José", "Ann", "Bob", "María", "O'Neil", "Latoya", "Sam")
_LAST = ("Smith, Jr.", "García", "Wong", "Müller", "Okafor", "Lee")
_SHAPES = (
    "({}) {}-{}",
    "{}-{}-{}",
    "{}.{}.{}",
    "{}{}{}",
    "1{}{}{}",
    "+1{}{}{}",
    "1-{}-{}-{}",
    "+1 {} {} {}",
)
# one region's, as a real list has them
_AREAS = ("513", "937", "614", "419", "216", "330", "440", "740", "212", "415")


def rows(count: int) -> Iterator[list[str]]:
    """Return rows for `HEADERS`: 1 % without a phone that works, 0.2 % foreign, 2 % repeats."""
    dice = random.Random(11)
    earlier = ["937-555-0101"]
    for number in range(count):
        phone = _phone(dice, earlier)
        zip5 = f"{43001 + dice.randrange(2500):05}" + ("-1234" if number % 2 else "")
        extras = [f"County {number % 88}", f"P-{number % 3000}", "DRU"[number % 3]]
        yield [str(40_000_000 + number), dice.choice(_FIRST), dice.choice(_LAST), phone, zip5, *extras]


def write_csv(path: Path, count: int) -> Path:
    """Write such a file and return its path."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADERS, *rows(count)])
    return path


def phones(count: int) -> list[str]:
    """Return the phones of so many rows."""
    return [row[3] for row in rows(count)]


def _phone(dice: random.Random, earlier: list[str]) -> str:
    kind = dice.random()
    if kind < 0.01:
        return dice.choice(("555-01", "none", "", "000-000-0000"))
    if kind < 0.012:
        return f"+44 20 7946 0{dice.randrange(1000):03}"
    if kind < 0.032:
        return dice.choice(earlier)
    area, exchange = dice.choice(_AREAS), dice.randrange(200, 1000)
    phone = dice.choice(_SHAPES).format(area, exchange, f"{dice.randrange(10_000):04}")
    if len(earlier) < 10_000:
        earlier.append(phone)
    return phone

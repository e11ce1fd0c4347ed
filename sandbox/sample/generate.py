"""Makes riverside_voters.csv, a list that looks like an export from VAN: `python -m sandbox.sample.generate`.

All people are made up. Their numbers end in 555-0100 to 555-0199, lines kept free for fiction.
"""

import csv
import io
import random
from collections.abc import Iterator
from pathlib import Path

from sandbox.sample.names import FIRST, LAST, PLACES, POLLING_PLACES, STREETS
from sandbox.sample.oddities import ODD_PHONES, TROUBLED
from sandbox.twilio.outcomes import MAGIC

FILE = Path(__file__).with_name("riverside_voters.csv")
SEED = 2026
ORDINARY = 365
TWICE, HOME_ONLY, NO_PHONE = 12, 10, 9

HEADERS = (
    "Voter File VANID", "LastName", "FirstName", "MiddleName", "Suffix", "Cell Phone", "Home Phone",
    "mAddress", "mCity", "mState", "mZip5", "Party", "Age", "Sex", "County", "PrecinctName",
    "PollingPlace", "Registered",
)  # fmt: skip

# How people and programs write (937) 555-0142; {0} is the area code, {1} the last four digits.
FORMATS = (
    "({0}) 555-{1}", "{0}-555-{1}", "{0}555{1}", "{0}.555.{1}", "1{0}555{1}", "+1 {0} 555 {1}",
    "1-{0}-555-{1}", "{0} 555 {1}", " ({0})555-{1} ", "+1{0}555{1}", "{0}\u00a0555\u00a0{1}",
)  # fmt: skip

Row = dict[str, str]


def sample() -> str:
    """Return the whole file's text, the same every time."""
    dice = random.Random(SEED)
    rows = [*_ordinary(dice), *_odd(dice), *_troubled(dice)]
    dice.shuffle(rows)
    rows += _listed_twice(dice, rows)
    for place, row in enumerate(rows):
        row["Voter File VANID"] = str(40_110_000 + place * 7 + dice.randrange(7))
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADERS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _ordinary(dice: random.Random) -> Iterator[Row]:
    lines = {place[2]: _lines(dice, place[4]) for place in PLACES}
    shared: set[str] = set()
    for index in range(ORDINARY):
        place = dice.choices(PLACES, [place[5] for place in PLACES])[0]
        row = _person(dice, place)
        phone = next(line for line in lines[place[2]] if line not in shared)
        shared.add(phone)
        row["Cell Phone"] = _written(dice, phone)
        if index < HOME_ONLY:
            row["Home Phone"], row["Cell Phone"] = row["Cell Phone"], ""
        elif index < HOME_ONLY + NO_PHONE:
            row["Cell Phone"] = ""
        yield row


def _odd(dice: random.Random) -> Iterator[Row]:
    for first, last, phone in ODD_PHONES:
        yield _person(dice, PLACES[0]) | {"FirstName": first, "LastName": last, "Cell Phone": phone}


def _troubled(dice: random.Random) -> Iterator[Row]:
    for first, last, outcome in TROUBLED:
        phone = _written(dice, MAGIC[outcome].removeprefix("+1"))
        yield _person(dice, PLACES[1]) | {"FirstName": first, "LastName": last, "Cell Phone": phone}


def _listed_twice(dice: random.Random, rows: list[Row]) -> Iterator[Row]:
    """The same people once more, with their number written in another way."""
    for row in dice.sample([row for row in rows if "555" in row["Cell Phone"]][:200], TWICE):
        digits = "".join(char for char in row["Cell Phone"] if char.isdigit())[-10:]
        yield row | {"Cell Phone": f"{digits[:3]}/{digits[3:6]}-{digits[6:]}", "MiddleName": ""}


def _person(dice: random.Random, place: tuple[str, str, str, str, tuple[int, ...], int]) -> Row:
    city, state, zip5, county, _, _ = place
    precinct = dice.randrange(1, 13)
    row = {
        "LastName": dice.choice(LAST),
        "FirstName": dice.choice(FIRST) if dice.random() > 0.02 else "",
        "MiddleName": dice.choice("ABCDEFGHJKLMNPRSTVW") if dice.random() < 0.4 else "",
        "Suffix": dice.choice(("Jr", "Sr", "III")) if dice.random() < 0.04 else "",
        "Home Phone": "",
        "mAddress": f"{dice.randrange(12, 4800)} {dice.choice(STREETS)}",
        "mCity": city,
        "mState": state,
        "mZip5": zip5 if dice.random() > 0.03 else "",
        "Party": dice.choices(("D", "R", "U", "G", ""), (46, 14, 32, 2, 6))[0],
        "Age": str(dice.randrange(18, 94)) if dice.random() > 0.03 else "",
        "Sex": dice.choices(("F", "M", "U", ""), (50, 44, 3, 3))[0],
        "County": county,
        "PrecinctName": f"{city.upper()} {precinct:02}{dice.choice('AB')}",
        "PollingPlace": POLLING_PLACES[precinct % len(POLLING_PLACES)] if state == "OH" else "",
        "Registered": f"{dice.randrange(1, 13)}/{dice.randrange(1, 29)}/{dice.randrange(1988, 2027)}",
    }
    return row | _cased(dice, row)


def _cased(dice: random.Random, row: Row) -> Row:
    """Some rows were typed with the caps lock on, some with no shift key at all."""
    case = dice.choices((str, str.upper, str.lower), (88, 8, 4))[0]
    return {name: case(row[name]) for name in ("FirstName", "LastName")}


def _lines(dice: random.Random, area_codes: tuple[int, ...]) -> list[str]:
    """All fictional lines of some area codes, shuffled; the last ten are left to the odd rows."""
    lines = [f"{code}55501{line:02}" for code in area_codes for line in range(90)]
    dice.shuffle(lines)
    return lines


def _written(dice: random.Random, phone: str) -> str:
    usual = (30, 25, 15, 8, 4, 4, 4, 3, 2, 3, 2)
    return dice.choices(FORMATS, usual)[0].format(phone[:3], phone[-4:])


if __name__ == "__main__":
    FILE.write_text(sample(), encoding="utf-8", newline="")

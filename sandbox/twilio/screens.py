"""What the phones' pages show, as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass

import phonenumbers

from sandbox.twilio.outcomes import BY_NUMBER
from sandbox.twilio.state import Bubble, State

MOST_ROWS = 100


@dataclass(frozen=True)
class Row:
    """One phone in the list, with the newest thing on its screen."""

    number: str
    latest: Bubble | None


@dataclass(frozen=True)
class PhoneList:
    """Phones that match a search, the latest texted first; `more` did not fit."""

    rows: Sequence[Row]
    more: int
    search: str


@dataclass(frozen=True)
class Screen:
    """One phone held up close. `magic` says what is special about its number, if anything is."""

    number: str
    bubbles: Sequence[Bubble]
    said_stop: bool
    magic: str


def phone_list(state: State, search: str) -> PhoneList:
    """Find phones by digits of the number, or by words on their screens."""
    with state.changed:
        found = [
            Row(number, thread[-1] if thread else None)
            for number, thread in reversed(state.threads.items())
            if _matches(number, thread, search)
        ]
    found.sort(key=lambda row: row.latest.at.timestamp() if row.latest else 0.0, reverse=True)
    return PhoneList(found[:MOST_ROWS], max(len(found) - MOST_ROWS, 0), search)


def screen(state: State, number: str) -> Screen:
    """Return what one phone shows; a phone nobody texted yet is empty."""
    outcome = BY_NUMBER.get(number)
    with state.changed:
        bubbles = tuple(state.threads.get(number, ()))
        said_stop = any(blocked == number for _, blocked in state.blocked)
    return Screen(number, bubbles, said_stop, outcome.words if outcome else "")


def read_number(written: str) -> str | None:
    """Return the E.164 form of a number as people type it, or None."""
    try:
        number = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def national(number: str) -> str:
    """Return e.g. (212) 555-0107; numbers of other countries keep their country code."""
    parsed = phonenumbers.parse(number)
    form = phonenumbers.PhoneNumberFormat
    style = form.NATIONAL if parsed.country_code == 1 else form.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def _matches(number: str, thread: Sequence[Bubble], search: str) -> bool:
    if not search:
        return True
    digits = "".join(char for char in search if char.isdigit())
    if digits and digits in number:
        return True
    return any(search.casefold() in bubble.body.casefold() for bubble in thread)

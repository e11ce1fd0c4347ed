"""The hours that hold in a state: the table's line, with what an admin changed in it.

`Campaign.state_hours` is code → {weekday, saturday, sunday, applies, note, by, at}. What of it cannot be read
shuts the state, for a text too early is worse than a text not sent.
"""

from dataclasses import replace
from typing import Any

from core.contacts.states import code_of
from core.delivery.hours.by_state import Day, StateHours, shipped


def rule(changes: object, state: str) -> StateHours | None:
    """Return the hours that texts to somebody in a state are kept to; None when only the campaign's count.

    Args:
        changes: as `Campaign.state_hours` has them.
        state: as a file wrote it, such as `AL` or `Alabama`.
    """
    code = code_of(state)
    found = line(changes, code) if code else None
    return found if found and found.applies else None


def line(changes: object, code: str) -> StateHours:
    """Return a state's line as it holds for a campaign.

    Args:
        code: two letters.
    """
    if isinstance(changes, dict):
        return _changed(code, changes[code]) if code in changes else shipped(code)
    return _shut(shipped(code))


def _changed(code: str, given: Any) -> StateHours:
    known = shipped(code)
    try:
        week = [_day(given[day]) for day in ("weekday", "saturday", "sunday")]
        applies, note = {True: True, False: False}[given["applies"]], str(given["note"])
    except (LookupError, TypeError, ValueError):
        return _shut(known)
    return replace(known, weekday=week[0], saturday=week[1], sunday=week[2], applies=applies, note=note)


def _day(value: object) -> Day:
    match value:
        case None:
            return None
        case [int(first), int(until)] if 0 <= first < until <= 24:
            return first, until
    raise ValueError(value)


def _shut(known: StateHours) -> StateHours:
    return replace(known, weekday=None, saturday=None, sunday=None, applies=True, is_readable=False)

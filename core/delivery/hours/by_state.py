"""Hours by state, as data: what each state's law says of texts that sell, and which of it we keep to.

Hardly any of these laws bind political texts. So a line applies by itself only where it says more than the
campaign's usual hours (9 to 20, Sundays from 12) keep already, and where

- at least two of the guides that were compared agree on it: no Sundays in Alabama, Louisiana and Mississippi,
  from 10 in Kentucky, shorter days in Rhode Island; or
- the law itself names what campaigns do: texts (Texas), asking for donations (Washington).

A line that rests on one guide, or is about machines that dial, waits for an admin to switch it on.
`core.delivery.hours.state_rules` puts in what admins changed.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from core.contacts.states import NAMES

Day = tuple[int, int] | None  # from and until, in whole hours; None is shut


@dataclass(frozen=True)
class StateHours:
    """When people in a state may be texted, on their own clocks.

    Attributes:
        code: two letters.
        as_of: when the source said so.
        applies: whether texts are kept to it.
        is_readable: False when what was stored for the state makes no sense, so that it is shut.
    """

    code: str
    weekday: Day
    saturday: Day
    sunday: Day
    source: str
    as_of: date
    note: str = ""
    applies: bool = False
    is_readable: bool = True

    @property
    def name(self) -> str:
        return NAMES[self.code]


@cache
def shipped(code: str) -> StateHours:
    """Return a state's line as it comes with the product; the federal hours where there is no other.

    Args:
        code: two letters, of `NAMES`.
    """
    return _BY_CODE.get(code) or _all_week(code, 8, 21, source=FEDERAL, as_of=date(2025, 3, 14))


def _all_week(
    code: str, first: int, until: int, note: str = "", *, applies: bool = False, source: str = "",
    as_of: date | None = None,
) -> StateHours:  # fmt: skip
    day = (first, until)
    return StateHours(code, day, day, day, source or _GUIDES, as_of or _COMPARED, note, applies)


def _no_sundays(code: str, first: int, until: int, note: str = "") -> StateHours:
    day = (first, until)
    return StateHours(code, day, day, None, _GUIDES, _COMPARED, note, applies=True)


FEDERAL = "47 CFR 64.1200(c)(1)"
_GUIDES = "dropcowboy.com/state-compliance, usestello.com/compliance"
_ONE_GUIDE = "one guide alone"
_COMPARED = date(2026, 4, 8)
_MACHINES = "For machines that dial, on weekdays only."

_TABLE = (
    _no_sundays("AL", 8, 20, "Holidays are shut too, but are not known here."),
    _all_week("CA", 8, 21, "One guide says from 9, for automatic dialing."),
    _all_week("CT", 9, 20),
    _all_week("FL", 8, 20, "And at most 3 in 24 hours on one subject."),
    _all_week("IL", 8, 21, "One guide says from 9."),
    _all_week("KY", 10, 21, applies=True),
    _no_sundays("LA", 8, 20),
    StateHours("ME", (9, 17), None, None, _ONE_GUIDE, _COMPARED, _MACHINES),
    _all_week("MD", 8, 20),
    _all_week("MA", 8, 20),
    _all_week("MI", 9, 21),
    _all_week("MN", 9, 21),
    _no_sundays("MS", 8, 20),
    _all_week("NV", 9, 20),
    _all_week("NJ", 8, 20, source=_ONE_GUIDE),
    _all_week("NM", 9, 21),
    _all_week("OK", 8, 20, "And at most 3 in 24 hours; the area code tells who lives there."),
    _all_week("PA", 8, 21, "One guide says no Sundays from 18 October 2026."),
    StateHours("RI", (9, 18), (10, 17), (10, 17), _GUIDES, _COMPARED, applies=True),
    StateHours("SD", (9, 21), None, None, "SDCL 37-30-28", _COMPARED, _MACHINES),
    StateHours("TX", (9, 21), (9, 21), (12, 21), "Texas SB 140", _COMPARED, "Names texts.", applies=True),
    _all_week("VA", 8, 21),
    _all_week("WA", 8, 20, "Names asking for donations, not for votes.", applies=True),
    _all_week("WY", 8, 20, source=_ONE_GUIDE),
)  # fmt: skip
_BY_CODE = {each.code: each for each in _TABLE}

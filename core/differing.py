"""Two people with one form open: what the one would write over that the other has saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import Stale

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """A value that somebody else changed: as the form showed it, as it is now, as it was typed."""

    name: str
    seen: Any
    present: Any
    typed: Any


class ChangedMeanwhile(Stale):
    """Somebody else saved it after this person opened the form.

    Attributes:
        differences: what saving would write over.
    """

    def __init__(self, name: str, differences: Sequence[Difference]) -> None:
        super().__init__(
            f"Somebody changed “{name}” while you had it open. Look at it again, then change it."
        )
        self.differences = differences


def differences(seen: Values, present: Values, typed: Values) -> list[Difference]:
    """Return what saving would write over without this person having seen it; empty when nothing.

    A value that was typed as it is by now is no difference; so a form that is sent twice meets none.

    Args:
        seen: name → value, as the form showed them.
        present: the same as they are now.
        typed: the same as they were sent.
    """
    return [
        Difference(name, seen[name], now, typed[name])
        for name, now in present.items()
        if seen[name] != now and typed[name] != now
    ]


def check(name: str, seen: Values, present: Values, typed: Values) -> None:
    """Refuse to write over what somebody else saved. Raises ChangedMeanwhile.

    Args:
        name: of the thing, for the sentence.
    """
    if found := differences(seen, present, typed):
        raise ChangedMeanwhile(name, found)

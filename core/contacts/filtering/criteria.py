"""The criteria of a filter: small data that a list keeps, so that it can be said how it was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.errors import Invalid

MOST: Final = 12  # criteria of one filter
MOST_IDS: Final = 20  # things that one criterion names
ANSWER_LIMIT: Final = 150  # characters of an answer

# how a conversation may stand, in words
STATUSES: Final = {
    "not_texted": "not texted yet",
    "silent": "texted, no answer",
    "answered": "answered",
    "attention": "needs attention",
    "reported": "reported",
    "opted_out": "opted out there",
    "archived": "archived",
}


@dataclass(frozen=True)
class Criterion:
    """One thing that must hold, or must not.

    Attributes:
        what: one of `core.contacts.filtering.finding.SETS` or `ROWS`.
        ids: of the tags, lists, actions, volunteers or the field that it names; several mean any of them,
            none means any at all.
        values: the answers, states or status that it names; any of them.
        negated: whether it must not hold.
    """

    what: str
    ids: tuple[int, ...] = ()
    values: tuple[str, ...] = ()
    negated: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as a list's `made_from` keeps it."""
        kept = {"what": self.what, "ids": list(self.ids), "values": list(self.values), "not": self.negated}
        return {name: value for name, value in kept.items() if value}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Criterion":
        """Return what `as_json` made."""
        ids, values = kept.get("ids", []), kept.get("values", [])
        return cls(kept["what"], tuple(map(int, ids)), tuple(map(str, values)), bool(kept.get("not")))


def read(kept: Sequence[dict[str, Any]]) -> list[Criterion]:
    """Return the criteria that a list, or a form, keeps."""
    return [Criterion.of(each) for each in kept]


def added(criteria: Sequence[Criterion], one: Criterion, *, field: str) -> list[Criterion]:
    """Return the criteria with one more; twice the same is once. Raises Invalid beside `field`."""
    if one in criteria:
        return list(criteria)
    if len(criteria) >= MOST:
        raise Invalid(
            field, f"A filter has at most {MOST} conditions. Save this one, and filter the list on."
        )
    if len(one.ids) > MOST_IDS or len(one.values) > MOST_IDS:
        raise Invalid(field, f"Choose at most {MOST_IDS} at once.")
    return [*criteria, one]

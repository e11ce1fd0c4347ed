"""The short table of an evening, for the record."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.soak.findings import Findings


@dataclass(frozen=True)
class Result:
    """What an evening came to.

    Attributes:
        done: what went wrong, and how often.
        refused: presses that the product refused.
        seconds: how long it took.
    """

    found: Findings
    done: Mapping[str, int]
    refused: int
    seconds: float

    def lines(self, seed: int) -> list[str]:
        """Return the table."""
        found = self.found
        rows = {
            "texts pressed": f"{found.texts:,} ({self.refused:,} presses refused)",
            "replies written": f"{found.replies:,}, of which {found.stops:,} stopped somebody",
            "faults": _counts(found.faults),
            "trouble": _counts(self.done),
            "ended": _counts(found.states),
            "seed, duration": f"{seed}, {self.seconds:.0f} s",
            "doubles": len(found.doubles),
            "lost presses": len(found.lost_presses),
            "texts nobody knows": len(found.unknown_texts),
            "lost replies": len(found.lost_replies),
            "texts after a stop": len(found.after_a_stop),
            "texts without an end": len(found.open),
            "counters that differ": len(found.differences),
        }
        return [f"{name:<22}{value}" for name, value in rows.items()]


def _counts(counted: Mapping[str, int]) -> str:
    most_first = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in most_first)

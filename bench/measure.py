"""One line of the benchmark's table."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measure:
    """What was measured, against what.

    Attributes:
        value: in `unit`; absolute, so noise on a shared machine.
        yardstick: what it is compared with, in words and with its own figure; empty without one.
        ratio: value over yardstick (or the other way round where less is better, as `target` says).
        target: in words, such as "ratio ≥ 0.40" or "≤ 180 MB".
        ok: whether the target is met.
    """

    name: str
    value: float
    unit: str
    yardstick: str
    ratio: float | None
    target: str
    ok: bool

    def as_json(self) -> dict[str, object]:
        return asdict(self)

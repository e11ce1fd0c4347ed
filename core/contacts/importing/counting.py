"""What an import counts."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from core.contacts.importing.marking import Marked
from core.contacts.importing.merging import Merged


@dataclass
class Counts:
    """The figures of an import: rows = new + updated + unchanged + duplicates + all refused.

    Attributes:
        updated, unchanged: people who were known, with and without something new.
        duplicates: rows with the phone of an earlier row of the file, which wins.
        opted_out: of the new, updated and unchanged, those who opted out.
        refused: reason (see `core.contacts.importing.rows.REASONS`) → rows.
        remarks: what was left of rows that were taken (see `core.contacts.importing.labels.REMARKS`) → rows.
        labels: tag or field, such as `tag:7` → people whose value changed.
        assigned: people who were given to another volunteer.
    """

    rows: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    opted_out: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    assigned: int = 0

    def add(self, merged: Merged) -> None:
        """Count the people of a chunk."""
        self.new += merged.new
        self.updated += merged.updated
        self.unchanged += merged.unchanged
        self.opted_out += merged.opted_out

    def add_marks(self, marked: Marked) -> None:
        """Count what changed of the tags, fields and volunteers of a chunk."""
        self.labels.update(marked.changed)
        self.assigned += marked.assigned

    def copied(self) -> "Counts":
        """Return counts that go on from these by themselves."""
        return Counts.of(vars(self))

    def as_json(self) -> dict[str, Any]:
        return {name: dict(value) if name in _COUNTERS else value for name, value in vars(self).items()}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Counts":
        """Return the counts that `Import.counts` keeps."""
        return cls(**{**kept, **{name: Counter(kept.get(name, {})) for name in _COUNTERS}})


_COUNTERS = ("refused", "remarks", "labels")

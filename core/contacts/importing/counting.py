"""What an import counts."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from core.contacts.importing.merging import Merged


@dataclass
class Counts:
    """The figures of an import: rows = new + updated + unchanged + duplicates + all refused.

    Attributes:
        updated, unchanged: people who were known, with and without something new.
        duplicates: rows with the phone of an earlier row of the file, which wins.
        opted_out: of the new, updated and unchanged, those who opted out.
        refused: reason (see `core.contacts.importing.rows.REASONS`) → rows.
    """

    rows: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    opted_out: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    def add(self, merged: Merged) -> None:
        """Count the people of a chunk."""
        self.new += merged.new
        self.updated += merged.updated
        self.unchanged += merged.unchanged
        self.opted_out += merged.opted_out

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "refused": dict(self.refused)}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Counts":
        """Return the counts that `Import.counts` keeps."""
        return cls(**{**kept, "refused": Counter(kept.get("refused", {}))})

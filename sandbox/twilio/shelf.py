"""Plain records in one SQLite file, so that the demo's phones outlive a restart."""

import json
import sqlite3
from pathlib import Path
from typing import Any


class Shelf:
    """Records by kind and key, given back in the order they were first put. The caller holds the lock."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA synchronous = OFF")  # a demo may lose its last moment to a power cut
        self._db.execute("CREATE TABLE IF NOT EXISTS record (kind, key, value, PRIMARY KEY (kind, key))")

    def put(self, kind: str, key: str, value: Any) -> None:
        """Store `value`, anything JSON can hold, in place of what `key` held."""
        self._db.execute(
            "INSERT INTO record VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (kind, key, json.dumps(value)),
        )

    def drop(self, kind: str, key: str) -> None:
        """Remove one record, if it is there."""
        self._db.execute("DELETE FROM record WHERE kind = ? AND key = ?", (kind, key))

    def all(self, kind: str) -> list[Any]:
        """Return every value of a kind."""
        rows = self._db.execute("SELECT value FROM record WHERE kind = ? ORDER BY rowid", (kind,))
        return [json.loads(value) for (value,) in rows]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

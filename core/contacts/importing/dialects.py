"""What PostgreSQL and SQLite do their own way when people are merged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from core.contacts.importing.rows import Person

Rows = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Dialect:
    """One kind of database.

    Attributes:
        prepare: what makes the staging table `incoming`.
        load: puts rows of text into columns, given as `table (column, …)`, as quickly as can be.
        joined: the known variables with the new ones over them.
        is_new: whether an upserted row was inserted.
        analyze: what tells the planner of a bulk load.
    """

    prepare: tuple[str, ...]
    load: Callable[[Connection, str, Rows], None]
    joined: str
    is_new: str
    analyze: tuple[str, ...]


def dialect_of(connection: Connection) -> Dialect:
    """Return the dialect that this connection speaks."""
    return DIALECTS[connection.dialect.name]


def _copy(connection: Connection, into: str, rows: Rows) -> None:
    driver = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:  # type: ignore[union-attr]
        copy.write(as_copy_text(rows))


def as_copy_text(rows: Rows) -> str:
    """Return rows in the text format of COPY; few chunks hold what must be escaped.

    Source: PostgreSQL's manual, COPY, "Text Format".
    """
    lines = "\n".join(map("\t".join, rows))
    tabs, ends = sum(map(len, rows)) - len(rows), len(rows) - 1
    if "\\" in lines or "\r" in lines or lines.count("\t") != tabs or lines.count("\n") != ends:
        lines = "\n".join("\t".join(cell.translate(_ESCAPES) for cell in row) for row in rows)
    return lines


_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _insert(connection: Connection, into: str, rows: Rows) -> None:
    marks = ",".join("?" * len(rows[0]))
    connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({marks})", list(map(tuple, rows)))  # noqa: S608


_TABLE = "CREATE TEMPORARY TABLE IF NOT EXISTS incoming ({})"
_COLUMNS = ", ".join(f"{name} TEXT" for name in Person._fields)
_LOADED = ("contacts", "external_ids", "list_members")

DIALECTS = {
    "postgresql": Dialect(
        prepare=(
            "SET LOCAL client_min_messages = warning",
            _TABLE.format(_COLUMNS.replace("extra TEXT", "extra JSONB")) + " ON COMMIT DELETE ROWS",
        ),
        load=_copy,
        joined="contacts.extra || excluded.extra",
        is_new="xmax = 0",
        analyze=(f"ANALYZE {', '.join(_LOADED)}",),
    ),
    "sqlite": Dialect(
        prepare=(_TABLE.format(_COLUMNS),),
        load=_insert,
        joined="json_patch(contacts.extra, excluded.extra)",
        is_new="id > :last_id",
        # a sample of each index, so that others wait a moment only
        analyze=("PRAGMA analysis_limit = 1000", *(f"ANALYZE {table}" for table in _LOADED)),
    ),
}

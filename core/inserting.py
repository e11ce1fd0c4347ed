"""Insert a row, and know it when it is there: the one place where the databases' own inserts are called."""

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.models import Base

Row = TypeVar("Row", bound=Base)

_MADE: ColumnElement[int] = literal_column("1")


def insert_new(session: Session, table: type[Row], **values: Any) -> Row | None:
    """Insert a row; two at once make one.

    Args:
        values: every column without a default in the database; those that a model fills in itself are not.

    Returns:
        the new row, or None when a unique key already has it (committed, by the time this returns).
    """
    statement = _insert(session, table).values(**values).on_conflict_do_nothing()
    return session.scalars(statement.returning(table)).one_or_none()


def is_new(session: Session, table: type[Base], **values: Any) -> bool:
    """Insert a row as `insert_new` does, of which nothing is needed but whether it was made."""
    statement = _insert(session, table).on_conflict_do_nothing().returning(_MADE)
    return session.connection().execute(statement, values).one_or_none() is not None


def add_up(session: Session, table: type[Base], rows: list[dict[str, Any]], *, column: str) -> None:
    """Add amounts to rows that are made when they are missing; two at once add both.

    Args:
        rows: the primary key of each with its amount, each key once.
        column: holds the amount.
    """
    statement = _insert(session, table).values(rows)
    amount = getattr(table, column) + statement.excluded[column]
    keys = table.__table__.primary_key
    session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_={column: amount}))


def insert_missing(
    session: Session, table: type[Base], columns: list[str], rows: Select[*tuple[Any, ...]]
) -> int:
    """Insert what a query finds, but for rows that a unique key has already; return how many were made.

    Args:
        rows: with a condition, or SQLite would take what follows for a part of its joins.
    """
    session.flush()
    statement = _insert(session, table).from_select(columns, rows).on_conflict_do_nothing()
    made = session.connection().execute(statement.execution_options(preserve_rowcount=True))
    return int(made.rowcount)


def _insert(session: Session, table: type[Base]) -> Any:
    """Return the database's own kind of insert, which knows what to do about a row that is there."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)

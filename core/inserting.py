"""Insert a row unless it is there: the one place where the two databases' own inserts are called by name."""

from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.models import Base

Row = TypeVar("Row", bound=Base)


def insert_new(session: Session, table: type[Row], **values: Any) -> Row | None:
    """Insert a row; two at once make one.

    Args:
        values: every column without a default in the database; those that a model fills in itself are not.

    Returns:
        the new row, or None when a unique key already has it (committed, by the time this returns).
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return session.scalars(statement.returning(table)).one_or_none()

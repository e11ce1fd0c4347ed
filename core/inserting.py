"""Insert a row unless it is there: the one place where the two databases' own inserts are called by name."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.models import Base


def insert_new(session: Session, table: type[Base], **values: Any) -> int | None:
    """Insert a row; two at once make one.

    Returns:
        the new row's id, or None when a unique key already has it (committed, by the time this returns).
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    made: int | None = session.scalar(statement.returning(table.__table__.c.id))
    return made

"""A statement that is run all day: made ready once, it costs little beside the database's own work.

SQLAlchemy takes longer to run a statement than PostgreSQL often does. So what it compiles a statement to is
kept, and on PostgreSQL given to the driver as it is.
"""

from collections.abc import Mapping
from contextlib import closing
from itertools import count
from typing import Any

from sqlalchemy import Connection, Engine, Executable, lambda_stmt
from sqlalchemy.orm import Session

from core.driven import Driven, borrow

Found = Any  # a row: its columns by their names, or in their order

_NUMBERS = count()


class Standing:
    """A statement that finds, or returns, one row at most; make it once, when the module is loaded.

    Args:
        statement: Core; its values are bound by name (`bindparam`), and none is a list.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement, self._kept = statement, kept(statement)
        self._driven: Driven | None = None

    def run(self, within: Session | Connection, values: Mapping[str, Any]) -> Found | None:
        """Run it in the caller's transaction; return its row, None without one.

        Args:
            within: the transaction; what a session has not yet written is not seen.
            values: bound name → value.

        Raises:
            DBAPIError: of the kind that SQLAlchemy raises for it.
        """
        connection = within.connection() if isinstance(within, Session) else within
        if _is_for_the_driver(connection.engine):
            return self._for_driver(connection.engine).run(connection.connection, values)
        return connection.execute(self._kept, values).one_or_none()

    def run_alone(self, engine: Engine, values: Mapping[str, Any]) -> Found | None:
        """Run it as above in a transaction of its own; on PostgreSQL the engine has to commit by itself."""
        if not _is_for_the_driver(engine):
            with engine.begin() as connection:
                return connection.execute(self._kept, values).one_or_none()
        with closing(borrow(engine)) as borrowed:
            return self._for_driver(engine).run(borrowed, values)

    def _for_driver(self, engine: Engine) -> Driven:
        self._driven = self._driven or Driven(self._statement, engine.dialect)
        return self._driven


def kept(statement: Executable) -> Executable:
    """Return a statement that SQLAlchemy finds among those it has compiled by a glance.

    It would compare it in depth each time, which for a long one is a good part of running it.

    Args:
        statement: made once, when the module is loaded; its values are bound by name.
    """
    return lambda_stmt(
        lambda: statement,
        track_on=[next(_NUMBERS)],
        track_closure_variables=False,
        track_bound_values=False,
        global_track_bound_values=False,
    )


def _is_for_the_driver(engine: Engine) -> bool:
    # whoever listens to what is run hears of everything
    return engine.dialect.name == "postgresql" and not engine.dispatch.before_cursor_execute

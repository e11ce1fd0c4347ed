"""A statement that is run all day: made ready once, it costs little beside the database's own work.

SQLAlchemy takes longer to run a statement than the database often does. So what it compiles a statement to
is kept, and given to the driver as it is.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from itertools import count
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable, lambda_stmt
from sqlalchemy.exc import MultipleResultsFound
from sqlalchemy.orm import Session

from core.driven import Driven, borrow

Found = Any  # a row: its columns by their names, or in their order

_NUMBERS = count()


class Standing:
    """A statement that is made once, when the module is loaded.

    Args:
        statement: Core; on PostgreSQL one that finds or returns rows. Its values are bound by name
            (`bindparam`), and none is a list; see `core.binding.one_of`.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement, self._kept = statement, _kept_in_mind(statement)
        self._driven: dict[str, Driven] = {}

    def run(self, within: Session | Connection, values: Mapping[str, Any]) -> Found | None:
        """Run it in the caller's transaction; return its row, None without one.

        Args:
            within: the transaction; what a session has not yet written is not seen.
            values: bound name → value.

        Raises:
            DBAPIError: of the kind that SQLAlchemy raises for it.
            MultipleResultsFound: it has several.
        """
        return _only(self.rows(within, values))

    def rows(self, within: Session | Connection, values: Mapping[str, Any]) -> Sequence[Found]:
        """Run it as above; return all its rows."""
        connection = within.connection() if isinstance(within, Session) else within
        if _is_for_the_driver(connection.engine):
            driven = self._for_driver(connection.engine)
            return driven.run(connection.connection, values, connection.invalidate)
        return _rows_of(connection.execute(self._kept, values))

    def run_alone(self, engine: Engine, values: Mapping[str, Any]) -> Found | None:
        """Run it as above in a transaction of its own; on PostgreSQL the engine has to commit by itself."""
        if not _is_for_the_driver(engine):
            with engine.begin() as connection:
                return _only(_rows_of(connection.execute(self._kept, values)))
        with closing(borrow(engine)) as borrowed:
            return _only(self._for_driver(engine).run(borrowed, values, borrowed.invalidate))

    def _for_driver(self, engine: Engine) -> Driven:
        name = engine.dialect.name
        if name not in self._driven:
            self._driven[name] = Driven(self._statement, engine.dialect)
        return self._driven[name]


def _kept_in_mind(statement: Executable) -> Executable:
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
    return not engine.dispatch.before_cursor_execute


def _rows_of(result: CursorResult[Any]) -> Sequence[Found]:
    return result.all() if result.returns_rows else ()


def _only(rows: Sequence[Found]) -> Found | None:
    if len(rows) > 1:
        raise MultipleResultsFound
    return rows[0] if rows else None

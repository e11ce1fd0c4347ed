"""Several statements that belong together, sent in as few round trips as the database allows.

The hot paths write four or five rows at once. PostgreSQL takes them as one statement, each a part of a WITH;
SQLite, which is no trip away, takes them one after another. The statements are the same for both.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Delete, Engine, FromClause, Insert, Update, bindparam, select
from sqlalchemy.orm import Session

from core.standing import Found, Standing

Writing = Insert | Update | Delete


class Together:
    """A statement, and those that build on the row it returns; make it once, when the module is loaded.

    The first one's locks are taken before any other's, so that whoever comes second counts on what the first
    has left. Where it finds no row, the others do nothing.

    Args:
        first: an insert or update of at most one row, with RETURNING.
        then: each is given the returned row to select from, and returns an insert or update. None may rely
            on what another one writes, and no two may write the same row: on PostgreSQL they all see the rows
            as they were before. The same bound name is the same value in all of them.
    """

    def __init__(self, first: Any, *then: Callable[[FromClause], Writing]) -> None:
        returned = first.cte("returned")
        self._joined = Standing(select(*returned.c).add_cte(*_parts([make(returned) for make in then])))
        given = [bindparam(f"returned_{each.key}", type_=each.type) for each in returned.c]
        known = select(*(value.label(each.key) for value, each in zip(given, returned.c, strict=True)))
        self._first, self._names = Standing(first), _names(first)
        self._given = [each.key for each in given]
        parts = [make(known.subquery()) for make in then]
        self._apart = [(Standing(each), _names(each)) for each in parts]

    def run(self, within: Session | Connection, values: Mapping[str, Any]) -> Found | None:
        """Run all of them in the caller's transaction; return the first one's row, None without one.

        Args:
            within: the transaction.
            values: bound name → value, for all the statements.

        Raises:
            IntegrityError: one of them met a row that is there already; the transaction is to be rolled back.
        """
        connection = within.connection() if isinstance(within, Session) else within
        if connection.dialect.name == "postgresql":
            return self._joined.run(connection, values)
        row = self._first.run(connection, {name: values[name] for name in self._names})
        if row is not None:
            known = {**values, **dict(zip(self._given, row, strict=True))}
            for statement, names in self._apart:
                statement.run(connection, {name: known[name] for name in names})
        return row

    def run_alone(self, engine: Engine, values: Mapping[str, Any]) -> Found | None:
        """Run all of them as above in a transaction of their own.

        Args:
            engine: on PostgreSQL one that commits by itself: there they are a single statement.
        """
        if engine.dialect.name == "postgresql":
            return self._joined.run_alone(engine, values)
        with engine.begin() as connection:
            return self.run(connection, values)


def _parts(statements: Any) -> list[Any]:
    # PostgreSQL begins with the last part of a WITH; so they are run in the order in which they were given
    return [each.cte(f"part_{number}") for number, each in enumerate(statements)][::-1]


def _names(statement: Any) -> list[str]:
    """Return the names that a caller must give values for."""
    return [name for name, bind in statement.compile().binds.items() if bind.required]

"""Several statements that belong together, sent in as few round trips as the database allows.

The hot paths write four or five rows at once. PostgreSQL takes them as one statement, each a part of a WITH;
SQLite, which is no trip away, takes them one after another. The statements are the same for both.
"""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from sqlalchemy import (
    Connection,
    Delete,
    Executable,
    FromClause,
    Insert,
    Row,
    Update,
    bindparam,
    lambda_stmt,
    literal,
    select,
)
from sqlalchemy.orm import Session

Writing = Insert | Update | Delete
_NUMBERS = count()


class Together:
    """Statements that are always run together; make it once, when the module is loaded.

    No statement may rely on what another one writes, and no two may write the same row: in a WITH they all
    see the rows as they were before. Their values are bound by name (`bindparam`); the same name is the same
    value.

    Args:
        statements: Core inserts, updates and deletes, without RETURNING.
    """

    def __init__(self, *statements: Writing) -> None:
        self._apart = [(standing(each), _names(each)) for each in statements]
        self._joined = standing(select(literal(1)).add_cte(*_parts(statements)))

    def run(self, within: Session | Connection, values: Mapping[str, Any]) -> None:
        """Run all of them in the caller's transaction.

        Args:
            within: the transaction.
            values: bound name → value, for all the statements.

        Raises:
            IntegrityError: one of them met a row that is there already; the transaction is to be rolled back.
        """
        connection = within.connection() if isinstance(within, Session) else within
        if connection.dialect.name == "postgresql":
            connection.execute(self._joined, values)
            return
        for statement, names in self._apart:
            connection.execute(statement, {name: values[name] for name in names})


class OneByOne:
    """A statement, and those that build on the row it returns; also one round trip, made once.

    The first one's locks are taken before any other's, so that whoever comes second counts on what the first
    has left. Where it finds no row, the others do nothing.

    Args:
        first: an insert or update of at most one row, with RETURNING.
        then: each is given the returned row to select from, and returns an insert or update. As above they
            see nothing of what the others write.
    """

    def __init__(self, first: Any, *then: Callable[[FromClause], Writing]) -> None:
        returned = first.cte("returned")
        self._joined = standing(select(*returned.c).add_cte(*_parts([make(returned) for make in then])))
        given = [bindparam(f"returned_{each.key}", type_=each.type) for each in returned.c]
        known = select(*(value.label(each.key) for value, each in zip(given, returned.c, strict=True)))
        self._first, self._names = standing(first), _names(first)
        self._given = [each.key for each in given]
        parts = [make(known.subquery()) for make in then]
        self._apart = [(standing(each), _names(each)) for each in parts]

    def run(self, within: Session | Connection, values: Mapping[str, Any]) -> Row[Any] | None:
        """Run all of them in the caller's transaction; return the first one's row, None without one.

        Args:
            within: the transaction.
            values: bound name → value, for all the statements.

        Raises:
            IntegrityError: one of them met a row that is there already; the transaction is to be rolled back.
        """
        connection = within.connection() if isinstance(within, Session) else within
        if connection.dialect.name == "postgresql":
            return connection.execute(self._joined, values).one_or_none()
        row = connection.execute(self._first, {name: values[name] for name in self._names}).one_or_none()
        if row is not None:
            known = {**values, **dict(zip(self._given, row, strict=True))}
            for statement, names in self._apart:
                connection.execute(statement, {name: known[name] for name in names})
        return row


def standing(statement: Executable) -> Executable:
    """Return a statement that is run all day, so that what was compiled of it is found by a glance.

    SQLAlchemy would compare it in depth each time, which for a long one is a good part of running it.

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


def _parts(statements: Any) -> list[Any]:
    # PostgreSQL begins with the last part of a WITH; so they are run in the order in which they were given
    return [each.cte(f"part_{number}") for number, each in enumerate(statements)][::-1]


def _names(statement: Any) -> list[str]:
    """Return the names that a caller must give values for."""
    return [name for name, bind in statement.compile().binds.items() if bind.required]

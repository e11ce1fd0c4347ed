"""A statement as the driver takes it: compiled once, with what each value and column needs on its way."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from typing import Any

from sqlalchemy import Dialect, Engine, Executable, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError

Convert = Callable[[Any], Any]
Lost = Callable[[Any], None]


class Driven:
    """A statement for one kind of database.

    Args:
        statement: Core; its values are bound by name, and none is a list (`IN`).
        dialect: of an engine that is open already, whose driver takes values by name.
    """

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        columns = list(statement.exported_columns)  # type: ignore[attr-defined]
        self._dialect, self._sql = dialect, compiled.string
        # by name, since a value may stand in several places
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        ways_in = _needed((name, _into(bind.type, dialect)) for name, bind in binds.items())
        given = {name for name, bind in binds.items() if bind.required}
        self._in = [(name, convert) for name, convert in ways_in if name in given]
        fixed = {name: value for name, value in compiled.params.items() if name not in given}
        self._fixed = _converted(fixed, ways_in)
        self._out = _needed((at, _out_of(each.type, dialect)) for at, each in enumerate(columns))
        self._row = _maker([each.key for each in columns])

    def run(self, connection: PoolProxiedConnection, values: Mapping[str, Any], lost: Lost) -> list[Any]:
        """Run it on a connection from the pool; return its rows.

        Args:
            lost: is told when the connection turns out to be dead, and throws it away.

        Raises:
            DBAPIError: of the kind that SQLAlchemy raises.
        """
        given = _converted({**values, **self._fixed}, self._in)
        try:
            with closing(connection.cursor()) as cursor:
                cursor.execute(self._sql, given)
                rows = cursor.fetchall()
        except self._dialect.loaded_dbapi.Error as problem:
            is_lost = self._dialect.is_disconnect(problem, connection, None)
            if is_lost:
                lost(problem)
            raise _as_sqlalchemy_says(
                problem, self._dialect, self._sql, connection_invalidated=is_lost
            ) from problem
        return [self._read(row) for row in rows]

    def _read(self, row: tuple[Any, ...]) -> Any:
        if not self._out:
            return self._row(row)
        read = list(row)
        for at, convert in self._out:
            read[at] = convert(read[at])
        return self._row(read)


def borrow(engine: Engine) -> PoolProxiedConnection:
    """Take a connection out of the pool; to be closed, which gives it back.

    Raises:
        DBAPIError: there is none to be had, as SQLAlchemy says it.
    """
    try:
        return engine.raw_connection()
    except engine.dialect.loaded_dbapi.Error as problem:
        raise _as_sqlalchemy_says(problem, engine.dialect) from problem


def _as_sqlalchemy_says(problem: Any, dialect: Dialect, statement: str | None = None, **more: Any) -> Any:
    base = dialect.loaded_dbapi.Error
    return DBAPIError.instance(statement, None, problem, base, hide_parameters=True, dialect=dialect, **more)


def _maker(names: list[str]) -> Callable[[Iterable[Any]], Any]:
    """Return what makes a row of its values; a name that is there before gives way to a number."""
    kind: Any = namedtuple  # noqa: PYI024 - the names are known only now
    make: Callable[[Iterable[Any]], Any] = kind("Row", names, rename=True)._make
    return make


def _converted(values: dict[str, Any], ways: list[tuple[str, Convert]]) -> dict[str, Any]:
    for name, convert in ways:
        if name in values:
            values[name] = convert(values[name])
    return values


def _needed(ways: Iterable[tuple[Any, Convert | None]]) -> list[tuple[Any, Convert]]:
    return [(at, convert) for at, convert in ways if convert]


def _into(kind: Any, dialect: Dialect) -> Convert | None:
    way: Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return way


def _out_of(kind: Any, dialect: Dialect) -> Convert | None:
    way: Convert | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return way

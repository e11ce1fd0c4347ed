"""Connections to PostgreSQL: few questions whether they live, and little work for each answer."""

import time
from functools import partial
from typing import Any

from psycopg import Cursor
from psycopg.pq import ExecStatus
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry


class LeanCursor(Cursor[Any]):
    """Describes a result by the name and type of its columns, and no more.

    SQLAlchemy has a statement's result described each time it runs, and needs those two once; psycopg's own
    description looks up each column's type among all types, for a good part of what a small look costs.
    """

    @property
    def description(self) -> list[Any] | None:
        result = self.pgresult
        if result is None or not (result.nfields or result.status == ExecStatus.TUPLES_OK):
            return None
        return [_column(result, at) for at in range(result.nfields)]


def make(url: str, trusted_for: float, **more: Any) -> Engine:
    """Make the engine.

    Args:
        trusted_for: seconds; a connection that rested longer is asked whether it still lives.
        more: see `create_engine`.
    """
    lean = {"cursor_factory": LeanCursor}
    engine = create_engine(url, pool_size=10, max_overflow=10, connect_args=lean, **more)
    event.listen(engine, "checkin", _rests)
    event.listen(engine, "checkout", partial(_is_still_alive, engine, trusted_for))
    return engine


def _column(result: Any, at: int) -> tuple[Any, ...]:
    return (result.fname(at).decode(), result.ftype(at), None, None, None, None, None)


def _rests(_: Any, record: ConnectionPoolEntry) -> None:
    record.info["rests_since"] = time.monotonic()


def _is_still_alive(
    engine: Engine, trusted_for: float, connection: Any, record: ConnectionPoolEntry, _: Any
) -> None:
    # asked each time, it would be a trip more for each statement that stands alone
    rested = time.monotonic() - record.info.get("rests_since", time.monotonic())
    if rested < trusted_for:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as problem:
        raise InvalidatePoolError(str(problem)) from problem

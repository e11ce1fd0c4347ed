"""One database, SQLite or PostgreSQL: engine, transactions, and the few things each does its own way."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from core.standing import Found, Standing
from core.together import Together

Sessions = sessionmaker[Session]
Ring = Callable[[str, tuple[Any, ...]], None]

TRUSTED_FOR = 1.0


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Database:
    """The engine and its two kinds of transaction.

    Args:
        url: `sqlite:///FILE` or `postgresql://…` (psycopg 3).
        ring: called after each commit for every bell that the transaction asked for; see `core.bells`.

    Attributes:
        sessions: for whatever may write: `with database.sessions.begin() as session:`.
        readers: for screens: `with database.readers() as session:`; on SQLite these never wait for a writer,
            on PostgreSQL each statement stands alone (in a transaction too it would see the newest rows).
    """

    def __init__(self, url: str, ring: Ring | None = None) -> None:
        self.engine = make_engine(url)
        self._reader = self._make_reader(url)
        info = {"ring": ring} if ring else {}
        self._ring = ring
        self.sessions = make_sessions(self.engine, info)
        self.readers = make_sessions(self._reader, info)

    @property
    def is_postgresql(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    def look(self, statement: Standing, values: Mapping[str, Any]) -> Found | None:
        """Return the one row that a statement finds, if any, without a session and its objects.

        Args:
            values: bound name → value.
        """
        return statement.run_alone(self._reader, values)

    def write(self, statements: Together, values: Mapping[str, Any]) -> Found | None:
        """Run statements in a transaction of their own, without a session; on PostgreSQL in one round trip.

        Returns:
            the row of the first one; None, with nothing done, if it has none.

        Raises:
            IntegrityError: one of them met a row that is there already; nothing is done.
        """
        return statements.run_alone(self._reader if self.is_postgresql else self.engine, values)

    def ring(self, job: str, *args: Any) -> None:
        """Ring a bell for what has just been committed without a session; see `core.bells`."""
        if self._ring:
            self._ring(job, args)

    def dispose(self) -> None:
        """Close the pool; needed after a fork and at the end."""
        self.engine.dispose()
        self._reader.dispose()

    def _make_reader(self, url: str) -> Engine:
        # The end of a transaction that only read is a ROLLBACK, at which psycopg forgets what it prepared:
        # every later statement of that connection would be planned anew, for more than its own cost.
        # Connections of their own, since to switch back and forth costs as much as a look.
        if self.is_postgresql:
            return make_engine(url, isolation_level="AUTOCOMMIT")
        return self.engine.execution_options(textbank_reads=True)


def make_sessions(bind: Engine | Connection, info: dict[str, Any] | None = None, **more: Any) -> Sessions:
    """Return the factory of transactions; objects stay readable after commit."""
    return sessionmaker(bind, expire_on_commit=False, info=info or {}, **more)


def make_engine(url: str, trusted_for: float = TRUSTED_FOR, **more: Any) -> Engine:
    """Make the engine, with SQLite told to wait, to keep foreign keys and to take its write lock at once.

    Args:
        trusted_for: seconds; a connection to PostgreSQL that rested longer is asked whether it still lives.
        more: for PostgreSQL; see `create_engine`.
    """
    # errors are logged, and must not carry people's texts and numbers there
    shared: dict[str, Any] = {
        "json_serializer": _json,
        "json_deserializer": _from_json,
        "hide_parameters": True,
    }
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": 15}, paramstyle="named", **shared)
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "checkout", _is_still_there)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    from core import postgresql

    return postgresql.make(url, trusted_for, **shared, **more)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _from_json(written: str | bytes) -> Any:
    # most of what is read is an empty object, and to guess the encoding of bytes takes longer than to read it
    text = written if isinstance(written, str) else str(written, "utf-8")
    return {} if text == "{}" else json.loads(text)


def _set_up_sqlite(connection: Any, record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")
    ((_, _, path),) = connection.execute("PRAGMA database_list")
    record.info["file"] = (path, _identity(path))


def _is_still_there(_: Any, record: ConnectionPoolEntry, __: Any) -> None:
    # What is written to a file that was removed or replaced while it was open is lost without a word.
    path, identity = record.info["file"]
    if _identity(path) != identity:
        raise DisconnectionError("the database file is not there any more")


def _identity(path: str) -> int | None:
    try:
        return Path(path).stat().st_ino if path else None
    except OSError:
        return None


def _begin_sqlite(connection: Connection) -> None:
    # A deferred transaction that reads before it writes fails at once when another wrote in between,
    # whatever the busy timeout; so writers take the lock first and only readers begin plainly.
    reads = connection.get_execution_options().get("textbank_reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

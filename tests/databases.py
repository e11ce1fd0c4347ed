"""The two databases that tests run on, found or skipped with one plain line."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from core.db import Database, make_engine, make_sessions
from core.migrating import migrate
from core.standing import Found, Standing
from core.together import Together

# for tests of what the other database has not, such as lines that can be cut, or processes beside each other
ON_SQLITE = pytest.mark.parametrize("lane", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("lane", ["postgresql"], indirect=True)


class OneConnection(Database):
    """A database seen through a single connection, inside one transaction that is never committed."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.connection = self.engine.connect()
        self.transaction = self.connection.begin()
        self.bells: list[tuple[str, tuple[object, ...]]] = []
        self._ring = lambda job, args: self.bells.append((job, args))
        info = {"ring": self._ring}
        self.sessions = make_sessions(self.connection, info, join_transaction_mode="create_savepoint")
        self.readers = self.sessions

    def look(self, statement: Standing, values: Mapping[str, Any]) -> Found | None:
        return statement.run(self.connection, values)

    def write(self, statements: Together, values: Mapping[str, Any]) -> Found | None:
        with self.connection.begin_nested():
            return statements.run(self.connection, values)

    def dispose(self) -> None:
        self.transaction.rollback()
        self.connection.close()
        self.engine.dispose()


@dataclass(frozen=True)
class Lane:
    """One kind of database, migrated and empty.

    Attributes:
        kind: `sqlite` or `postgresql`.
        url: the template; tests never commit to it.
    """

    kind: str
    url: str

    @contextmanager
    def undone(self) -> Iterator[Database]:
        database = OneConnection(self.url)
        try:
            yield database
        finally:
            database.dispose()

    @contextmanager
    def copied(self) -> Iterator[Database]:
        copy = _copy_sqlite if self.kind == "sqlite" else _copy_postgresql
        with copy(self.url) as url:
            database = Database(url)
            try:
                yield database
            finally:
                database.dispose()


@contextmanager
def lane(kind: str, folder: Path) -> Iterator[Lane]:
    """Make the template of this kind, or skip when the server is not there."""
    with empty(kind, folder) as url:
        engine = make_engine(url)
        migrate(engine)
        engine.dispose()
        yield Lane(kind, url)


def empty(kind: str, folder: Path) -> AbstractContextManager[str]:
    """Return the address of a database of this kind without any table, or skip as above."""
    make = _sqlite if kind == "sqlite" else _postgresql
    return make(folder)


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'template.db'}"


@contextmanager
def _copy_sqlite(url: str) -> Iterator[str]:
    template = Path(url.removeprefix("sqlite:///"))
    copy = template.with_name(f"{uuid4().hex}.db")
    shutil.copy(template, copy)
    yield f"sqlite:///{copy}"


@contextmanager
def _postgresql(_: Path) -> Iterator[str]:
    with new_database(_server()) as url:
        yield url


@contextmanager
def _copy_postgresql(url: str) -> Iterator[str]:
    with new_database(_server(), template=make_url(url).database) as copy:
        yield copy


@contextmanager
def new_database(server: str, template: str | None = None) -> Iterator[str]:
    """Make a database, empty or as its template is, and drop it at the end."""
    name = f"textbank_test_{uuid4().hex[:12]}"
    create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        create += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    _order(server, create)
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _order(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _order(server: str, statement: sql.Composed) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _server() -> str:
    server = find_server("TEST_POSTGRES_URL")
    return server or pytest.skip("PostgreSQL is not running here (TEST_POSTGRES_URL): its lane is left out")


def throw_out(url: str) -> None:
    """End every connection to a PostgreSQL database, as a restart of its server does."""
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    with on_the_server(url) as server:
        server.execute(others, [make_url(url).database])


def on_the_server(url: str) -> psycopg.Connection:
    """Return a connection beside a PostgreSQL database, to the server that it is on."""
    beside = make_url(url).set(database="postgres")
    return psycopg.connect(beside.render_as_string(hide_password=False), autocommit=True)


def find_server(variable: str) -> str | None:
    """Return the address of a PostgreSQL that lets us make databases, None where there is none.

    Args:
        variable: names one in the environment; without it the usual local ones are tried.
    """
    given = os.environ.get(variable)
    for url in [given] if given else ["postgresql://root@127.0.0.1/postgres", "postgresql:///postgres"]:
        try:
            psycopg.connect(url, connect_timeout=10).close()  # a busy server is not one that is away
        except psycopg.OperationalError:
            continue
        return url
    return None

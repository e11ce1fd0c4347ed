"""The servers a benchmark borrows: its own database on a PostgreSQL, a corner of a Redis."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import redis as redis_client

from core.db import Database, make_engine
from core.migrating import migrate
from tests import databases


def postgresql() -> str | None:
    """Return a PostgreSQL that lets us make databases (BENCH_POSTGRES_URL), None without one."""
    return databases.find_server("BENCH_POSTGRES_URL")


def redis() -> str | None:
    """Return the address of a Redis database that we may empty (BENCH_REDIS_URL), None without one."""
    url = os.environ.get("BENCH_REDIS_URL", "redis://127.0.0.1:6379/14")
    try:
        redis_client.Redis.from_url(url).flushdb()
    except redis_client.ConnectionError:
        return None
    return url


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """Make a migrated database, and drop it at the end."""
    with databases.new_database(server) as url:
        engine = make_engine(url)
        migrate(engine)
        engine.dispose()
        yield url


def vacuum(database: Database, table: str = "") -> None:
    """Leave a PostgreSQL, or one table of it, as its housekeeper would have by now; nothing on SQLite."""
    if database.is_postgresql:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM ANALYZE {table}")

"""The servers a benchmark borrows: its own database on a PostgreSQL, a corner of a Redis."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import redis as redis_client
from psycopg import sql
from sqlalchemy import make_url

from core.db import make_engine
from core.migrating import migrate


def postgresql() -> str | None:
    """Return a PostgreSQL that lets us make databases (BENCH_POSTGRES_URL), None without one."""
    given = os.environ.get("BENCH_POSTGRES_URL")
    for url in [given] if given else ["postgresql://root@127.0.0.1/postgres", "postgresql:///postgres"]:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            continue
        return url
    return None


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
    name = f"textbank_bench_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            url = make_url(server).set(database=name).render_as_string(hide_password=False)
            engine = make_engine(url)
            migrate(engine)
            engine.dispose()
            yield url
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

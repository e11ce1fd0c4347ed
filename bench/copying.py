"""The bare yardsticks of an import: its very result, put ready-made into empty tables of the same kind."""

import sqlite3
import time
from pathlib import Path

import psycopg

from bench import places
from core.db import Database
from core.migrating import migrate

# an import writes these; the first two are what their foreign keys need
_NEEDED = ("campaigns", "contact_lists")
_WRITTEN = ("contacts", "external_ids", "list_members")


def copy_ready_rows(url: str, server: str, place: Path) -> float:
    """Copy what an import wrote into a new PostgreSQL database; return contacts a second."""
    with psycopg.connect(url) as connection:
        for table in (*_NEEDED, *_WRITTEN):
            _copy_out(connection, table, place / table)
        count = connection.execute("SELECT count(*) FROM contacts").fetchone()
    with places.new_database(server) as bare, psycopg.connect(bare) as connection:
        for table in _NEEDED:
            _copy_in(connection, table, place / table)
        connection.commit()
        begun = time.perf_counter()
        for table in _WRITTEN:
            _copy_in(connection, table, place / table)
        connection.commit()
        took = time.perf_counter() - begun
    return (count[0] if count else 0) / took


def insert_ready_rows(full: Path, bare: Path) -> float:
    """Insert what an import wrote into a new SQLite database in one transaction; return contacts a second."""
    database = Database(f"sqlite:///{bare}")
    migrate(database.engine)
    database.dispose()
    with sqlite3.connect(full) as source, sqlite3.connect(bare) as target:
        ready = {
            table: source.execute(f"SELECT * FROM {table}").fetchall() for table in (*_NEEDED, *_WRITTEN)
        }
        target.execute("PRAGMA foreign_keys = ON")
        for table in _NEEDED:
            _insert(target, table, ready[table])
        target.commit()
        begun = time.perf_counter()
        for table in _WRITTEN:
            _insert(target, table, ready[table])
        target.commit()
        took = time.perf_counter() - begun
    return len(ready["contacts"]) / took


def _copy_out(connection: "psycopg.Connection[tuple[int]]", table: str, file: Path) -> None:
    query = f"COPY (SELECT * FROM {table}) TO STDOUT"
    with file.open("wb") as target, connection.cursor().copy(query.encode()) as copy:
        for block in copy:
            target.write(block)


def _copy_in(connection: "psycopg.Connection[tuple[int]]", table: str, file: Path) -> None:
    with file.open("rb") as source, connection.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
        while block := source.read(1 << 20):
            copy.write(block)


def _insert(target: sqlite3.Connection, table: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        target.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)

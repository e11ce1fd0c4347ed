"""Bring a database up to date; safe when several processes start at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

_LOCK = 7_210_441  # any number, the same in every process


def migrate(engine: Engine, to: str = "head") -> None:
    """Run what is missing of the migrations, in one transaction.

    Args:
        to: the migration to stop at.
    """
    with _changing(engine) as connection:
        command.upgrade(configuration(connection), to)


def migrate_back(engine: Engine, to: str) -> None:
    """Take migrations back, in one transaction.

    Args:
        to: the migration to stop at; `base` leaves nothing.
    """
    with _changing(engine) as connection:
        command.downgrade(configuration(connection), to)


def is_current(engine: Engine) -> bool:
    """Whether the database stands at the newest migration."""
    with engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    return here == ScriptDirectory.from_config(configuration(None)).get_current_head()


def configuration(connection: Connection | None) -> Config:
    """Return Alembic's configuration for a connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection, _loose_references(connection), connection.begin():
        _take_turns(connection)
        yield connection
        _require_whole(connection)


@contextmanager
def _loose_references(connection: Connection) -> Iterator[None]:
    """On SQLite, do not check references: most changes of a table are a new table in the old one's place.

    Source: sqlite.org/lang_altertable.html, section 7. It cannot be switched within a transaction.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.driver_connection
    assert raw  # noqa: S101 - it was just connected
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def _require_whole(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"the migration would leave {len(broken)} rows that refer to nothing")


def _take_turns(connection: Connection) -> None:
    # SQLite's BEGIN IMMEDIATE already makes the second process wait.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})

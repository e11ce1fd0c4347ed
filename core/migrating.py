"""Bring a database up to date; safe when several processes start at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

_LOCK = 7_210_441  # any number, the same in every process


def migrate(engine: Engine) -> None:
    """Run what is missing of the migrations, in one transaction."""
    with engine.begin() as connection:
        _take_turns(connection)
        command.upgrade(configuration(connection), "head")


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


def _take_turns(connection: Connection) -> None:
    # SQLite's BEGIN IMMEDIATE already makes the second process wait.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})

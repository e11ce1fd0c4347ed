"""What the database tells about itself."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from core.db import Database, make_engine
from core.models import Campaign
from tests import factories


def take_away(database: Database) -> None:
    """Remove an SQLite file that is open; close the door of a PostgreSQL database and throw everybody out."""
    url = database.engine.url
    if not database.is_postgresql:
        Path(str(url.database)).unlink()
        return
    with on_the_server(database) as server:
        server.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false'.encode())
    throw_out(database)


def throw_out(database: Database) -> None:
    """End every connection to a PostgreSQL database, as a restart of the server does."""
    name = database.engine.url.database
    with on_the_server(database) as server:
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


def on_the_server(database: Database) -> psycopg.Connection:
    url = database.engine.url.set(database="postgres")
    return psycopg.connect(url.render_as_string(False), autocommit=True)


def test_errors_never_carry_what_people_wrote(own_database: Database) -> None:
    with pytest.raises(DBAPIError) as failed, own_database.sessions.begin() as session:
        session.execute(text("INSERT INTO nowhere VALUES (:body)"), {"body": "a private text"})

    assert "a private text" not in str(failed.value)


def test_a_database_that_is_taken_away_is_an_error_and_no_silence(own_database: Database) -> None:
    """A file can be removed while it is open; what was written to it then would be lost without a word."""
    with own_database.sessions.begin() as session:
        factories.campaign(session)
    take_away(own_database)

    with pytest.raises(OperationalError), own_database.sessions.begin() as session:
        factories.campaign(session)
    with pytest.raises(OperationalError), own_database.readers() as session:
        session.scalars(select(Campaign)).all()


def test_a_connection_that_rested_is_made_anew_when_the_server_was_started_again(
    own_database: Database,
) -> None:
    engine = make_engine(own_database.engine.url.render_as_string(False), trusted_for=0)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    if own_database.is_postgresql:
        throw_out(own_database)

    with engine.connect() as connection:
        assert 1 == connection.scalar(text("SELECT 1"))
    engine.dispose()


def test_reading_leaves_what_was_prepared_for_the_next_time(own_database: Database) -> None:
    """psycopg forgets it at a ROLLBACK, and every statement would be planned anew."""
    prepared = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%campaigns%'")
    for _ in range(8):
        with own_database.readers() as session:
            session.scalars(select(Campaign)).all()

    if own_database.is_postgresql:
        with own_database.readers() as session:
            assert 1 == session.scalar(prepared)

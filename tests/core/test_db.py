"""What the database tells about itself."""

from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from core.db import Database, make_engine
from core.models import Campaign
from tests import factories
from tests.databases import ON_POSTGRESQL, on_the_server, throw_out


def take_away(database: Database) -> None:
    """Remove an SQLite file that is open; close the door of a PostgreSQL database and throw everybody out."""
    url = database.engine.url
    if not database.is_postgresql:
        Path(str(url.database)).unlink()
        return
    address = url.render_as_string(hide_password=False)
    with on_the_server(address) as server:
        server.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false'.encode())
    throw_out(address)


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


@ON_POSTGRESQL
def test_a_connection_that_rested_is_made_anew_when_the_server_was_started_again(
    own_database: Database,
) -> None:
    url = own_database.engine.url.render_as_string(hide_password=False)
    engine = make_engine(url, trusted_for=0)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    throw_out(url)

    with engine.connect() as connection:
        assert 1 == connection.scalar(text("SELECT 1"))
    engine.dispose()


@ON_POSTGRESQL
def test_reading_leaves_what_was_prepared_for_the_next_time(own_database: Database) -> None:
    """psycopg forgets it at a ROLLBACK, and every statement would be planned anew."""
    prepared = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%campaigns%'")
    for _ in range(8):
        with own_database.readers() as session:
            session.scalars(select(Campaign)).all()

    with own_database.readers() as session:
        assert 1 == session.scalar(prepared)

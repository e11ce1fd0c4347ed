"""What the database tells about itself."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from core.db import Database
from core.models import Campaign
from tests import factories


def take_away(database: Database) -> None:
    """Remove an SQLite file that is open; close the door of a PostgreSQL database and throw everybody out."""
    url = database.engine.url
    if not database.is_postgresql:
        Path(str(url.database)).unlink()
        return
    with psycopg.connect(url.set(database="postgres").render_as_string(False), autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false'.encode())
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [url.database]
        )


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

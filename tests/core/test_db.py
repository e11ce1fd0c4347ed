"""What the database tells about itself."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from core.db import Database


def test_errors_never_carry_what_people_wrote(own_database: Database) -> None:
    with pytest.raises(DBAPIError) as failed, own_database.sessions.begin() as session:
        session.execute(text("INSERT INTO nowhere VALUES (:body)"), {"body": "a private text"})

    assert "a private text" not in str(failed.value)

"""The migrations make the tables that the models describe, on both databases."""

from alembic import command

from core.db import Database
from core.migrating import configuration, is_current, migrate


def test_the_migrations_and_the_models_agree(own_database: Database) -> None:
    with own_database.engine.begin() as connection:
        command.check(configuration(connection))


def test_migrating_twice_changes_nothing(own_database: Database) -> None:
    migrate(own_database.engine)

    assert is_current(own_database.engine)


def test_everything_can_be_taken_back(own_database: Database) -> None:
    with own_database.engine.begin() as connection:
        command.downgrade(configuration(connection), "base")

    assert not is_current(own_database.engine)

"""The migrations make the tables that the models describe, on both databases."""

from alembic import command
from sqlalchemy import select

from core.db import Database
from core.migrating import configuration, is_current, migrate, migrate_back
from core.models import Campaign, MediaFile, Message, SendingService
from tests import factories
from tests.factories import NOON


def test_the_migrations_and_the_models_agree(own_database: Database) -> None:
    with own_database.engine.begin() as connection:
        command.check(configuration(connection))


def test_migrating_twice_changes_nothing(own_database: Database) -> None:
    migrate(own_database.engine)

    assert is_current(own_database.engine)


def test_everything_can_be_taken_back(own_database: Database) -> None:
    migrate_back(own_database.engine, "base")

    assert not is_current(own_database.engine)


def test_what_is_in_the_tables_outlives_every_migration(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        factories.campaign(session)

    migrate_back(own_database.engine, "0001")
    migrate(own_database.engine)

    with own_database.readers() as session:
        campaign = session.scalars(select(Campaign)).one()
        service = session.scalars(select(SendingService)).one()
    assert ("Riverside for All", 10, {}) == (campaign.name, campaign.most_segments, campaign.state_hours)
    assert "not stated" == service.registration


def test_what_nobody_asked_for_before_is_asked_for_now(own_database: Database) -> None:
    """Texts whose end was never told, and pictures that were told of and never fetched."""
    given = {"their_number": "+12125550111", "body": "Hi", "created_at": NOON}
    with own_database.sessions.begin() as session:
        campaign_id = factories.campaign(session).id
        sent = {"direction": "out", "kind": "initial", "state": "accepted", "attempted_at": NOON}
        heard = {"direction": "in", "kind": "reply", "state": "received"}
        media = [{"url": "https://api.twilio.com/1", "type": "image/jpeg"}]
        session.add(Message(campaign_id=campaign_id, **sent, **given))
        session.add(Message(campaign_id=campaign_id, media=media, **heard, **given))
        session.add(Message(campaign_id=campaign_id, **heard, **given))

    migrate_back(own_database.engine, "0001")
    migrate(own_database.engine)

    with own_database.readers() as session:
        file = session.scalars(select(MediaFile)).one()
        assert [NOON, None, None] == list(session.scalars(select(Message.due_at).order_by(Message.id)))
        assert ("https://api.twilio.com/1", "image/jpeg", "waiting", NOON) == (
            file.url,
            file.content_type,
            file.state,
            file.due_at,
        )

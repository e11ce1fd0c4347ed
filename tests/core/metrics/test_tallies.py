"""What processes count is added up in the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.db import Database
from core.metrics import reading, tallies
from core.metrics.catalogue import CALLBACKS, SENDS, WEBHOOK_SECONDS
from core.models import Bookmark, Conversation, Incident, Message, Tally
from tests.factories import NOON


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    """Other tests of this process count, too."""
    tallies.forget()


def test_what_two_processes_counted_is_added_up(database: Database, session: Session) -> None:
    tallies.count(SENDS, outcome="accepted")
    tallies.keep(database)
    tallies.count(SENDS, 2, outcome="accepted")
    tallies.count(SENDS, outcome="unknown")
    tallies.keep(database)

    assert {"outcome=accepted": 3.0, "outcome=unknown": 1.0} == _kept(session, SENDS)


def test_keeping_twice_adds_once(database: Database, session: Session) -> None:
    tallies.count(SENDS, outcome="accepted")
    tallies.keep(database)
    tallies.keep(database)

    assert {"outcome=accepted": 1.0} == _kept(session, SENDS)


def test_a_database_that_is_away_forgets_nothing(database: Database, session: Session) -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/away")
    tallies.count(SENDS, outcome="accepted")
    with pytest.raises(OperationalError):
        tallies.keep(away)
    away.dispose()

    tallies.keep(database)

    assert {"outcome=accepted": 1.0} == _kept(session, SENDS)


def test_keeping_from_many_threads_at_once_loses_nothing(own_database: Database) -> None:
    def count_and_keep(_: int) -> None:
        tallies.count(SENDS, outcome="accepted")
        tallies.count(CALLBACKS, status="sent")
        tallies.keep(own_database)

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(count_and_keep, range(40)))

    with own_database.readers() as session:
        assert {"outcome=accepted": 40.0} == _kept(session, SENDS)


def test_the_page_shows_counts_and_times(database: Database, session: Session) -> None:
    tallies.count(SENDS, 3, outcome="accepted")
    tallies.time(WEBHOOK_SECONDS, 0.02, route="inbound")
    tallies.time(WEBHOOK_SECONDS, 7.0, route="inbound")
    tallies.keep(database)

    page = reading.page(session, now=NOON).decode().splitlines()

    assert 'textbank_sends_total{outcome="accepted"} 3.0' in page
    assert 'textbank_webhook_seconds_bucket{le="0.01",route="inbound"} 0.0' in page
    assert 'textbank_webhook_seconds_bucket{le="0.025",route="inbound"} 1.0' in page
    assert 'textbank_webhook_seconds_count{route="inbound"} 2.0' in page
    assert 'textbank_webhook_seconds_sum{route="inbound"} 7.02' in page


def test_the_page_shows_what_waits_and_since_when(session: Session, conversation: Conversation) -> None:
    _text(session, conversation, state="queued", created_at=NOON - timedelta(minutes=5))
    _text(session, conversation, state="delivered", created_at=NOON - timedelta(days=5))
    session.add(Bookmark(name="backfill", at=NOON - timedelta(minutes=2)))
    session.add(
        Incident(
            campaign_id=conversation.campaign_id,
            kind="x",
            key="x",
            opened_at=NOON,
            last_at=NOON,
            resolved_at=NOON,
        )
    )
    session.flush()

    page = reading.page(session, now=NOON).decode().splitlines()

    assert 'textbank_waiting{queue="texts queued"} 1.0' in page
    assert 'textbank_waiting_age_seconds{queue="texts queued"} 300.0' in page
    assert 'textbank_waiting_age_seconds{queue="backfill"} 120.0' in page
    assert 'textbank_waiting{queue="incidents"} 0.0' in page


def _text(session: Session, conversation: Conversation, **more: Any) -> None:
    session.add(
        Message(
            campaign_id=conversation.campaign_id,
            conversation_id=conversation.id,
            direction="out",
            kind="initial",
            their_number="+12125550111",
            body="Hi",
            **more,
        )
    )


def _kept(session: Session, name: str) -> dict[str, float]:
    return {each.labels: each.value for each in session.scalars(select(Tally).filter_by(name=name))}

"""Nothing is stuck: whatever waits for a machine is found by a job that the clock rings."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from core.clock import utcnow
from core.conversations.receiving import keep
from core.db import Database
from core.delivery import states
from core.jobs import JOBS, SWEEPS, Tools
from core.models import Campaign, InboundEvent, Message
from tests.fakes import FakeGateway, FakeSlack


@pytest.fixture
def sweep(database: Database, session: Session, campaign: Campaign) -> Tools:
    """Sweeps go by the real clock, so let everybody be texted at any hour."""
    campaign.texting_from = campaign.sunday_from = 0
    campaign.texting_until = campaign.replies_until = 24
    return Tools(database, FakeGateway(utcnow()), FakeSlack(), "https://text.example")


def run_all(tools: Tools) -> None:
    for name in SWEEPS:
        JOBS[name](tools)


@pytest.mark.parametrize("state", sorted(states.UNFINISHED))
def test_every_unfinished_text_is_found(session: Session, sweep: Tools, pressed: Message, state: str) -> None:
    yesterday = utcnow() - timedelta(days=1)
    pressed.state, pressed.attempt = state, None if state == "queued" else "a1"
    pressed.attempted_at = pressed.due_at = yesterday
    session.commit()

    run_all(sweep)
    run_all(sweep)

    session.expire_all()
    assert pressed.state not in states.UNFINISHED


def test_every_kept_reply_is_found(session: Session, sweep: Tools, pressed: Message) -> None:
    keep(session, {"MessageSid": "SM1", "From": pressed.their_number, "Body": "Yes"}, now=utcnow())
    session.commit()

    run_all(sweep)

    session.expire_all()
    assert 1 == session.query(InboundEvent).filter(InboundEvent.applied_at.is_not(None)).count()


def test_every_sweep_is_a_job() -> None:
    assert set(SWEEPS) <= set(JOBS)

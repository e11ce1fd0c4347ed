"""Sign-in codes are texted once, whatever happens."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.delivery.gateway import Accepted, NotSent, Outcome, Outgoing, Rejected, Unknown
from core.models import Campaign, SignInCode
from core.people import codes
from core.people.texting_codes import text_due
from tests.factories import NOON
from tests.fakes import FakeGateway


class Carrier(FakeGateway):
    """A carrier that answers as told."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome

    def send(self, text: Outgoing) -> Outcome:
        self.sent.append(text)
        return self.outcome


@pytest.fixture
def code(session: Session, campaign: Campaign) -> SignInCode:
    issued = codes.issue(session, campaign.id, "+12125550177", now=NOON)
    session.commit()
    return issued


def run(database: Database, carrier: Carrier, now: datetime = NOON) -> SignInCode:
    text_due(database, carrier, clock=lambda: now)
    with database.readers() as session:
        return session.scalars(select(SignInCode)).one()


def test_a_code_is_texted_once_and_then_forgotten(database: Database, code: SignInCode) -> None:
    carrier, clear = Carrier(Accepted("SM1", "queued")), code.code

    run(database, carrier)
    kept = run(database, carrier)

    assert [f"{clear} is your Riverside for All sign-in code."] == [text.body for text in carrier.sent]
    assert "MG" + "0" * 32 == carrier.sent[0].sender
    assert ("sent", None) == (kept.state, kept.code)


@pytest.mark.parametrize(
    ("outcome", "state"), [(Rejected("21610"), "failed"), (Unknown("timed out"), "unknown")]
)
def test_a_refused_or_doubtful_code_is_never_texted_again(
    database: Database, code: SignInCode, outcome: Outcome, state: str
) -> None:
    carrier = Carrier(outcome)

    run(database, carrier)
    kept = run(database, carrier)

    assert 1 == len(carrier.sent)
    assert (state, None) == (kept.state, kept.code)


def test_a_code_that_never_left_is_tried_until_it_is_too_old(database: Database, code: SignInCode) -> None:
    carrier = Carrier(NotSent("no network"))

    assert "queued" == run(database, carrier).state
    assert "queued" == run(database, carrier, NOON + timedelta(minutes=5)).state
    kept = run(database, carrier, NOON + timedelta(minutes=10))

    assert 2 == len(carrier.sent)
    assert ("failed", None) == (kept.state, kept.code)


def test_a_worker_that_died_during_the_call_leaves_a_doubtful_code(
    database: Database, session: Session, code: SignInCode
) -> None:
    code.state, code.attempted_at = "sending", NOON
    session.commit()
    carrier = Carrier(Accepted("SM1", "queued"))

    assert "sending" == run(database, carrier, NOON + timedelta(minutes=1)).state
    assert "unknown" == run(database, carrier, NOON + timedelta(minutes=3)).state
    assert [] == carrier.sent

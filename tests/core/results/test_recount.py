"""What conversations carry can be proven; what is wrong is found and named."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy.orm import Session

from core.contacts.opting_out import lift, opt_out
from core.conversations.sending import send_initial
from core.db import Sessions
from core.models import Action, Campaign, Contact, Conversation, User
from core.results.recount import Difference, recount
from tests.core.results.histories import HISTORIES, History, write
from tests.core.results.test_counting import an_action
from tests.factories import NOON


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=HISTORIES)
def test_whatever_happens_the_counters_agree(sessions: Sessions, histories: list[History]) -> None:
    with sessions() as session:
        action, volunteers = an_action(session)
        write(session, action, histories, volunteers)
        found = recount(session, action.campaign_id)
        session.rollback()

    assert [] == found


@pytest.mark.parametrize(
    ("column", "wrong", "kept", "counted"),
    [
        ("reply_count", 7, "7", "1"),
        ("last_direction", "out", "out", "in"),
        ("attention_since", None, "False", "True"),
        ("initial_at", None, "None", str(NOON + timedelta(minutes=1))),
        ("reported_at", NOON, str(NOON), "None"),
        ("opted_out_at", NOON, "True", "False"),
        ("last_message_at", NOON, str(NOON), str(NOON + timedelta(minutes=2))),
        ("last_inbound_at", None, "None", str(NOON + timedelta(minutes=2))),
    ],
)
def test_a_wrong_counter_is_found(
    session: Session,
    campaign: Campaign,
    action: Action,
    jo: User,
    column: str,
    wrong: Any,
    kept: str,
    counted: str,
) -> None:
    write(session, action, [History("delivered", False, False, ("reply",))], [jo])
    conversation = session.query(Conversation).order_by(Conversation.id.desc()).first()
    assert conversation
    assert [] == recount(session, campaign.id)
    setattr(conversation, column, wrong)
    session.flush()

    assert Difference(conversation.id, column, kept, counted) in recount(session, campaign.id)


def test_it_says_so_in_a_sentence() -> None:
    assert "Conversation 7: reply_count is 2, counted 1." == str(Difference(7, "reply_count", "2", "1"))


def test_a_press_a_stop_and_a_return_leave_no_difference(
    session: Session, campaign: Campaign, conversation: Conversation, pat: Contact, jo: User
) -> None:
    send_initial(session, conversation.id, by=jo, key="k", now=NOON)
    assert [] == recount(session, campaign.id)
    opt_out(session, campaign.id, pat.phone, route="admin", at=NOON, conversation=conversation)
    session.flush()
    assert [] == recount(session, campaign.id)
    lift(session, campaign.id, pat.phone, at=NOON)
    session.flush()
    assert [] == recount(session, campaign.id)

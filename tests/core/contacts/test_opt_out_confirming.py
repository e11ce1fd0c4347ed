"""A stop is confirmed by one text, in time, where the carrier does not; nothing else slips through."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from core.contacts.opt_out_confirming import wording
from core.contacts.opting_out import is_opted_out, lift, opt_out
from core.conversations import reporting, stopping
from core.conversations.receiving import receive
from core.conversations.sending import send_initial, send_reply
from core.db import Database
from core.delivery.sending.outbox import deliver
from core.models import Action, Campaign, Contact, Conversation, Message, OptOut, ScriptTag, User
from core.results.recount import recount
from tests import factories
from tests.core.delivery.kit import SERVICE
from tests.factories import NOON
from tests.fakes import FakeGateway

PAT = "+12125550111"
SOON = NOON + timedelta(minutes=1)
USUAL = "You are opted out and will get no more texts from Riverside for All. Reply START to come back."

Hear = Callable[..., None]
Run = Callable[[datetime], list[str]]


@pytest.fixture
def texted(session: Session, conversation: Conversation, jo: User) -> Conversation:
    """Pat was texted by Jo, and the carrier has it."""
    send_initial(session, conversation.id, by=jo, key="first", now=NOON)
    session.commit()
    return conversation


@pytest.fixture
def run(database: Database, session: Session, texted: Conversation) -> Run:
    """Send what is due and return the texts, the first one left out."""
    gateway = FakeGateway()
    deliver(database, gateway, clock=lambda: NOON)

    def work(now: datetime) -> list[str]:
        session.commit()
        deliver(database, gateway, clock=lambda: now)
        session.expire_all()
        return [text.body for text in gateway.sent[1:]]

    return work


@pytest.fixture
def hear(session: Session) -> Hear:
    """Let Pat write."""

    def write(body: str, at: datetime = SOON, **more: str) -> None:
        form = {
            "MessageSid": f"SM{body}{at}",
            "From": PAT,
            "To": "+13125550170",
            "Body": body,
            "NumSegments": "1",
        }
        receive(session, form | {"MessagingServiceSid": SERVICE, "NumMedia": "0"} | more, now=at)
        session.commit()

    return write


def automatic(session: Session) -> list[tuple[str, str | None]]:
    session.expire_all()
    texts = session.scalars(select(Message).filter_by(kind="automatic").order_by(Message.id))
    return [(text.state, text.code) for text in texts]


@pytest.mark.parametrize("words", ["Stop please", "No más!", "remove me", "STOP."])
def test_words_that_the_carrier_does_not_know_are_confirmed_once(
    session: Session, run: Run, hear: Hear, words: str
) -> None:
    hear(words)
    hear("no more", at=SOON + timedelta(seconds=5))

    assert [USUAL] == run(SOON + timedelta(seconds=10))
    assert [USUAL] == run(SOON + timedelta(seconds=20))
    assert [("accepted", None)] == automatic(session)


def test_a_confirmation_that_cannot_be_judged_leaves_the_stop_in_force(
    session: Session, campaign: Campaign, run: Run, hear: Hear
) -> None:
    campaign.replies_until = 10**9  # no calendar has that hour
    session.commit()

    with capture_logs() as logs:
        hear("Stop please")

    assert [] == run(SOON)
    assert is_opted_out(session, campaign.id, PAT)
    assert ["confirmation_not_judged"] == [each["event"] for each in logs]


@pytest.mark.parametrize("words", ["STOP", "stop", " Unsubscribe ", "STOPALL", "optout", "Revoke"])
def test_the_carriers_own_words_are_left_to_it(run: Run, hear: Hear, words: str) -> None:
    hear(words)

    assert [] == run(SOON)


def test_what_the_carrier_took_for_a_stop_it_confirmed(run: Run, hear: Hear) -> None:
    hear("Baja", OptOutType="STOP")

    assert [] == run(SOON)


def test_it_is_no_follow_up_and_the_counters_agree(
    session: Session, run: Run, hear: Hear, texted: Conversation
) -> None:
    hear("remove me")
    run(SOON)

    (text,) = session.scalars(select(Message).filter_by(kind="automatic"))
    assert (None, texted.id, PAT) == (text.sender_id, text.conversation_id, text.their_number)
    assert [] == recount(session, texted.campaign_id)


def test_after_five_minutes_it_is_dropped(session: Session, run: Run, hear: Hear) -> None:
    hear("remove me")

    assert [] == run(SOON + timedelta(minutes=5, seconds=1))
    assert [("refused", "confirmation_late")] == automatic(session)


def test_the_carrier_may_hold_it_no_longer_than_that(
    database: Database, session: Session, texted: Conversation, hear: Hear
) -> None:
    gateway = FakeGateway()
    hear("remove me")
    deliver(database, gateway, clock=lambda: SOON + timedelta(minutes=1))

    assert [USUAL] == [text.body for text in gateway.sent if (text.validity or 9999) <= 240]


def test_a_campaign_may_want_none(session: Session, run: Run, hear: Hear, campaign: Campaign) -> None:
    campaign.confirms_stops = False
    hear("remove me")

    assert [] == run(SOON)
    assert [] == automatic(session)


def test_a_campaign_may_say_it_in_its_own_words(run: Run, hear: Hear, campaign: Campaign) -> None:
    campaign.stop_confirmation = " Riverside won’t text you again. "
    hear("remove me")

    assert ["Riverside won't text you again."] == run(SOON)


def test_outside_the_hours_of_replies_there_is_none(session: Session, run: Run, hear: Hear) -> None:
    late = NOON.replace(hour=3) + timedelta(days=1)  # eleven in the evening in New York
    hear("remove me", at=late)

    assert [] == run(late)
    assert [] == automatic(session)


def test_one_that_waits_until_the_hours_end_is_dropped(session: Session, run: Run, hear: Hear) -> None:
    nearly = NOON.replace(hour=0, minute=59) + timedelta(days=1)
    hear("remove me", at=nearly)

    assert [] == run(nearly + timedelta(minutes=2))
    assert [("refused", "outside_hours")] == automatic(session)


def test_a_volunteers_press_in_answer_to_somebody_is_confirmed(
    session: Session, run: Run, hear: Hear, texted: Conversation, jo: User
) -> None:
    hear("Who gave you my number?")
    for _ in range(2):
        stopping.stop(session, texted.id, by=jo, key="stop", now=SOON + timedelta(minutes=2))
    stopping.stop(session, texted.id, by=jo, key="again", now=SOON + timedelta(minutes=3))

    assert [USUAL] == run(SOON + timedelta(minutes=4))
    kept = session.scalars(select(OptOut)).one()
    assert ("volunteer", "Who gave you my number?", "stop") == (kept.route, kept.words, kept.client_key)


@pytest.mark.parametrize("minutes", [6, 60])
def test_a_press_long_after_the_request_is_not(
    session: Session, run: Run, hear: Hear, texted: Conversation, jo: User, minutes: int
) -> None:
    hear("Who gave you my number?")
    then = SOON + timedelta(minutes=minutes)
    stopping.stop(session, texted.id, by=jo, key="stop", now=then)

    assert [] == run(then)


def test_nor_is_one_that_nobody_asked_for(session: Session, run: Run, texted: Conversation, jo: User) -> None:
    stopping.stop(session, texted.id, by=jo, key="stop", now=SOON)

    assert [] == run(SOON)
    assert "" == session.scalars(select(OptOut.words)).one()


def test_an_old_page_does_not_stop_somebody_who_came_back(
    session: Session, hear: Hear, texted: Conversation, jo: User
) -> None:
    hear("Leave me alone")
    stopping.stop(session, texted.id, by=jo, key="stop", now=SOON)
    hear("START", at=SOON + timedelta(minutes=1))
    stopping.stop(session, texted.id, by=jo, key="stop", now=SOON + timedelta(minutes=2))

    assert texted.opted_out_at is None


def test_an_opt_out_by_an_admin_is_not_confirmed(
    run: Run, session: Session, campaign: Campaign, maya: User
) -> None:
    opt_out(session, campaign.id, PAT, route="admin", at=SOON, by=maya)

    assert [] == run(SOON)


def test_an_opt_out_tag_on_a_report_is(
    session: Session, run: Run, hear: Hear, texted: Conversation, action: Action, jo: User
) -> None:
    tag = factories.tag(session, action.campaign_id, "Never again", on=action, opt_out=True)
    hear("Leave me alone")
    form: dict[str, Any] = {"tags": {tag.id: True}, "fields": {}}
    reporting.file_report(session, texted.id, by=jo, key="r", now=SOON + timedelta(minutes=1), **form)

    assert [USUAL] == run(SOON + timedelta(minutes=2))


@pytest.fixture
def sorry(session: Session, action: Action) -> int:
    """A response that opts out by being sent."""
    script = factories.script(session, action, "response", "Sorry, we will not text you again.", name="Sorry")
    tag = factories.tag(session, action.campaign_id, "Never again", on=action, opt_out=True)
    session.add(ScriptTag(script_id=script.id, tag_id=tag.id))
    session.flush()
    return script.id


def test_a_response_that_opts_out_is_the_confirmation_and_then_all_stops(
    session: Session, run: Run, hear: Hear, texted: Conversation, jo: User, sorry: int
) -> None:
    hear("Leave me alone")
    then = SOON + timedelta(hours=1)
    send_reply(session, texted.id, by=jo, body="One more thing", key="before", now=then)
    send_reply(session, texted.id, by=jo, body="Sorry, bye.", key="sorry", now=then, script_id=sorry)

    assert ["Sorry, bye."] == run(then)
    assert [] == automatic(session)
    assert ["opted_out"] == session.scalars(select(Message.code).filter_by(state="refused")).all()
    assert [] == recount(session, texted.campaign_id)


def test_a_response_that_did_not_leave_in_time_does_not_leave(
    session: Session, run: Run, hear: Hear, texted: Conversation, jo: User, sorry: int
) -> None:
    hear("Leave me alone")
    send_reply(session, texted.id, by=jo, body="Sorry, bye.", key="sorry", now=SOON, script_id=sorry)

    assert [] == run(SOON + timedelta(minutes=6))


def test_nothing_else_slips_through(
    session: Session, run: Run, hear: Hear, texted: Conversation, pat: Contact
) -> None:
    """Whatever else is in the queue for this phone, of whatever kind, the claim refuses."""
    hear("remove me")
    for number, kind in enumerate(["automatic", "follow_up", "initial"]):
        session.add(
            Message(
                campaign_id=pat.campaign_id,
                conversation_id=texted.id,
                action_id=texted.action_id,
                contact_id=pat.id,
                direction="out",
                kind=kind,
                their_number=PAT,
                body=f"Slip {number}",
                state="queued",
                client_key=f"slip-{number}",
                created_at=SOON,
            )
        )

    assert [USUAL] == run(SOON)
    assert {"opted_out"} == set(session.scalars(select(Message.code).where(Message.body.like("Slip%"))))


def test_who_came_back_is_not_told_that_they_are_out(session: Session, run: Run, hear: Hear) -> None:
    hear("remove me")
    hear("START", at=SOON + timedelta(seconds=5))

    assert [] == run(SOON + timedelta(seconds=6))
    assert [("refused", "confirmation_late")] == automatic(session)


def test_who_comes_back_and_stops_again_is_told_again(
    session: Session, run: Run, hear: Hear, campaign: Campaign
) -> None:
    hear("remove me")
    run(SOON)
    lift(session, campaign.id, PAT, at=SOON + timedelta(minutes=1))
    hear("no more", at=SOON + timedelta(minutes=2))

    assert [USUAL, USUAL] == run(SOON + timedelta(minutes=2))


def test_the_usual_words_are_one_text_in_plain_letters(campaign: Campaign) -> None:
    assert USUAL == wording(campaign)


def test_wrong_number_opts_out_where_its_tag_does(
    session: Session, hear: Hear, texted: Conversation, action: Action
) -> None:
    factories.tag(session, action.campaign_id, "Wrong number", opt_out=True)
    hear("Wrong number!")

    assert ["tag"] == session.scalars(select(OptOut.route)).all()
    assert texted.opted_out_at

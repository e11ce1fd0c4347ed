"""What was pressed is sent once, with every check made again, and what came of it is kept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.contacts.opting_out import is_opted_out, opt_out
from core.conversations.sending import send_initial, send_reply
from core.db import Database
from core.delivery.endings.statuses import hear
from core.delivery.gateway import Accepted, NotSent, Outgoing, Rejected, Unknown
from core.delivery.sending.claiming import claim
from core.delivery.sending.hands import send
from core.delivery.sending.keeping import keep
from core.delivery.sending.outbox import deliver
from core.models import Action, Contact, ContactList, Conversation, Message, SendingService, User
from tests import factories
from tests.core.delivery.kit import SERVICE
from tests.factories import NOON
from tests.fakes import FakeGateway

Stands = Callable[[Message], tuple[str, str | None, str | None]]


def run(database: Database, gateway: FakeGateway, *, after: timedelta = timedelta(0)) -> int:
    return deliver(database, gateway, clock=lambda: NOON + after)


def test_a_queued_text_is_sent_once(
    database: Database, session: Session, gateway: FakeGateway, pressed: Message
) -> None:
    assert 1 == run(database, gateway)
    assert 0 == run(database, gateway)

    session.expire_all()
    (sent,) = gateway.sent
    assert ("accepted", sent.attempt, "SM" + "0" * 31 + "1") == (
        pressed.state,
        pressed.attempt,
        pressed.carrier_sid,
    )
    assert (pressed.their_number, pressed.body, SERVICE, None) == (
        sent.to,
        sent.body,
        sent.sender,
        sent.our_number,
    )


def test_the_carrier_may_hold_it_for_four_hours_or_until_the_hours_end(
    database: Database, gateway: FakeGateway, session: Session, conversation: Conversation, jo: User
) -> None:
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    session.commit()
    run(database, gateway)
    send_reply(session, conversation.id, by=jo, body="Hi", key="k2", now=NOON + timedelta(hours=6))
    send_reply(session, conversation.id, by=jo, body="Ho", key="k3", now=NOON + timedelta(hours=6))
    session.commit()
    run(database, gateway, after=timedelta(hours=6))

    assert [4 * 3600, 3570, 3570] == [text.validity for text in gateway.sent]


def test_a_person_hears_from_one_number(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message, jo: User
) -> None:
    run(database, gateway)
    hear(session, gateway.sent[0].attempt, _callback("sent", From="+13125550171"), now=NOON)
    assert pressed.conversation_id
    send_reply(session, pressed.conversation_id, by=jo, body="Hi", key="k2", now=NOON)
    session.commit()
    run(database, gateway)

    assert [None, "+13125550171"] == [text.our_number for text in gateway.sent]


def test_a_number_that_is_gone_is_not_insisted_on(gateway: FakeGateway) -> None:
    gateway.outcomes = [Rejected("21606")]

    outcome = send(gateway, Outgoing("a1", "+12125550111", "Hi", SERVICE, our_number="+13125550171"))

    assert isinstance(outcome, Accepted)
    assert ["+13125550171", None] == [text.our_number for text in gateway.sent]


def test_a_stop_between_press_and_claim_wins(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message, stands: Stands
) -> None:
    session.execute(update(Message).values(contact_id=None))  # as if the stop had not seen it
    opt_out(session, pressed.campaign_id, pressed.their_number, route="keyword", at=NOON)
    session.commit()

    run(database, gateway)

    assert [] == gateway.sent
    assert ("refused", "safeguard", "opted_out") == stands(pressed)


def test_a_pause_between_press_and_claim_gives_the_contact_back(
    database: Database,
    gateway: FakeGateway,
    session: Session,
    pressed: Message,
    action: Action,
    conversation: Conversation,
    jo: User,
    stands: Stands,
) -> None:
    action.state = "paused"
    session.commit()

    run(database, gateway)

    assert ("refused", "safeguard", "action_not_running") == stands(pressed)
    assert [] == gateway.sent
    assert conversation.initial_at is None
    action.state = "published"
    assert (
        "queued"
        == factories.queued(session, send_initial(session, conversation.id, by=jo, key="k2", now=NOON)).state
    )


def test_hours_that_end_between_press_and_claim_are_kept(
    database: Database, gateway: FakeGateway, pressed: Message, stands: Stands
) -> None:
    run(database, gateway, after=timedelta(hours=7))

    assert ("refused", "safeguard", "outside_hours") == stands(pressed)


def test_of_two_actions_at_once_the_first_may_go(
    database: Database,
    gateway: FakeGateway,
    session: Session,
    pressed: Message,
    voters: ContactList,
    pat: Contact,
    jo: User,
    stands: Stands,
) -> None:
    other = factories.action(session, voters, contacts=[pat], title="Second action")
    theirs = factories.held(session, other, pat, jo)
    second = factories.queued(
        session, send_initial(session, theirs.id, by=jo, key="k2", now=NOON + timedelta(hours=6))
    )
    second.created_at = NOON
    session.commit()

    run(database, gateway)

    assert "accepted" == stands(pressed)[0]
    assert ("refused", "safeguard", "recently_texted") == stands(second)


def test_refusals_do_not_hold_up_the_rest(
    database: Database, gateway: FakeGateway, session: Session, action: Action, lee: Contact, jo: User
) -> None:
    held = factories.held(session, action, lee, jo)
    blocked = factories.queued(session, send_initial(session, held.id, by=jo, key="k1", now=NOON))
    lee.undeliverable = "landline"
    session.commit()

    with database.sessions.begin() as other:
        assert [] == claim(other, action.campaign_id, now=NOON, limit=1)

    session.expire_all()
    assert "refused" == blocked.state
    assert held.initial_at is not None


def test_what_was_not_sent_waits_and_goes_again(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message
) -> None:
    gateway.outcomes = [NotSent("too many requests")]
    run(database, gateway)

    session.expire_all()
    assert ("queued", None, 1, "too many requests") == (
        pressed.state,
        pressed.attempt,
        pressed.tries,
        pressed.problem,
    )
    assert pressed.due_at is not None
    assert NOON + timedelta(seconds=1) <= pressed.due_at <= NOON + timedelta(seconds=1.5)
    assert 0 == run(database, gateway)
    assert 1 == run(database, gateway, after=timedelta(seconds=2))
    assert 2 == len({text.attempt for text in gateway.sent})


def test_the_carrier_may_say_how_long_to_wait(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message
) -> None:
    gateway.outcomes = [NotSent("too many requests", retry_after=30)]
    run(database, gateway)

    session.expire_all()
    assert NOON + timedelta(seconds=30) == pressed.due_at


def test_an_unknown_text_is_never_sent_again(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message, stands: Stands
) -> None:
    gateway.outcomes = [Unknown("answered 500")]
    run(database, gateway)
    for hours in range(5):
        run(database, gateway, after=timedelta(hours=hours))

    assert ("unknown", None, None) == stands(pressed)
    assert 1 == len(gateway.sent)


def test_a_refusal_is_kept_with_its_bucket_and_shown(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message, jo: User, stands: Stands
) -> None:
    version = jo.inbox_version
    gateway.outcomes = [Rejected("21612", "no route")]
    run(database, gateway)

    assert ("failed", "number", "21612") == stands(pressed)
    assert ("no route", NOON) == (pressed.problem, pressed.finished_at)
    assert version < jo.inbox_version


@pytest.mark.parametrize(("code", "why"), [("21614", "bad_number"), ("21635", "landline")])
def test_a_number_that_gets_no_texts_is_remembered(
    database: Database,
    gateway: FakeGateway,
    session: Session,
    pressed: Message,
    pat: Contact,
    code: str,
    why: str,
) -> None:
    gateway.outcomes = [Rejected(code)]
    run(database, gateway)

    session.expire_all()
    assert why == pat.undeliverable


def test_a_stop_that_only_the_carrier_knew_is_kept_here_too(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message, stands: Stands
) -> None:
    gateway.outcomes = [Rejected("21610", "unsubscribed")]
    run(database, gateway)

    assert ("failed", "wish", "21610") == stands(pressed)
    assert is_opted_out(session, pressed.campaign_id, pressed.their_number)


def test_a_callback_before_the_answer_stays(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message, stands: Stands
) -> None:
    with database.sessions.begin() as other:
        (text,) = claim(other, pressed.campaign_id, now=NOON, limit=10)
    hear(session, text.attempt, _callback("delivered", sid="SMearly"), now=NOON)
    session.commit()

    keep(database, [(text, Accepted("SMearly", "accepted"))], now=NOON)

    assert ("delivered", None, None) == stands(pressed)
    assert "SMearly" == pressed.carrier_sid


def test_a_text_of_an_action_without_a_sender_waits_for_one(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message, stands: Stands
) -> None:
    session.delete(session.scalars(select(SendingService)).one())
    session.commit()

    run(database, gateway)

    assert ("refused", "safeguard", "service_not_ready") == stands(pressed)


def test_two_workers_on_one_queue_send_each_text_once(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        _many_pressed(session, 120)
    gateway = FakeGateway()

    with ThreadPoolExecutor(3) as workers:
        handed = list(workers.map(lambda _: run(own_database, gateway), range(3)))

    assert 120 == sum(handed) == len(gateway.sent) == len({text.to for text in gateway.sent})
    with own_database.readers() as session:
        assert {"accepted"} == set(session.scalars(select(Message.state)))


def _many_pressed(session: Session, count: int) -> None:
    campaign = factories.campaign(session)
    jo = factories.user(session, campaign, "Jo Park")
    voters = factories.contact_list(session, campaign, "Voters")
    people = [factories.contact(session, voters, f"P{n}", f"+1212556{n:04}") for n in range(count)]
    action = factories.action(session, voters, contacts=people, audience=[jo])
    for person in people:
        held = factories.held(session, action, person, jo)
        send_initial(session, held.id, by=jo, key=f"k{person.id}", now=NOON)


def _callback(status: str, sid: str = "SM" + "0" * 31 + "1", **more: str) -> dict[str, str]:
    return {"MessageSid": sid, "MessageStatus": status, **more}


def test_a_process_that_is_to_end_claims_nothing_more(
    database: Database, session: Session, gateway: FakeGateway, pressed: Message
) -> None:
    assert 0 == deliver(database, gateway, clock=lambda: NOON, stopping=lambda: True)

    session.expire_all()
    assert ("queued", []) == (pressed.state, gateway.sent)

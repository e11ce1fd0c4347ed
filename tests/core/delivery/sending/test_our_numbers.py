"""A person hears from a number with a preferred area code, from that one ever after, and never twice."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversations.sending import send_initial, send_reply
from core.db import Database
from core.delivery.endings.statuses import hear
from core.delivery.gateway import Gateway, Rejected, Unknown
from core.delivery.sending.outbox import deliver
from core.delivery.twilio.sending import TwilioGateway
from core.models import Action, Campaign, Contact, ContactList, Message, SendingService, User
from tests import factories
from tests.core.delivery.kit import settings_of, twilio_stand_in
from tests.factories import NOON
from tests.fakes import FakeGateway

NEAR, FAR = "+16145550101", "+13125550170"


@pytest.fixture(autouse=True)
def preferring(session: Session, campaign: Campaign) -> Campaign:
    """The campaign prefers 614, where its service has one number of two."""
    campaign.area_codes = ["614"]
    service = session.scalars(select(SendingService)).one()
    service.numbers, service.numbers_at = [FAR, NEAR], NOON
    session.commit()
    return campaign


def run(database: Database, gateway: Gateway) -> int:
    return deliver(database, gateway, clock=lambda: NOON)


def reply(session: Session, pressed: Message, jo: User, key: str = "k2") -> None:
    assert pressed.conversation_id
    send_reply(session, pressed.conversation_id, by=jo, body="Hi", key=key, now=NOON)
    session.commit()


def left_from(gateway: FakeGateway) -> list[str | None]:
    return [text.our_number for text in gateway.sent]


def test_a_first_text_leaves_from_a_preferred_number(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message
) -> None:
    run(database, gateway)

    session.expire_all()
    assert [NEAR] == left_from(gateway)
    assert NEAR == pressed.our_number


def test_whoever_knows_another_number_keeps_hearing_from_it(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message, pat: Contact
) -> None:
    session.add(
        Message(
            campaign_id=pat.campaign_id, contact_id=pat.id, direction="in", kind="inbound", body="Hello",
            their_number=pat.phone, our_number=FAR, state="received", created_at=NOON,
        )
    )  # fmt: skip
    session.commit()
    run(database, gateway)

    assert [FAR] == left_from(gateway)


def test_later_texts_leave_from_the_same_number_whatever_is_preferred_then(
    database: Database, gateway: FakeGateway, session: Session, campaign: Campaign, pressed: Message, jo: User
) -> None:
    run(database, gateway)
    campaign.area_codes = ["312"]
    reply(session, pressed, jo)
    run(database, gateway)

    assert [NEAR, NEAR] == left_from(gateway)


def test_two_actions_at_once_use_one_number(
    database: Database,
    gateway: FakeGateway,
    session: Session,
    campaign: Campaign,
    pressed: Message,
    voters: ContactList,
    pat: Contact,
    jo: User,
) -> None:
    campaign.lock_hours, campaign.area_codes = 0, ["614", "312"]
    other = factories.action(session, voters, contacts=[pat], title="Second action")
    send_initial(session, factories.held(session, other, pat, jo).id, by=jo, key="k2", now=NOON)
    session.commit()
    run(database, gateway)

    assert 2 == len(gateway.sent)
    assert 1 == len(set(left_from(gateway)))


def test_contacts_are_spread_over_the_preferred_numbers(
    database: Database,
    gateway: FakeGateway,
    session: Session,
    campaign: Campaign,
    pressed: Message,
    action: Action,
    lee: Contact,
    jo: User,
) -> None:
    campaign.area_codes = ["614", "312"]
    send_initial(session, factories.held(session, action, lee, jo).id, by=jo, key="k2", now=NOON)
    session.commit()
    run(database, gateway)

    assert {NEAR, FAR} == set(left_from(gateway))


@pytest.mark.parametrize("codes", [[], ["937"]])
def test_without_such_a_number_twilio_chooses(
    database: Database,
    gateway: FakeGateway,
    session: Session,
    campaign: Campaign,
    pressed: Message,
    codes: list[str],
) -> None:
    campaign.area_codes = codes
    session.commit()
    run(database, gateway)

    assert [None] == left_from(gateway)


def test_a_campaign_with_a_single_number_texts_from_it(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message
) -> None:
    service = session.scalars(select(SendingService)).one()
    service.messaging_service_sid, service.from_number = None, FAR
    session.commit()
    run(database, gateway)

    assert [(FAR, None)] == [(text.sender, text.our_number) for text in gateway.sent]


@pytest.mark.parametrize("code", ["21606", "21711", "21712"])
def test_a_number_that_left_the_service_is_tried_once_and_twilio_chooses(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message, jo: User, code: str
) -> None:
    gateway.outcomes = [Rejected(code, "not of this service")]
    run(database, gateway)
    assert [NEAR, None] == left_from(gateway)
    assert 1 == len(gateway.carried)

    told = {"MessageSid": "SM" + "0" * 31 + "1", "MessageStatus": "sent", "From": FAR}
    hear(session, gateway.sent[0].attempt, told, now=NOON)
    reply(session, pressed, jo)
    run(database, gateway)

    assert [NEAR, None, FAR] == left_from(gateway)


def test_when_nobody_knows_what_came_of_the_second_call_there_is_no_third(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message
) -> None:
    gateway.outcomes = [Rejected("21711"), Unknown("answered 500")]
    run(database, gateway)
    run(database, gateway)

    session.expire_all()
    assert ("unknown", 2) == (pressed.state, len(gateway.sent))


def test_no_answer_from_a_preferred_number_is_not_a_refusal(
    database: Database, gateway: FakeGateway, session: Session, pressed: Message
) -> None:
    gateway.outcomes = [Unknown("answered 500")]
    run(database, gateway)
    run(database, gateway)

    session.expire_all()
    assert ("unknown", [NEAR]) == (pressed.state, left_from(gateway))


def test_through_twilios_own_client_a_number_that_is_gone_makes_one_text(
    database: Database, session: Session, pressed: Message
) -> None:
    twilio = twilio_stand_in()
    run(database, TwilioGateway(settings_of(twilio), twilio.http_client()))
    twilio.deliver_all()

    session.expire_all()
    (text,) = twilio.sent
    assert [text.body] == [bubble.body for bubble in twilio.received]
    assert text.sender in twilio.account.numbers
    assert ("accepted", text.sid) == (pressed.state, pressed.carrier_sid)

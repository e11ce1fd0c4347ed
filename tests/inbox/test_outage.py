"""The server was down for an hour: Twilio gave its webhooks up long ago, and still a stop is a stop."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.opting_out import is_opted_out
from core.conversations.backfilling import backfill, catch_up
from core.conversations.sending import send_initial, send_reply
from core.db import Database
from core.delivery.sending.outbox import deliver
from core.delivery.twilio import TwilioGateway
from core.models import Contact, Conversation, MediaFile, Message, User
from inbox.app import make_app
from sandbox.twilio import Attachment, ManualClock, TwilioStandIn
from sandbox.twilio.transports import Answer, NoConnection, Transport, wsgi
from tests.core.delivery.kit import settings_of, twilio_stand_in
from tests.factories import NOON


@dataclass
class Line:
    """The way from Twilio to the app.

    Attributes:
        is_cut: whether nobody listens at its end.
    """

    is_cut: bool = False
    way: list[Transport] = field(default_factory=list)

    def __call__(
        self, address: str, form: Mapping[str, str], headers: Mapping[str, str], timeout: tuple[float, float]
    ) -> Answer:
        if self.is_cut:
            raise NoConnection("refused")
        return self.way[0](address, form, headers, timeout)


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def twilio(line: Line) -> TwilioStandIn:
    return twilio_stand_in(transport=line, clock=ManualClock(NOON))


@pytest.fixture
def gateway(twilio: TwilioStandIn) -> TwilioGateway:
    return TwilioGateway(settings_of(twilio), twilio.http_client())


@pytest.fixture
def app(twilio: TwilioStandIn, line: Line, database: Database) -> Flask:
    made = make_app(settings_of(twilio), database, clock=twilio.clock.now)
    line.way.append(wsgi(made))
    return made


@pytest.fixture
def texted(
    session: Session,
    database: Database,
    gateway: TwilioGateway,
    twilio: TwilioStandIn,
    app: Flask,
    conversation: Conversation,
    jo: User,
) -> Conversation:
    """Pat has Jo's first text."""
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    session.commit()
    deliver(database, gateway, clock=twilio.clock.now)
    twilio.deliver_all()
    session.expire_all()
    return conversation


@pytest.mark.parametrize("words", ["STOP", "Alto"])
def test_what_was_said_meanwhile_counts_before_anything_is_sent(
    session: Session,
    database: Database,
    gateway: TwilioGateway,
    twilio: TwilioStandIn,
    line: Line,
    texted: Conversation,
    pat: Contact,
    jo: User,
    words: str,
) -> None:
    now = twilio.clock.now
    backfill(database, gateway, clock=now)
    waiting = send_reply(session, texted.id, by=jo, body="Are you there?", key="k2", now=now())
    session.commit()
    line.is_cut = True
    twilio.advance(600)
    twilio.phone(pat.phone).reply(words)
    said_at = now()
    twilio.advance(3600)
    assert {11200} == {alert.code for alert in twilio.alerts}
    assert not is_opted_out(session, pat.campaign_id, pat.phone)

    line.is_cut = False
    catch_up(database, gateway, clock=now)
    deliver(database, gateway, clock=now)

    session.expire_all()
    assert is_opted_out(session, pat.campaign_id, pat.phone)
    assert ("refused", "opted_out") == session.execute(
        select(Message.state, Message.code).where(Message.id == waiting.id)
    ).one()
    heard = session.scalars(select(Message).filter_by(direction="in")).one()
    assert (words, said_at.replace(microsecond=0)) == (heard.body, heard.created_at)
    assert 0 == backfill(database, gateway, clock=now)
    assert "Are you there?" not in twilio.phone(pat.phone).texts


def test_a_picture_sent_meanwhile_is_there_too(
    session: Session,
    database: Database,
    gateway: TwilioGateway,
    twilio: TwilioStandIn,
    line: Line,
    texted: Conversation,
    pat: Contact,
) -> None:
    line.is_cut = True
    reply = twilio.phone(pat.phone).reply("Look", files=[Attachment("image/png", b"a cat")])
    twilio.advance(60)

    backfill(database, gateway, clock=twilio.clock.now)

    row = session.scalars(select(MediaFile)).one()
    assert (reply.media[0], "image/png", "waiting") == (row.url, row.content_type, row.state)

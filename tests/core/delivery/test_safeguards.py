"""Every safeguard stops a text twice: at the press, and at the claim when it came up between the two.

The tests walk the table, so that a new safeguard fails them until its trouble stands here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from core.conversations.sending import send_initial, send_reply
from core.conversations.stopping import stop
from core.delivery.endings.outcomes import BUCKETS, TABLE, Bucket
from core.delivery.safeguards import SAFEGUARDS, Safeguard
from core.delivery.sending.claiming import claim
from core.models import (
    Action,
    Campaign,
    Contact,
    ContactList,
    Conversation,
    Message,
    OptOut,
    SendingService,
    User,
)
from tests import factories
from tests.factories import NOON


@dataclass
class World:
    """Jo, about to text Pat for the first time, or having just done so."""

    session: Session
    campaign: Campaign
    action: Action
    conversation: Conversation
    pat: Contact
    jo: User
    elsewhere: Message

    @property
    def service(self) -> SendingService:
        return self.session.scalars(select(SendingService)).one()


@pytest.fixture
def world(
    session: Session,
    campaign: Campaign,
    action: Action,
    voters: ContactList,
    conversation: Conversation,
    pat: Contact,
    jo: User,
) -> World:
    other = factories.action(session, voters, contacts=[pat], audience=[jo], title="Last week's")
    held = factories.held(session, other, pat, jo)
    sent = send_initial(session, held.id, by=jo, key="earlier", now=NOON - timedelta(days=7))
    earlier = session.get_one(Message, sent.id)
    earlier.state = "delivered"
    session.commit()
    return World(session, campaign, action, conversation, pat, jo, earlier)


def pressed(world: World) -> Message:
    """Return Jo's text to Pat, committed and queued."""
    queued = send_initial(world.session, world.conversation.id, by=world.jo, key="k1", now=NOON)
    world.session.commit()
    return world.session.get_one(Message, queued.id)


def opted_out(world: World) -> datetime:
    row = {"campaign_id": world.campaign.id, "phone": world.pat.phone, "at": NOON, "route": "import"}
    world.session.add(OptOut(**row))
    return NOON


def undeliverable(world: World) -> datetime:
    world.pat.undeliverable = "landline"
    return NOON


def too_long(world: World) -> datetime:
    world.campaign.most_segments = 0
    return NOON


def action_not_running(world: World) -> datetime:
    world.action.state = "paused"
    return NOON


def service_not_ready(world: World) -> datetime:
    world.session.execute(delete(SendingService))
    return NOON


def not_registered(world: World) -> datetime:
    world.service.registration = "refused"
    return NOON


def daily_cap(world: World) -> datetime:
    service = world.service
    service.paused_until, service.pause_code = NOON + timedelta(hours=10), "daily_cap"
    return NOON


def outside_hours(world: World) -> datetime:
    return NOON + timedelta(hours=8)


def recently_texted(world: World) -> datetime:
    world.elsewhere.created_at = NOON - timedelta(hours=5)
    return NOON


# code → what brings it up; returns when
TROUBLES: dict[str, Callable[[World], datetime]] = {
    each.__name__: each
    for each in (
        opted_out,
        undeliverable,
        too_long,
        action_not_running,
        service_not_ready,
        not_registered,
        daily_cap,
        outside_hours,
        recently_texted,
    )
}
OURS = {"confirmation_late", "not_judged"}  # no press runs into these; their own tests are below
WAITS = {"daily_cap"}  # what was pressed before stays queued and leaves by itself after midnight


def test_every_safeguard_has_its_trouble_here() -> None:
    assert set(SAFEGUARDS) == set(TROUBLES) | OURS


@pytest.mark.parametrize("code", TROUBLES)
def test_it_stops_the_press(world: World, code: str) -> None:
    at = TROUBLES[code](world)
    world.session.flush()

    with pytest.raises(SAFEGUARDS[code]) as refusal:
        send_initial(world.session, world.conversation.id, by=world.jo, key="k1", now=at)

    assert code == refusal.value.code
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize("code", sorted(set(TROUBLES) - WAITS))
def test_it_stops_the_claim(world: World, code: str) -> None:
    message = pressed(world)
    at = TROUBLES[code](world)
    world.session.commit()

    assert [] == claim(world.session, world.campaign.id, now=at, limit=10)

    world.session.expire_all()
    assert ("refused", "safeguard", code) == (message.state, message.bucket, message.code)
    assert TABLE[code].words
    returned = world.conversation.initial_at is None
    assert SAFEGUARDS[code].passes == returned


@pytest.mark.parametrize("code", sorted(WAITS))
def test_it_lets_the_claim_wait(world: World, code: str) -> None:
    message = pressed(world)
    at = TROUBLES[code](world)
    world.session.commit()

    assert [] == claim(world.session, world.campaign.id, now=at, limit=10)
    world.session.expire_all()
    assert "queued" == message.state


def test_a_confirmation_that_is_late_is_stopped_at_the_claim(world: World) -> None:
    session = world.session
    pressed(world).state = "delivered"
    factories.heard(session, world.conversation, "Please do not write")
    stop(session, world.conversation.id, by=world.jo, key="k2", now=NOON)
    session.commit()

    assert [] == claim(session, world.campaign.id, now=NOON + timedelta(minutes=6), limit=10)

    session.expire_all()
    late = session.scalars(select(Message).filter_by(kind="automatic")).one()
    assert ("refused", "confirmation_late") == (late.state, late.code)


def test_a_text_that_cannot_be_judged_is_set_aside_and_the_others_go(world: World, lee: Contact) -> None:
    session, campaign = world.session, world.campaign
    pressed(world).state = "delivered"
    factories.heard(session, world.conversation, "Who is this?")
    reply = send_reply(session, world.conversation.id, by=world.jo, body="Jo", key="k2", now=NOON)
    other = factories.held(session, world.action, lee, world.jo)
    send_initial(session, other.id, by=world.jo, key="k3", now=NOON)
    campaign.replies_until = 10**9  # no calendar has that hour; only answers look at it
    session.commit()

    with capture_logs() as logs:
        (taken,) = claim(session, campaign.id, now=NOON, limit=10)

    session.expire_all()
    aside = session.get_one(Message, reply.id)
    assert lee.phone == taken.to
    assert ("refused", "safeguard", "not_judged") == (aside.state, aside.bucket, aside.code)
    assert [("text_not_judged", aside.id)] == [(each["event"], each["message_id"]) for each in logs]


@pytest.mark.parametrize("registration", ["not stated", "registered"])
def test_a_sender_that_may_be_registered_sends(world: World, registration: str) -> None:
    world.service.registration = registration
    world.session.flush()

    assert send_initial(world.session, world.conversation.id, by=world.jo, key="k1", now=NOON)


@pytest.mark.parametrize("registration", ["pending", "refused"])
def test_a_sender_that_is_not_registered_does_not(world: World, registration: str) -> None:
    world.service.registration = registration
    world.session.flush()

    with pytest.raises(Safeguard, match="registration"):
        send_initial(world.session, world.conversation.id, by=world.jo, key="k1", now=NOON)


def test_the_lock_is_for_first_texts_alone(world: World) -> None:
    pressed(world)
    recently_texted(world)
    world.session.flush()

    assert send_reply(world.session, world.conversation.id, by=world.jo, body="Hi", key="k2", now=NOON)


@pytest.mark.parametrize("code", sorted(set(TROUBLES) - {"recently_texted"}))
def test_all_others_stop_an_answer_too(world: World, code: str) -> None:
    pressed(world)
    at = TROUBLES[code](world)
    world.session.flush()

    with pytest.raises(SAFEGUARDS[code]):
        send_reply(world.session, world.conversation.id, by=world.jo, body="Hi", key="k2", now=at)


def test_the_lock_ends_after_the_campaigns_hours(world: World) -> None:
    world.elsewhere.created_at, world.campaign.lock_hours = NOON - timedelta(hours=5), 5
    world.session.flush()

    assert send_initial(world.session, world.conversation.id, by=world.jo, key="k1", now=NOON)


def test_every_bucket_has_words() -> None:
    assert set(get_args(Bucket)) == set(BUCKETS)
    assert all(BUCKETS.values())

"""A reply is kept once, finds its conversation, and a stop in it holds before anything else happens."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.contacts.opting_out import is_opted_out, opt_out
from core.conversations.receiving import apply_waiting, receive, take_in
from core.conversations.sending import send_initial, send_reply
from core.db import Database
from core.models import (
    Action,
    Campaign,
    Contact,
    ContactList,
    Conversation,
    Fact,
    InboundEvent,
    Message,
    OptOut,
    User,
)
from tests import factories
from tests.core.delivery.kit import SERVICE
from tests.factories import NOON

LATER = NOON + timedelta(minutes=10)
PAT = "+12125550111"


def reply(body: str = "Yes I will", *, sid: str = "SM1", phone: str = PAT, **more: str) -> dict[str, str]:
    form = {"MessageSid": sid, "From": phone, "To": "+13125550170", "Body": body, "NumSegments": "1"}
    return form | {"MessagingServiceSid": SERVICE, "NumMedia": "0"} | more


@pytest.fixture
def texted(session: Session, conversation: Conversation, jo: User) -> Conversation:
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    return conversation


def inbound(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).filter_by(direction="in").order_by(Message.id)))


def test_a_reply_needs_attention(session: Session, texted: Conversation, jo: User) -> None:
    session.refresh(jo)
    version = jo.inbox_version
    receive(session, reply("Yes I will"), now=LATER)

    (message,) = inbound(session)
    assert ("Yes I will", texted.id, texted.action_id, texted.contact_id, "reply", "received") == (
        message.body,
        message.conversation_id,
        message.action_id,
        message.contact_id,
        message.kind,
        message.state,
    )
    assert (LATER, 1, "in", "Yes I will") == (
        texted.attention_since,
        texted.reply_count,
        texted.last_direction,
        texted.last_preview,
    )
    session.refresh(jo)
    assert version + 1 == jo.inbox_version


def test_the_same_text_again_changes_nothing(session: Session, texted: Conversation) -> None:
    assert [True, False] == [receive(session, reply(), now=LATER) for _ in range(2)]

    assert 1 == len(inbound(session)) == texted.reply_count


def test_it_goes_to_the_latest_conversation(
    session: Session, texted: Conversation, voters: ContactList, pat: Contact, jo: User
) -> None:
    later = factories.action(session, voters, contacts=[pat], title="Second action")
    newest = factories.held(session, later, pat, jo)
    send_initial(session, newest.id, by=jo, key="k2", now=NOON + timedelta(hours=6))

    receive(session, reply(), now=NOON + timedelta(hours=7))

    assert (0, 1) == (texted.reply_count, newest.reply_count)


def test_a_conversation_that_was_never_texted_is_not_meant(
    session: Session, conversation: Conversation
) -> None:
    receive(session, reply(), now=LATER)

    assert conversation.last_direction is None
    assert [(None, conversation.contact_id)] == [(m.conversation_id, m.contact_id) for m in inbound(session)]


def test_a_stranger_is_kept_without_a_conversation(session: Session, campaign: Campaign) -> None:
    receive(session, reply(phone="+12125550999"), now=LATER)

    (message,) = inbound(session)
    assert (campaign.id, None, None) == (message.campaign_id, message.conversation_id, message.contact_id)


def test_the_service_says_which_campaign_is_meant(
    session: Session, texted: Conversation, pat: Contact
) -> None:
    other = factories.campaign(session, service="MG2", slack_team_id="T2", join_code="other1")
    voters = factories.contact_list(session, other, "Theirs")
    factories.contact(session, voters, "Pat Quinn", PAT)

    receive(session, reply(MessagingServiceSid="MG2"), now=LATER)
    receive(session, reply(sid="SM2", MessagingServiceSid=""), now=LATER)

    assert [other.id, texted.campaign_id] == [message.campaign_id for message in inbound(session)]


def test_where_no_campaign_can_be_meant_the_event_is_kept(session: Session) -> None:
    receive(session, reply(), now=LATER)

    kept = session.scalars(select(InboundEvent)).one()
    assert ("no campaign texts from this number", LATER) == (kept.problem, kept.applied_at)


@pytest.mark.parametrize("words", ["STOP", " s-t-o-p ", "No más!"])
def test_a_stop_in_any_dress_holds_at_once(session: Session, texted: Conversation, words: str) -> None:
    receive(session, reply(words), now=LATER)

    assert is_opted_out(session, texted.campaign_id, PAT)
    assert (LATER, None) == (texted.opted_out_at, texted.attention_since)
    kept = session.scalars(select(OptOut)).one()
    (message,) = inbound(session)
    assert ("keyword", words, texted.id, texted.action_id, message.id) == (
        kept.route,
        kept.words,
        kept.conversation_id,
        kept.action_id,
        kept.message_id,
    )


def test_a_stop_takes_back_what_is_queued(session: Session, texted: Conversation, jo: User) -> None:
    queued = factories.queued(
        session, send_reply(session, texted.id, by=jo, body="And one more thing", key="k2", now=NOON)
    )

    receive(session, reply("STOP"), now=LATER)

    session.refresh(queued)
    assert ("refused", "opted_out") == (queued.state, queued.code)


def test_what_twilio_took_for_a_stop_is_one(session: Session, texted: Conversation) -> None:
    receive(session, reply("Baja", OptOutType="STOP"), now=LATER)

    assert is_opted_out(session, texted.campaign_id, PAT)


@pytest.mark.parametrize("form", [reply("YES"), reply("yes", OptOutType="START"), reply("Sí, claro")])
def test_yes_never_lifts_a_stop(session: Session, texted: Conversation, form: Mapping[str, str]) -> None:
    opt_out(session, texted.campaign_id, PAT, route="keyword", at=NOON)

    receive(session, form, now=LATER)

    assert is_opted_out(session, texted.campaign_id, PAT)
    assert texted.attention_since is None


@pytest.mark.parametrize("words", ["START", "unstop", "Start!"])
def test_start_lifts_a_stop(session: Session, texted: Conversation, words: str) -> None:
    opt_out(session, texted.campaign_id, PAT, route="keyword", at=NOON)

    receive(session, reply(words), now=LATER)

    assert not is_opted_out(session, texted.campaign_id, PAT)
    assert texted.opted_out_at is None


def test_a_wrong_number_is_tagged(session: Session, campaign: Campaign, texted: Conversation) -> None:
    tag = factories.tag(session, campaign.id, "Wrong number")

    receive(session, reply("Wrong number!"), now=LATER)

    fact = session.scalars(select(Fact)).one()
    assert (tag.id, "yes", "auto-tag") == (fact.tag_id, fact.new, fact.source)
    assert not is_opted_out(session, campaign.id, PAT)


def test_nul_bytes_and_pictures_are_no_trouble(session: Session, texted: Conversation) -> None:
    picture = {"MediaUrl0": "https://api.example/1", "MediaContentType0": "image/jpeg"}
    receive(session, reply("nul\0", NumMedia="1", **picture), now=LATER)

    (message,) = inbound(session)
    assert "nul" == message.body
    assert [{"url": "https://api.example/1", "type": "image/jpeg"}] == message.media


def test_what_cannot_take_effect_is_kept_and_tried_again(
    database: Database, session: Session, texted: Conversation, action: Action
) -> None:
    session.commit()
    take_in(database, reply(NumSegments="many"), now=LATER)
    take_in(database, reply("Good one", sid="SM2"), now=LATER)

    broken = session.scalars(select(InboundEvent).filter_by(sid="SM1")).one()
    assert broken.applied_at is None
    assert ("apply_inbound", ()) in getattr(database, "bells")  # noqa: B009  the test's database keeps them
    assert ["Good one"] == [message.body for message in inbound(session)]

    assert 0 == apply_waiting(database, now=LATER)
    session.refresh(broken)
    assert (1, "ValueError") == (broken.tries, broken.problem)

    broken.form = broken.form | {"NumSegments": "1"}
    session.commit()
    assert 1 == apply_waiting(database, now=LATER)
    assert 0 == apply_waiting(database, now=LATER)
    assert ["Good one", "Yes I will"] == [message.body for message in inbound(session)]


def test_a_database_that_is_away_is_told(own_database: Database) -> None:
    def away(*_: object) -> None:
        raise OperationalError("BEGIN", {}, Exception("gone"))

    event.listen(own_database.engine, "before_cursor_execute", away)

    with pytest.raises(OperationalError):
        take_in(own_database, reply(), now=LATER)


def test_three_posts_at_once_are_one_reply(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        jo = factories.user(session, campaign, "Jo Park")
        voters = factories.contact_list(session, campaign, "Voters")
        pat = factories.contact(session, voters, "Pat Quinn", PAT)
        action = factories.action(session, voters, contacts=[pat], audience=[jo])
        held = factories.held(session, action, pat, jo)
        send_initial(session, held.id, by=jo, key="k1", now=NOON)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda sid: take_in(own_database, reply(sid=sid), now=LATER), ["SM1", "SM2"] * 6))

    with own_database.readers() as session:
        assert 2 == session.scalar(select(func.count(InboundEvent.id)))
        assert 2 == len(inbound(session))
        assert 2 == session.scalars(select(Conversation.reply_count)).one()

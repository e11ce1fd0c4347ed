"""One press, one text; and none that must not go."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.opting_out import opt_out
from core.conversations.hearing import hear
from core.conversations.sending import AlreadyTexted, send_initial, send_reply
from core.db import Database
from core.delivery.safeguards import (
    ActionNotRunning,
    ContactOptedOut,
    OutsideTextingHours,
    RecentlyTexted,
    ServiceNotReady,
    TooLong,
    Undeliverable,
)
from core.errors import Invalid, NotFound, Stale
from core.models import (
    Action,
    Audience,
    Campaign,
    Contact,
    ContactList,
    Conversation,
    Event,
    Fact,
    Message,
    Script,
    ScriptTag,
    SendingService,
    User,
)
from tests import factories
from tests.factories import NOON

PRESSES = 50


def texts(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))


def test_a_press_queues_the_filled_in_script(session: Session, conversation: Conversation, jo: User) -> None:
    message = factories.queued(session, send_initial(session, conversation.id, by=jo, key="k1", now=NOON))

    assert "Hi Pat, Jo with Riverside for All. Will you vote? Stop to opt out." == message.body
    assert ("queued", "initial", "+12125550111", 1) == (
        message.state,
        message.kind,
        message.their_number,
        message.segments,
    )
    assert (NOON, jo.id, "out") == (
        conversation.initial_at,
        conversation.initial_by_id,
        conversation.last_direction,
    )


def test_the_same_key_is_the_same_text(session: Session, conversation: Conversation, jo: User) -> None:
    first = send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    again = send_initial(session, conversation.id, by=jo, key="k1", now=NOON)

    assert first == again
    assert [first.id] == [text.id for text in texts(session)]


def test_a_second_first_text_is_refused(session: Session, conversation: Conversation, jo: User) -> None:
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)

    with pytest.raises(AlreadyTexted):
        send_initial(session, conversation.id, by=jo, key="k2", now=NOON)


def test_a_text_that_nobody_could_confirm_may_be_pressed_again(
    session: Session, conversation: Conversation, jo: User
) -> None:
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    texts(session)[0].state = "not_confirmed"

    send_initial(session, conversation.id, by=jo, key="k2", now=NOON)

    assert ["not_confirmed", "queued"] == [text.state for text in texts(session)]
    with pytest.raises(AlreadyTexted):
        send_initial(session, conversation.id, by=jo, key="k3", now=NOON)


def test_a_text_that_the_carrier_has_is_never_pressed_again(
    session: Session, conversation: Conversation, jo: User
) -> None:
    """However long the carrier says nothing of it."""
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    texts(session)[0].state, texts(session)[0].carrier_sid = "not_confirmed", "SM1"

    with pytest.raises(AlreadyTexted):
        send_initial(session, conversation.id, by=jo, key="k2", now=NOON)


def test_sam_cannot_text_from_jos_conversation(
    session: Session, conversation: Conversation, sam: User
) -> None:
    with pytest.raises(NotFound):
        send_initial(session, conversation.id, by=sam, key="k1", now=NOON)


@pytest.mark.parametrize("key", ["", "k" * 101, "nul\0"])
def test_a_form_without_a_good_key_is_out_of_date(
    session: Session, conversation: Conversation, jo: User, key: str
) -> None:
    with pytest.raises(Stale):
        send_initial(session, conversation.id, by=jo, key=key, now=NOON)


def test_a_key_belongs_to_one_conversation(
    session: Session, conversation: Conversation, action: Action, lee: Contact, jo: User
) -> None:
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    other = factories.held(session, action, lee, jo)

    with pytest.raises(Stale):
        send_initial(session, other.id, by=jo, key="k1", now=NOON)


def test_nobody_is_texted_after_stop(
    session: Session, campaign: Campaign, conversation: Conversation, pat: Contact, jo: User
) -> None:
    opt_out(session, campaign.id, pat.phone, route="admin", at=NOON)

    with pytest.raises(ContactOptedOut):
        send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    assert [] == texts(session)


def test_outside_hours_the_sentence_says_when_they_open(
    session: Session, conversation: Conversation, jo: User
) -> None:
    evening = NOON + timedelta(hours=8)

    with pytest.raises(OutsideTextingHours) as refusal:
        send_initial(session, conversation.id, by=jo, key="k1", now=evening)

    assert NOON + timedelta(hours=20) == refusal.value.opens_at
    assert (
        "It is outside texting hours for this person. Texting opens Wednesday at 9:00 AM EDT."
        == refusal.value.sentence
    )


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_an_action_that_does_not_run_sends_nothing(
    session: Session, conversation: Conversation, action: Action, jo: User, state: str
) -> None:
    action.state = state

    with pytest.raises(ActionNotRunning, match=state):
        send_initial(session, conversation.id, by=jo, key="k1", now=NOON)


def test_a_landline_is_not_texted(
    session: Session, conversation: Conversation, pat: Contact, jo: User
) -> None:
    pat.undeliverable = "landline"

    with pytest.raises(Undeliverable):
        send_initial(session, conversation.id, by=jo, key="k1", now=NOON)


def test_a_campaign_without_a_number_sends_nothing(
    session: Session, conversation: Conversation, jo: User
) -> None:
    session.delete(session.scalars(select(SendingService)).one())

    with pytest.raises(ServiceNotReady):
        send_initial(session, conversation.id, by=jo, key="k1", now=NOON)


def test_two_actions_do_not_text_one_person_within_the_lock_time(
    session: Session, conversation: Conversation, voters: ContactList, pat: Contact, jo: User
) -> None:
    other = factories.action(session, voters, contacts=[pat], title="Second action")
    theirs = factories.held(session, other, pat, jo)
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)

    with pytest.raises(RecentlyTexted):
        send_initial(session, theirs.id, by=jo, key="k2", now=NOON + timedelta(hours=5, minutes=59))
    send_initial(session, theirs.id, by=jo, key="k2", now=NOON + timedelta(hours=6))


def test_the_first_performance_completes_the_action_for_a_volunteer(
    session: Session, conversation: Conversation, jo: User
) -> None:
    version = jo.inbox_version
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)

    theirs = session.scalars(select(Audience).filter_by(user_id=jo.id)).one()
    session.refresh(theirs)
    session.refresh(jo)
    assert (NOON, NOON) == (theirs.started_at, theirs.completed_at)
    assert version + 1 == jo.inbox_version
    assert ["initial_sent"] == [event.name for event in session.scalars(select(Event))]


def test_a_press_rings_for_the_worker(database: Database, conversation: Conversation, jo: User) -> None:
    rung: list[str] = []
    with database.sessions.begin() as session:
        session.info["ring"] = lambda job, args: rung.append(job)
        send_initial(session, conversation.id, by=jo, key="k1", now=NOON)

    assert ["deliver"] == rung


def texted(session: Session, conversation: Conversation, jo: User) -> Conversation:
    send_initial(session, conversation.id, by=jo, key="initial", now=NOON)
    return conversation


def test_a_reply_is_cleaned_and_queued_once(session: Session, conversation: Conversation, jo: User) -> None:
    texted(session, conversation, jo)

    first = send_reply(session, conversation.id, by=jo, body=" It’s me…\0 ", key="r1", now=NOON)
    again = send_reply(session, conversation.id, by=jo, body="Something else", key="r1", now=NOON)

    assert first == again
    text = factories.queued(session, first)
    assert ("It's me...", "follow_up", "queued") == (text.body, text.kind, text.state)


def test_a_reply_waits_for_the_first_text(session: Session, conversation: Conversation, jo: User) -> None:
    with pytest.raises(Stale):
        send_reply(session, conversation.id, by=jo, body="Hi", key="r1", now=NOON)


@pytest.mark.parametrize("body", ["", "  \n", "\0", "\u200b"])
def test_an_empty_reply_is_refused(session: Session, conversation: Conversation, jo: User, body: str) -> None:
    texted(session, conversation, jo)

    with pytest.raises(Invalid) as refusal:
        send_reply(session, conversation.id, by=jo, body=body, key="r1", now=NOON)
    assert "body" == refusal.value.field


@pytest.mark.parametrize("body", ["a" * 1601, "á" * 671])
def test_a_reply_that_is_too_long_is_refused(
    session: Session, conversation: Conversation, jo: User, body: str
) -> None:
    texted(session, conversation, jo)

    with pytest.raises(TooLong):
        send_reply(session, conversation.id, by=jo, body=body, key="r1", now=NOON)


def test_an_answer_may_go_an_hour_longer(session: Session, conversation: Conversation, jo: User) -> None:
    texted(session, conversation, jo)
    half_past_eight = NOON + timedelta(hours=7, minutes=30)

    with pytest.raises(OutsideTextingHours):
        send_reply(session, conversation.id, by=jo, body="Hi", key="r1", now=half_past_eight)
    hear(session, conversation.id, "Who is this?", at=half_past_eight)
    send_reply(session, conversation.id, by=jo, body="Jo!", key="r1", now=half_past_eight)


def test_a_response_script_sets_its_tags(
    session: Session, campaign: Campaign, conversation: Conversation, action: Action, jo: User
) -> None:
    texted(session, conversation, jo)
    tag = factories.tag(session, campaign.id, "Supporter")
    response = session.scalars(select(Script).filter_by(action_id=action.id, kind="response")).one()
    session.add(ScriptTag(script_id=response.id, tag_id=tag.id))

    message = send_reply(
        session, conversation.id, by=jo, body="Great!", key="r1", now=NOON, script_id=response.id
    )

    fact, text = session.scalars(select(Fact)).one(), factories.queued(session, message)
    assert (response.id, 1) == (text.script_id, text.script_version)
    assert (tag.id, "yes", "auto-tag", jo.id) == (fact.tag_id, fact.new, fact.source, fact.user_id)


def test_another_actions_script_is_not_there(session: Session, conversation: Conversation, jo: User) -> None:
    texted(session, conversation, jo)

    with pytest.raises(NotFound):
        send_reply(session, conversation.id, by=jo, body="Hi", key="r1", now=NOON, script_id=999_999)

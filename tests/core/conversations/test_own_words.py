"""Where a campaign wants prepared responses only, volunteers send nothing else."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversations.offering import offer
from core.conversations.own_words import PreparedOnly, ReadsOtherwise
from core.conversations.sending import send_initial, send_reply
from core.conversations.threads import thread
from core.models import Campaign, Conversation, Message, Script, User
from tests.factories import NOON

YES = "Great, thank you Pat!"


@pytest.fixture
def response(session: Session, campaign: Campaign, conversation: Conversation, jo: User) -> Script:
    """The one prepared response; the first text of the conversation is sent."""
    campaign.scripts_only = True
    send_initial(session, conversation.id, by=jo, key="first", now=NOON)
    return session.scalars(select(Script).filter_by(kind="response")).one()


def test_a_prepared_response_goes(
    session: Session, conversation: Conversation, response: Script, jo: User
) -> None:
    send_reply(session, conversation.id, by=jo, body=YES, key="k1", now=NOON, script_id=response.id)

    assert YES == session.scalars(select(Message).filter_by(kind="follow_up")).one().body


def test_own_words_are_refused(
    session: Session, conversation: Conversation, response: Script, jo: User
) -> None:
    with pytest.raises(PreparedOnly):
        send_reply(session, conversation.id, by=jo, body="Hello", key="k1", now=NOON)
    with pytest.raises(ReadsOtherwise):
        send_reply(session, conversation.id, by=jo, body="Hello", key="k1", now=NOON, script_id=response.id)


def test_a_response_reworded_meanwhile_is_chosen_again(
    session: Session, conversation: Conversation, response: Script, jo: User
) -> None:
    response.body = "Wonderful!"
    session.flush()

    with pytest.raises(ReadsOtherwise, match="reads differently now"):
        send_reply(session, conversation.id, by=jo, body=YES, key="k1", now=NOON, script_id=response.id)


def test_staff_may_use_their_own_words(
    session: Session, conversation: Conversation, response: Script, abe: User, jo: User
) -> None:
    shown = thread(session, conversation.id, jo).conversation
    assert not offer(session, shown, jo).own_words
    conversation.holder_id = abe.id
    session.flush()

    assert offer(session, shown, abe).own_words
    assert send_reply(session, conversation.id, by=abe, body="Hello", key="k1", now=NOON)

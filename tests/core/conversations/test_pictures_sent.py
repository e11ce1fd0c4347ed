"""A picture goes out with its script, and what was sent stays what it was."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.scripts.initials import write_initials
from core.actions.scripts.pictures import Wish
from core.contacts.erasing.erasing import WORD, erase
from core.conversations import first_texts, threads
from core.conversations.offering import offer
from core.conversations.sending import send_initial, send_reply
from core.db import Database
from core.delivery.sending.claiming import claim
from core.models import Action, Contact, Conversation, Message, Script, StoredFile, User
from tests import factories
from tests.factories import HELLO, NOON, PNG


def script_of(session: Session, action: Action, kind: str) -> Script:
    return session.scalars(select(Script).filter_by(action_id=action.id, kind=kind)).one()


def test_an_ordinary_press_takes_the_picture_along(
    session: Session, database: Database, action: Action, conversation: Conversation, jo: User
) -> None:
    script = script_of(session, action, "initial")
    jo.last_seen_at, script.body = NOON, "Vote! 🗳 " * 30
    file_id = factories.picture(session, script)
    session.commit()

    queued = first_texts.press(database, conversation.id, by_id=jo.id, key="k1", now=NOON, seen_since=NOON)

    assert queued
    text = session.get_one(Message, queued.id)
    assert ([{"file": file_id, "type": "image/png"}], 1) == (text.media, text.segments)


def test_the_long_way_does_too_and_the_worker_sends_it(
    session: Session, maya: User, action: Action, conversation: Conversation, jo: User
) -> None:
    file_id = factories.picture(session, script_of(session, action, "initial"))
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    write_initials(session, action.id, [HELLO], pictures={1: Wish(removed=True)}, by=maya, now=NOON)

    (text,) = claim(session, conversation.campaign_id, now=NOON, limit=5)

    assert (file_id,) == text.pictures


def test_a_response_brings_its_picture_and_own_words_bring_none(
    session: Session, action: Action, conversation: Conversation, jo: User
) -> None:
    script = script_of(session, action, "response")
    file_id = factories.picture(session, script)
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    talk = threads.thread(session, conversation.id, jo).conversation
    (offered,) = offer(session, talk, jo).first

    send_reply(session, conversation.id, by=jo, body=offered.text, key="k2", script_id=script.id, now=NOON)
    send_reply(session, conversation.id, by=jo, body="See you", key="k3", now=NOON)

    assert file_id == offered.picture
    shown = threads.thread(session, conversation.id, jo).bubbles
    assert [[], [file_id], []] == [each.pictures for each in shown]
    assert [(), (), ()] == [each.files for each in shown]


def test_erasing_somebody_leaves_the_scripts_picture(
    session: Session, maya: User, action: Action, conversation: Conversation, pat: Contact, jo: User
) -> None:
    script = script_of(session, action, "initial")
    file_id = factories.picture(session, script)
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)

    erase(session, pat.id, WORD, by=maya, now=NOON)

    assert PNG == session.get_one(StoredFile, file_id).content
    assert file_id == script.media[0]["file"]

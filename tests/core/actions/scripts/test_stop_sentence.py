"""Each first text says how to stop, once: on the volunteer's screen, in the preview and as it is sent."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions import texting
from core.actions.scripts.preview import preview
from core.actions.scripts.stop_sentence import USUAL, says_how_to_stop
from core.conversations import first_texts
from core.conversations.sending import send_initial, send_reply
from core.db import Database
from core.models import Action, Campaign, Contact, Conversation, Message, Script, User
from tests.factories import NOON


@pytest.fixture
def script(session: Session, campaign: Campaign, action: Action) -> Script:
    """One that does not say how to stop, where the campaign adds it."""
    campaign.appends_opt_out = True
    script = session.scalars(select(Script).filter_by(kind="initial")).one()
    script.body = "Hi {{ first_name }}, Riverside for All here. Will you vote?"
    session.flush()
    return script


def sent(session: Session) -> list[str]:
    return list(session.scalars(select(Message.body).order_by(Message.id)))


def test_it_is_sent_as_the_volunteer_saw_it(
    session: Session, script: Script, conversation: Conversation, action: Action, jo: User
) -> None:
    (card,) = texting.screen(session, action.id, jo, now=NOON).cards
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)

    assert f"Hi Pat, Riverside for All here. Will you vote? {USUAL}" == card.text
    assert [card.text] == sent(session)


def test_an_ordinary_press_adds_it_too(
    database: Database, session: Session, script: Script, conversation: Conversation, jo: User
) -> None:
    jo.last_seen_at = NOON
    session.commit()

    first_texts.press(database, conversation.id, by_id=jo.id, key="k1", now=NOON, seen_since=NOON)

    assert sent(session)[0].endswith(f"Will you vote? {USUAL}")


def test_the_campaigns_own_sentence_is_taken(
    session: Session, campaign: Campaign, script: Script, conversation: Conversation, jo: User
) -> None:
    campaign.opt_out_sentence = "Text STOP to quit."
    session.flush()

    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)

    assert sent(session)[0].endswith("Will you vote? Text STOP to quit.")


def test_a_script_that_says_so_gets_nothing_added(
    session: Session, script: Script, conversation: Conversation, jo: User
) -> None:
    script.body = "Riverside for All here. Stop2End"
    session.flush()

    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)

    assert ["Riverside for All here. Stop2End"] == sent(session)


def test_answers_do_not_end_with_it(
    session: Session, script: Script, conversation: Conversation, jo: User
) -> None:
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    send_reply(session, conversation.id, by=jo, body="Thank you!", key="k2", now=NOON)

    assert "Thank you!" == sent(session)[1]


def test_the_preview_counts_it_and_misses_nothing(
    session: Session, script: Script, action: Action, pat: Contact, maya: User
) -> None:
    script.body = f"Riverside for All {'x' * 130}"
    session.flush()

    (shown,) = preview(session, action, by=maya).initials

    assert says_how_to_stop(shown.examples[0].text)
    assert 2 == shown.worst.billed.count
    assert [] == shown.concerns

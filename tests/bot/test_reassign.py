"""`/reassign`: asked once with the count, done once, refused in plain words."""

import copy
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import reassign
from core.actions.reassigning import Order, Preview
from core.conversations.hearing import hear
from core.models import Action, Contact, ContactList, Conversation, Holding, Reassignment, User
from sandbox.slack import acts
from sandbox.slack.rules import check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON


@pytest.fixture
def held(session: Session, action: Action, pat: Contact, lee: Contact, jo: User) -> list[Conversation]:
    """Both conversations in Jo's hands; Lee's waits for an answer."""
    conversations = [factories.held(session, action, person, jo) for person in (pat, lee)]
    conversations[1].initial_at = NOON
    hear(session, conversations[1].id, "Who is this?", at=NOON)
    session.flush()
    return conversations


@pytest.fixture
def asking(maya_in_slack: Any, held: list[Conversation]) -> Any:
    """Maya with the form filled in: everything of Jo's goes to Sam."""
    maya_in_slack.command("/reassign")
    maya_in_slack.fill("From", "Jo Park")
    maya_in_slack.fill("To", "Sam Ruiz")
    return maya_in_slack


def holders(session: Session) -> set[int | None]:
    session.expire_all()
    return set(session.scalars(select(Conversation.holder_id)))


def test_the_count_is_asked_before_and_said_after(bot: Bot, session: Session, asking: Any, sam: User) -> None:
    assert {} == asking.submit()
    assert "Move *2 conversations* from *Jo Park* to *Sam Ruiz*?" in bot.slack.text_of(asking.modal)

    assert {} == asking.submit()

    assert "Moved *2 conversations* from *Jo Park* to *Sam Ruiz*." in bot.slack.text_of(asking.modal)
    assert {sam.id} == holders(session)


def test_only_those_needing_attention(bot: Bot, asking: Any) -> None:
    asking.fill("Which conversations", "Needing attention")
    asking.submit()

    text = bot.slack.text_of(asking.modal)
    assert "Move *1 conversation* from" in text
    assert "Needing attention, in all actions." in text


def test_only_one_action(
    bot: Bot, session: Session, asking: Any, voters: ContactList, pat: Contact, jo: User
) -> None:
    factories.held(session, factories.action(session, voters, contacts=[pat], title="Second"), pat, jo)
    asking.fill("Action", "Second")
    asking.submit()

    assert "in Second." in bot.slack.text_of(asking.modal)


def test_a_number_that_changed_meanwhile_is_said(
    bot: Bot, session: Session, asking: Any, held: list[Conversation], maya: User
) -> None:
    asking.submit()
    held[0].holder_id = None
    session.flush()

    asking.submit()

    text = bot.slack.text_of(asking.modal)
    assert "Moved *1 conversation* from" in text
    assert "It was 2 when you were asked" in text


def test_nothing_left_meanwhile_is_said(
    bot: Bot, session: Session, asking: Any, held: list[Conversation]
) -> None:
    asking.submit()
    for conversation in held:
        conversation.holder_id = None
    session.flush()

    asking.submit()

    assert "Jo Park holds no such conversations" in bot.slack.text_of(asking.modal)
    assert [] == list(session.scalars(select(Reassignment)))


def test_a_second_submission_moves_nothing(bot: Bot, session: Session, asking: Any, maya: User) -> None:
    asking.submit()
    pressed = copy.deepcopy(asking.modal)
    asking.submit()

    acts.submit(bot.slack.desk, bot.slack.person("Maya").user, pressed)
    bot.hands.rest()

    assert [2] == [done.count for done in session.scalars(select(Reassignment))]
    assert 2 == session.scalar(select(func.count()).select_from(Holding))


def test_to_oneself_is_refused_beside_the_field(asking: Any) -> None:
    asking.fill("To", "Jo Park")

    assert {"To": "Jo Park holds them already. Choose somebody else."} == asking.submit()


def test_nothing_to_move_is_refused_beside_the_field(
    session: Session, asking: Any, held: list[Conversation]
) -> None:
    for conversation in held:
        conversation.attention_since = None
    session.flush()
    asking.fill("Which conversations", "Needing attention")

    assert {
        "Which conversations": "Jo Park holds no such conversations, so there is nothing to move."
    } == asking.submit()


def test_only_people_who_hold_something_can_give(maya_in_slack: Any, held: list[Conversation]) -> None:
    maya_in_slack.command("/textbank", "reassign")

    assert ["Jo Park"] == maya_in_slack.options("From")
    assert ["Jo Park", "Sam Ruiz"] == maya_in_slack.options("To")
    assert ["Sam Ruiz"] == maya_in_slack.options("To", " ruiz\0")
    assert [] == maya_in_slack.options("To", "%")


def test_somebody_who_left_can_still_be_relieved(
    session: Session, maya_in_slack: Any, held: list[Conversation], jo: User
) -> None:
    jo.deactivated_at = NOON
    session.flush()
    maya_in_slack.command("/reassign")

    assert ["Jo Park"] == maya_in_slack.options("From")
    assert ["Sam Ruiz"] == maya_in_slack.options("To")


def test_staff_may_not_reassign(bot: Bot, maya: User, abe: User) -> None:
    person = bot.person("Abe")

    person.command("/reassign")

    assert person.modal is None


def test_every_view_is_within_slacks_limits() -> None:
    long = User(first_name="Ä<b>" * 700, last_name="", phone="+12125550101")
    names = (long.name, long.name)
    seen = Preview(long, long, Action(title="& " * 1500), 1_234_567)
    done = Reassignment(count=1)

    assert [] == check_view(reassign.form())
    assert [] == check_view(reassign.confirmation(Order(1, 2, "all"), seen))
    assert [] == check_view(reassign.result(done, names, expected=2))
    assert "1,234,567 conversations" in str(
        reassign.confirmation(Order(1, 2, "all"), Preview(User(first_name="Jo"), long, None, 1_234_567))
    )

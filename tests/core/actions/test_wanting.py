"""A volunteer asks for texts: given at once or approved by the first admin who presses, and never twice."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions import wanting
from core.actions.batches import ActionStopped
from core.actions.taking import EverybodyAsleep, NothingLeft
from core.actions.taking_replies import NoReplies
from core.actions.wanting import DecidedMeanwhile
from core.conversations.hearing import hear
from core.errors import Invalid, NotAllowed, NotFound
from core.models import Action, Campaign, Contact, Conversation, Event, Holding, Notice, TextsWanted, User
from tests import factories
from tests.factories import NOON


@pytest.fixture
def unanswered(session: Session, action: Action, lee: Contact) -> Conversation:
    """Lee's conversation: texted by somebody who left, in nobody's hands, and Lee has written."""
    found = session.scalars(select(Conversation).filter_by(action_id=action.id, contact_id=lee.id)).one()
    found.initial_at = NOON
    hear(session, found.id, "Who is this?", at=NOON)
    session.expire(found)
    return found


def ask(session: Session, action: Action, by: User, what: str = "batch", key: str = "V1") -> TextsWanted:
    return wanting.ask(session, action.id, what, by=by, key=key, now=NOON)


def told(session: Session, kind: str) -> list[tuple[str, str]]:
    session.expire_all()
    return [(n.channel, n.data["state"]) for n in session.scalars(select(Notice).filter_by(kind=kind))]


def test_a_batch_is_given_at_once(session: Session, action: Action, jo: User) -> None:
    wanted = ask(session, action, jo)

    assert ("given", 2, f"/actions/{action.id}") == (wanted.state, wanted.count, wanting.page_of(wanted))
    assert [jo.id] * 2 == list(session.scalars(select(Conversation.holder_id)))
    assert [] == told(session, "texts_wanted")


def test_replies_in_nobodys_hands_are_given(
    session: Session, action: Action, unanswered: Conversation, jo: User
) -> None:
    wanted = ask(session, action, jo, "replies")

    assert (1, "/?tab=attention") == (wanted.count, wanting.page_of(wanted))
    session.expire_all()
    assert jo.id == unanswered.holder_id
    assert [jo.id] == list(session.scalars(select(Holding.to_user_id)))
    assert 1 == jo.inbox_version


def test_replies_in_somebodys_hands_are_not(
    session: Session, action: Action, unanswered: Conversation, jo: User, sam: User
) -> None:
    unanswered.holder_id = sam.id

    with pytest.raises(NoReplies, match="Nobody in “Get out the vote” waits"):
        ask(session, action, jo, "replies")


def test_the_same_request_is_one(session: Session, action: Action, jo: User) -> None:
    first = ask(session, action, jo)

    assert first == ask(session, action, jo)
    assert first == ask(session, action, jo, key="V2")
    assert 1 == len(session.scalars(select(TextsWanted)).all())


def test_an_admin_is_asked_first_where_the_action_says_so(
    session: Session, action: Action, maya: User, jo: User
) -> None:
    action.approves_texts = True

    wanted = ask(session, action, jo)

    assert ("asked", 0) == (wanted.state, wanted.count)
    assert {None} == set(session.scalars(select(Conversation.holder_id)))
    assert [("U0MAYA", "asked")] == told(session, "texts_wanted")
    assert wanted == ask(session, action, jo, key="V2")


def test_what_is_approved_is_given_and_told(session: Session, action: Action, maya: User, jo: User) -> None:
    action.approves_texts, jo.slack_id = True, "U0JO"
    wanted = ask(session, action, jo)

    wanting.decide(session, wanted.id, approves=True, by=maya, now=NOON)

    assert ("given", 2, maya.id) == (wanted.state, wanted.count, wanted.decided_by_id)
    assert [("U0MAYA", "given")] == told(session, "texts_wanted")
    assert [("U0JO", "given")] == told(session, "texts_decided")


def test_the_first_press_decides(
    session: Session, campaign: Campaign, action: Action, maya: User, jo: User
) -> None:
    other = factories.user(session, campaign, "Ada", role="admin")
    action.approves_texts = True
    wanted = ask(session, action, jo)

    wanting.decide(session, wanted.id, approves=False, by=maya, now=NOON)
    wanting.decide(session, wanted.id, approves=True, by=maya, now=NOON + timedelta(hours=1))
    with pytest.raises(DecidedMeanwhile, match="Maya Torres has said not now already"):
        wanting.decide(session, wanted.id, approves=True, by=other, now=NOON)

    assert ("refused", NOON) == (wanted.state, wanted.decided_at)
    assert {None} == set(session.scalars(select(Conversation.holder_id)))
    assert 1 == len(session.scalars(select(Event).filter_by(name="texts_refused")).all())


def test_what_was_given_is_for_the_one_who_asked(
    session: Session, action: Action, jo: User, sam: User
) -> None:
    wanted = ask(session, action, jo)

    assert wanted == wanting.given(session, wanted.id, by=jo)
    with pytest.raises(NotFound):
        wanting.given(session, wanted.id, by=sam)


def test_only_admins_decide(session: Session, action: Action, abe: User, jo: User) -> None:
    action.approves_texts = True
    wanted = ask(session, action, jo)

    with pytest.raises(NotAllowed):
        wanting.decide(session, wanted.id, approves=True, by=abe, now=NOON)


def test_nothing_is_given_to_somebody_who_left(
    session: Session, action: Action, maya: User, jo: User
) -> None:
    action.approves_texts = True
    wanted = ask(session, action, jo)
    jo.deactivated_at = NOON

    with pytest.raises(NotAllowed, match="Jo Park's account is deactivated"):
        wanting.decide(session, wanted.id, approves=True, by=maya, now=NOON)


def test_nobody_is_asked_for_what_is_not_there(
    session: Session, action: Action, maya: User, jo: User, sam: User
) -> None:
    action.approves_texts = True
    for conversation in session.scalars(select(Conversation)):
        conversation.holder_id = sam.id
    session.flush()

    with pytest.raises(NothingLeft):
        ask(session, action, jo)
    assert [] == told(session, "texts_wanted")


def test_it_says_when_texting_opens(session: Session, action: Action, jo: User) -> None:
    night = NOON.replace(hour=6)

    with pytest.raises(EverybodyAsleep):
        wanting.ask(session, action.id, "batch", by=jo, key="V1", now=night)


def test_only_what_one_has_and_what_runs(
    session: Session, action: Action, maya: User, jo: User, voters: object
) -> None:
    with pytest.raises(NotFound):
        ask(session, action, maya)
    assert [action] == list(wanting.choosing(session, by=jo, words="VOTE"))
    assert [] == list(wanting.choosing(session, by=maya))

    action.state = "paused"
    session.flush()

    assert [] == list(wanting.choosing(session, by=jo))
    with pytest.raises(ActionStopped):
        ask(session, action, jo)


def test_something_else_cannot_be_asked_for(session: Session, action: Action, jo: User) -> None:
    with pytest.raises(Invalid):
        ask(session, action, jo, "money")


def test_two_who_ask_share_the_replies(
    session: Session, action: Action, unanswered: Conversation, pat: Contact, jo: User, sam: User
) -> None:
    other = factories.held(session, action, pat, jo)
    other.holder_id, other.initial_at = None, NOON
    hear(session, other.id, "Yes", at=NOON)
    session.flush()

    assert 2 == ask(session, action, jo, "replies").count
    with pytest.raises(NoReplies):
        ask(session, action, sam, "replies", key="V2")

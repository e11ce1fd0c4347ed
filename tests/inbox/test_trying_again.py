"""A first text that did not arrive is shown to its volunteer with the reason, and may be pressed again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.delivery.endings import pressing_again
from core.models import Action, Conversation, Message, User
from tests.core.delivery.kit import attempted
from tests.factories import NOON
from tests.inbox.page import Page

WHY = "The first text did not arrive. The phone was off or out of reach."
YESTERDAY = NOON - timedelta(days=1)


@pytest.fixture
def failed(session: Session, conversation: Conversation, action: Action, jo: User) -> Conversation:
    """Pat's conversation: Jo's text of yesterday found the phone switched off."""
    return fail(session, conversation, jo, at=YESTERDAY)


def fail(session: Session, conversation: Conversation, by: User, *, at: datetime) -> Conversation:
    conversation.initial_at, conversation.initial_by_id = at, by.id
    more = {"kind": "initial", "action_id": conversation.action_id, "code": "30003", "created_at": at}
    text = attempted(session, conversation, "undelivered", "a1", bucket="carrier", **more)
    pressing_again.allow(session, text.id, "30003", now=at)
    session.commit()
    session.expire_all()
    return conversation


def texts(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Message).filter_by(kind="initial")) or 0


def test_it_is_among_those_to_text(jos: Callable[[], Page], session: Session, failed: Conversation) -> None:
    home = jos().get("/")
    assert "1 did not arrive: you may try again" in home.text
    page = home.get(f"/actions/{failed.action_id}?missed=")
    assert f"{WHY} You may try again now." in page.text
    form = page.form("Send again")

    for _ in range(2):
        page.client.post(form.action, data=page.fields(form))

    assert 2 == texts(session)
    assert WHY not in jos().get(f"/actions/{failed.action_id}?missed=").text


def test_it_does_not_stand_before_those_who_were_never_texted(
    jos: Callable[[], Page], failed: Conversation
) -> None:
    page = jos().get("/").press("Start texting")

    assert "Hi Lee" in page.text
    assert WHY not in page.text


def test_the_conversation_says_why_and_takes_one_press(
    jos: Callable[[], Page], session: Session, failed: Conversation
) -> None:
    page = jos().get(f"/conversations/{failed.id}")
    assert f"{WHY} You may try again now." in page.text
    form = page.form("Send again")

    for _ in range(2):
        page.client.post(form.action, data=page.fields(form))

    assert 2 == texts(session)
    assert WHY not in jos().get(f"/conversations/{failed.id}").text


def test_too_early_it_says_from_when(
    jos: Callable[[], Page], session: Session, conversation: Conversation, jo: User
) -> None:
    fail(session, conversation, jo, at=NOON - timedelta(hours=1))

    page = jos().get(f"/conversations/{conversation.id}")

    assert f"{WHY} You may try again from " in page.text
    assert (NOON + timedelta(hours=3)).isoformat()[:16] in str(page.tree.xpath("//time/@datetime"))
    assert not page.tree.xpath("//button[contains(., 'Send again')]")


def test_too_early_a_press_sends_nothing(
    jos: Callable[[], Page], session: Session, conversation: Conversation, jo: User
) -> None:
    fail(session, conversation, jo, at=NOON - timedelta(hours=1))
    page = jos().get("/")
    data = page.fields(page.form("Sign out")) | {"key": "f" * 32}

    page.client.post(f"/conversations/{conversation.id}/initial", data=data)

    assert 1 == texts(session)


def test_sam_sees_and_presses_nothing_of_it(
    as_user: Callable[[User], Page], session: Session, sam: User, failed: Conversation
) -> None:
    sams = as_user(sam).get("/")
    data = sams.fields(sams.form("Sign out")) | {"key": "f" * 32}
    assert "did not arrive" not in sams.text
    assert WHY not in sams.get(f"/actions/{failed.action_id}?missed=").text

    answer = sams.client.post(f"/conversations/{failed.id}/initial", data=data)

    assert (404, 1) == (answer.status_code, texts(session))

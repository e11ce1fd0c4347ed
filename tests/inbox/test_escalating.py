"""A volunteer asks an admin to look at a conversation."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversations import escalating
from core.models import Conversation, Escalation, Notice, User
from tests import factories
from tests.factories import NOON
from tests.inbox.page import Page

Jos = Callable[[], Page]


@pytest.fixture
def talk(session: Session, conversation: Conversation, maya: User) -> Conversation:
    """Pat, held by Jo, asks what Jo cannot answer."""
    conversation.initial_at = NOON
    factories.heard(session, conversation, "Are you a lawyer?")
    return conversation


def notes(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(Escalation.note)))


def test_one_press_asks_and_the_page_says_so(jos: Jos, session: Session, talk: Conversation) -> None:
    form = jos().get(f"/conversations/{talk.id}").press("Ask an admin")
    page = form.press("Send to admins", note="A question <of> law")

    assert "An admin is looking at it since" in page.text
    assert "Ask an admin" not in page.text
    assert ["A question <of> law"] == notes(session)


def test_in_htmx_the_buttons_come_back_and_the_texts_are_fetched_anew(
    jos: Jos, session: Session, talk: Conversation
) -> None:
    page = jos().get(f"/conversations/{talk.id}/escalation")
    form = page.form("Send to admins")
    answer = page.client.post(form.action, data=page.fields(form), headers={"HX-Request": "true"})

    assert (201, "news") == (answer.status_code, answer.headers["HX-Trigger"])
    assert "Ask an admin" not in answer.text
    assert "An admin is looking at it" in page.part(f"/conversations/{talk.id}/messages")
    assert [""] == notes(session)


def test_pressed_twice_it_asks_once(jos: Jos, session: Session, talk: Conversation) -> None:
    page = jos().get(f"/conversations/{talk.id}/escalation")
    form = page.form("Send to admins")
    for _ in range(2):
        page.client.post(form.action, data=page.fields(form))

    assert [""] == notes(session)
    assert 1 == len(session.scalars(select(Notice)).all())


def test_a_note_that_is_too_long_stays_typed(jos: Jos, session: Session, talk: Conversation) -> None:
    long = "x" * (escalating.LONGEST_NOTE + 1)
    page = jos().get(f"/conversations/{talk.id}/escalation").press("Send to admins", expect=422, note=long)

    assert "The note has at most 1,000 characters" in page.text
    assert long in page.text
    assert [] == notes(session)


def test_once_an_admin_saw_to_it_the_page_says_who(
    jos: Jos, session: Session, talk: Conversation, jo: User, maya: User
) -> None:
    escalating.escalate(session, talk.id, by=jo, note="", key="k", now=NOON)
    escalating.resolve(session, talk.id, by=maya, now=NOON)
    page = jos().get(f"/conversations/{talk.id}")

    assert "Maya Torres saw to what was asked" in page.text
    assert "Ask an admin" in page.text


def test_sam_finds_nothing(
    as_user: Callable[[User], Page], session: Session, talk: Conversation, sam: User
) -> None:
    sams = as_user(sam)
    token = sams.get("/").tree.xpath("//input[@name='csrf_token']/@value")[0]
    sent = sams.client.post(
        f"/conversations/{talk.id}/escalations", data={"csrf_token": token, "key": "k", "note": "Hi"}
    )

    assert 404 == sent.status_code
    sams.get(f"/conversations/{talk.id}/escalation", expect=404)
    assert [] == notes(session)


def test_a_stranger_is_sent_to_sign_in(stranger: Page, talk: Conversation, session: Session) -> None:
    session.commit()
    assert "Sign in" in stranger.get(f"/conversations/{talk.id}/escalation").heading

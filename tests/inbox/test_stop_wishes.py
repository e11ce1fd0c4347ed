"""What sounds like a stop is shown calmly above the answer; one press opts out, an answer lets it be."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.conversations.sending import send_initial
from core.models import Conversation, OptOut, User
from tests import factories
from tests.factories import NOON
from tests.inbox.page import Page

Jos = Callable[[], Page]
WISH = "Sounds like they want no more texts:"


@pytest.fixture
def wishing(session: Session, conversation: Conversation, jo: User) -> Conversation:
    """Pat was texted and wants to be left alone, in words that no machine may act on."""
    send_initial(session, conversation.id, by=jo, key="first", now=NOON)
    factories.heard(session, conversation, "Hello. Please don’t text me <b>again</b>")
    return conversation


def opt_outs(session: Session) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(OptOut)) or 0


def test_the_words_are_shown_and_one_press_opts_out(
    jos: Jos, session: Session, wishing: Conversation
) -> None:
    page = jos().get(f"/conversations/{wishing.id}")
    assert f"{WISH} don’t text me" in page.text
    assert 0 == opt_outs(session)

    page.press("Opt out")

    assert 1 == opt_outs(session)
    assert "Opted out. Nobody in this campaign" in page.text
    assert WISH not in page.text


def test_pressed_twice_it_is_one(jos: Jos, session: Session, wishing: Conversation) -> None:
    page = jos().get(f"/conversations/{wishing.id}")
    form = page.form("Opt out")
    answers = [page.client.post(form.action, data=page.fields(form)).status_code for _ in range(2)]

    assert [303, 303] == answers
    assert 1 == opt_outs(session)


def test_without_a_key_or_a_token_nothing_happens(jos: Jos, session: Session, wishing: Conversation) -> None:
    page = jos().get(f"/conversations/{wishing.id}")
    form = page.form("Opt out")
    token = page.fields(form)["csrf_token"]

    assert 422 == page.client.post(form.action, data={"csrf_token": token}).status_code
    assert 0 == opt_outs(session)


def test_an_answer_lets_it_be(jos: Jos, session: Session, wishing: Conversation) -> None:
    page = jos().get(f"/conversations/{wishing.id}").press("Reply", body="Only about this?")

    assert WISH not in page.text
    assert 0 == opt_outs(session)


def test_what_they_wrote_before_our_last_text_is_past(
    jos: Jos, session: Session, wishing: Conversation
) -> None:
    page = jos().get(f"/conversations/{wishing.id}").press("Reply", body="Are you sure?")
    factories.heard(session, wishing, "No, I will vote")
    session.commit()

    assert WISH not in page.get(f"/conversations/{wishing.id}").text


def test_news_bring_it_too(jos: Jos, wishing: Conversation) -> None:
    assert WISH in jos().part(f"/conversations/{wishing.id}/messages")


def test_the_inbox_marks_it(jos: Jos, session: Session, wishing: Conversation) -> None:
    assert "May want to stop" in jos().get("/").text


def test_other_replies_are_not_marked(
    jos: Jos, session: Session, conversation: Conversation, jo: User
) -> None:
    send_initial(session, conversation.id, by=jo, key="first", now=NOON)
    factories.heard(session, conversation, "Can I stop by the office?")
    page = jos()

    assert "May want to stop" not in page.get("/").text
    assert WISH not in page.get(f"/conversations/{conversation.id}").text


def test_sam_sees_and_does_nothing(
    as_user: Callable[[User], Page], session: Session, wishing: Conversation, sam: User
) -> None:
    sams = as_user(sam).get("/")
    token = sams.fields(sams.form("Sign out"))["csrf_token"]
    sams.get(f"/conversations/{wishing.id}", expect=404)

    data = {"csrf_token": token, "key": "k"}
    assert 404 == sams.client.post(f"/conversations/{wishing.id}/opting-out", data=data).status_code
    assert 0 == opt_outs(session)


def test_a_stranger_is_sent_to_sign_in(stranger: Page, session: Session, wishing: Conversation) -> None:
    session.commit()

    assert "/sign-in" in stranger.get(f"/conversations/{wishing.id}").path

"""Pictures that go out with texts: fetched by the carrier, seen by the volunteer who sends them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversations.sending import send_initial
from core.models import Action, Conversation, Script, User
from core.pictures import token
from tests import factories
from tests.factories import NOON, PNG
from tests.inbox.page import Page

KEY = "a key for tests"
Jos = Callable[[], Page]


def picture(session: Session, action: Action, kind: str) -> str:
    """Give the script of this kind a picture; return its path."""
    script = session.scalars(select(Script).filter_by(action_id=action.id, kind=kind)).one()
    made = factories.picture(session, script)
    session.commit()
    return f"/m/{token(KEY, made)}"


def pictures(page: Page) -> list[tuple[str, str]]:
    return [(each.get("src"), each.get("alt")) for each in page.tree.xpath("//img[@src]")]


@pytest.fixture
def carrier(app: Flask) -> FlaskClient:
    """Somebody who has never signed in."""
    return app.test_client()


def test_the_carrier_fetches_it(session: Session, action: Action, carrier: FlaskClient) -> None:
    path = picture(session, action, "initial")

    got, asked = carrier.get(path), carrier.head(path)

    assert (200, PNG, "image/png") == (got.status_code, got.data, got.content_type)
    for answer in (got, asked):
        assert str(len(PNG)) == answer.headers["Content-Length"]
        assert "nosniff" == answer.headers["X-Content-Type-Options"]
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
    assert (200, b"") == (asked.status_code, asked.data)
    known = {"If-None-Match": got.headers["ETag"]}
    assert 304 == carrier.get(path, headers=known).status_code


@pytest.mark.parametrize("guess", ["1", "x.y", token("another key", 1), "%00"])
def test_a_guess_finds_nothing(session: Session, action: Action, carrier: FlaskClient, guess: str) -> None:
    picture(session, action, "initial")

    assert 404 == carrier.get(f"/m/{guess}").status_code


def test_it_is_seen_before_the_first_text_goes(jos: Jos, session: Session, action: Action) -> None:
    path = picture(session, action, "initial")

    page = jos().get("/").press("Start texting")

    assert [(path, "Picture sent with this text")] * 2 == pictures(page)


def test_it_is_seen_in_the_thread_and_with_the_response_that_brings_it(
    jos: Jos, session: Session, action: Action, conversation: Conversation, jo: User
) -> None:
    first, along = picture(session, action, "initial"), picture(session, action, "response")
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)
    page = jos().get(f"/conversations/{conversation.id}")
    assert [(first, "Picture sent with this text")] == pictures(page)
    (chip,) = page.tree.xpath("//a[@data-picture]")
    assert along == chip.get("data-picture")
    assert "+ picture" in chip.text_content()

    chosen = page.get(chip.get("href"))

    assert [first, along] == [src for src, _ in pictures(chosen)]
    sent = chosen.press("Reply")
    assert [first, along] == [src for src, _ in pictures(sent)]

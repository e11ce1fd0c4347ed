"""Pictures in a conversation: seen by whoever holds it, and never run by a browser."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from core.models import Conversation, MediaFile, StoredFile, User
from tests import factories
from tests.factories import NOON
from tests.inbox.page import Page

Attach = Callable[..., MediaFile]


@pytest.fixture
def attach(session: Session, conversation: Conversation) -> Attach:
    """Let a file have come with a text of Pat's."""
    text = factories.heard(session, conversation, "Look")
    text.media = [{"url": "https://api.twilio.com/x", "type": "image/jpeg"}]

    def make(kind: str = "image/jpeg", state: str = "fetched", problem: str = "") -> MediaFile:
        stored = StoredFile(
            campaign_id=text.campaign_id, name="text-1.jpg", content=b"a picture", created_at=NOON
        )
        session.add(stored)
        session.flush()
        made = MediaFile(
            campaign_id=text.campaign_id, message_id=text.id, position=0, url="https://api.twilio.com/x",
            content_type=kind, state=state, problem=problem, due_at=NOON,
            file_id=stored.id if state == "fetched" else None,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made

    return make


def test_a_picture_is_shown_with_its_text(
    attach: Attach, conversation: Conversation, jos: Callable[[], Page]
) -> None:
    media = attach()
    page = jos().get(f"/conversations/{conversation.id}")

    (picture,) = page.tree.xpath("//img")
    assert ("Picture from Pat", f"/media/{media.id}", "lazy") == (
        picture.get("alt"),
        picture.get("src"),
        picture.get("loading"),
    )
    assert "Open the picture" in page.text
    answer = page.client.get(f"/media/{media.id}")
    assert (200, b"a picture", "image/jpeg") == (answer.status_code, answer.data, answer.content_type)


def test_a_picture_without_words_is_named_in_the_inbox(
    session: Session, attach: Attach, conversation: Conversation, jos: Callable[[], Page]
) -> None:
    attach()
    conversation.last_preview = ""
    conversation.initial_at = NOON

    assert "A picture or file" in jos().get("/?tab=all").text


def test_a_browser_may_show_it_and_nothing_else(attach: Attach, jos: Callable[[], Page]) -> None:
    media = attach()
    answer = jos().client.get(f"/media/{media.id}")

    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "private" in answer.headers["Cache-Control"]


def test_another_file_is_saved_and_not_opened(
    attach: Attach, conversation: Conversation, jos: Callable[[], Page]
) -> None:
    media = attach("text/vcard")
    page = jos().get(f"/conversations/{conversation.id}")

    assert "Save the file (vcf)" in page.text
    answer = page.client.get(f"/media/{media.id}")
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("state", "problem", "words"),
    [
        ("waiting", "", "A picture is on its way."),
        ("refused", "too_large", "A picture came that is too large to show: it is over 5 MB."),
        ("refused", "kind", "A picture came, of a kind that is not shown here."),
        ("failed", "gone", "A picture came that could not be fetched."),
    ],
)
def test_what_cannot_be_shown_is_said(
    attach: Attach,
    conversation: Conversation,
    jos: Callable[[], Page],
    state: str,
    problem: str,
    words: str,
) -> None:
    media = attach(state=state, problem=problem)
    page = jos().get(f"/conversations/{conversation.id}")

    assert words in page.text
    assert [] == page.tree.xpath("//img")
    page.get(f"/media/{media.id}", expect=404)


def test_sam_sees_nothing_of_jos(attach: Attach, sam: User, as_user: Callable[[User], Page]) -> None:
    as_user(sam).get(f"/media/{attach().id}", expect=404)


def test_whoever_is_signed_out_is_sent_to_sign_in(session: Session, attach: Attach, app: Flask) -> None:
    media_id = attach().id
    session.commit()
    answer = app.test_client().get(f"/media/{media_id}")

    assert (303, "/sign-in") == (answer.status_code, answer.headers["Location"])


def test_asked_again_it_is_not_sent_twice(attach: Attach, jos: Callable[[], Page]) -> None:
    media_id = attach().id
    page = jos()
    tag = page.client.get(f"/media/{media_id}").headers["ETag"]

    assert 304 == page.client.get(f"/media/{media_id}", headers={"If-None-Match": tag}).status_code

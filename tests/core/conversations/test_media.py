"""What came with a text is listed at once, fetched soon, and kept only if it can be shown or saved safely."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.conversations.fetching_media import LARGEST, MOST_TRIES, fetch_due
from core.conversations.media import attached, file
from core.conversations.receiving import receive
from core.conversations.writing import write
from core.db import Database
from core.delivery.gateway import Media, NoMedia
from core.errors import NotFound
from core.models import Conversation, MediaFile, Message, StoredFile, User
from tests import factories
from tests.factories import NOON
from tests.fakes import MEDIA, FakeGateway

ADDRESS = f"{MEDIA}MM1/Media/ME1"
Receive = Callable[..., None]


@pytest.fixture
def gateway() -> FakeGateway:
    return FakeGateway()


@pytest.fixture
def receive_file(session: Session, conversation: Conversation) -> Receive:
    """Let Pat send a file to Jo."""
    write(session, conversation.id, "Hi Pat", at=NOON)

    def send(address: str = ADDRESS, kind: str = "image/jpeg") -> None:
        form = {"MessageSid": "MM1", "From": "+12125550111", "To": "+13125550170", "Body": "Look"}
        form |= {"NumMedia": "1", "MediaUrl0": address, "MediaContentType0": kind}
        receive(session, form, now=NOON)
        session.commit()

    return send


def fetch(database: Database, gateway: FakeGateway, minutes: float = 0) -> int:
    return fetch_due(database, gateway, clock=lambda: NOON + timedelta(minutes=minutes))


def stands(session: Session) -> tuple[str, str, str]:
    session.expire_all()
    row = session.scalars(select(MediaFile)).one()
    return row.state, row.problem, row.content_type


def kept(session: Session) -> int:
    return session.scalar(select(func.count(StoredFile.id))) or 0


def test_a_picture_is_listed_with_its_text_and_fetched_once(
    database: Database, session: Session, gateway: FakeGateway, receive_file: Receive, jo: User
) -> None:
    receive_file()
    assert ("waiting", "", "image/jpeg") == stands(session)
    version = jo.inbox_version
    gateway.media = {ADDRESS: Media("image/jpeg", b"a picture")}

    assert [1, 0, 0] == [fetch(database, gateway, at) for at in (0, 1, 100)]

    assert ("fetched", "", "image/jpeg") == stands(session)
    assert 1 == kept(session)
    assert version < jo.inbox_version
    shown = file(session, session.scalars(select(MediaFile.id)).one(), jo)
    assert (b"a picture", "image/jpeg", True) == (shown.content, shown.content_type, shown.is_picture)


@pytest.mark.parametrize(
    ("media", "state", "problem"),
    [
        (Media("image/svg+xml", b"<svg onload=alert(1)>"), "refused", "kind"),
        (Media("text/html; charset=utf-8", b"<script>"), "refused", "kind"),
        (Media("image/jpeg", b"x" * (LARGEST + 1)), "refused", "too_large"),
        (Media("image/jpeg", b"x" * LARGEST), "fetched", ""),
        (Media("Text/X-Vcard; charset=utf-8", b"BEGIN:VCARD"), "fetched", ""),
        (Media("application/octet-stream", b"told by the webhook"), "fetched", ""),
        (None, "failed", "gone"),
    ],
)
def test_only_what_can_be_shown_or_saved_is_kept(
    database: Database,
    session: Session,
    gateway: FakeGateway,
    receive_file: Receive,
    media: Media | None,
    state: str,
    problem: str,
) -> None:
    receive_file()
    gateway.media = {ADDRESS: media} if media else {}

    fetch(database, gateway)

    assert (state, problem) == stands(session)[:2]
    assert (state == "fetched") is bool(kept(session))


def test_an_address_that_is_not_the_carriers_is_refused(
    database: Database, session: Session, gateway: FakeGateway, receive_file: Receive
) -> None:
    receive_file("http://169.254.169.254/latest/meta-data")

    fetch(database, gateway)

    assert ("refused", "not_theirs") == stands(session)[:2]


def test_a_carrier_that_is_away_is_asked_again_later_and_not_for_ever(
    database: Database, session: Session, gateway: FakeGateway, receive_file: Receive
) -> None:
    receive_file()
    gateway.away = True

    asked = [fetch(database, gateway, 2**at - 2) for at in range(1, MOST_TRIES + 3)]

    assert [1] * MOST_TRIES + [0, 0] == asked
    assert ("failed", "away") == stands(session)[:2]


def test_it_is_not_asked_for_before_its_time(
    database: Database, session: Session, gateway: FakeGateway, receive_file: Receive
) -> None:
    receive_file()
    gateway.away = True

    assert [1, 0, 1, 0] == [fetch(database, gateway, at) for at in (0, 1.9, 2, 5.9)]


def test_a_worker_that_died_on_it_each_time_does_not_hold_up_the_rest(
    database: Database, session: Session, gateway: FakeGateway, receive_file: Receive
) -> None:
    receive_file()
    session.scalars(select(MediaFile)).one().tries = MOST_TRIES
    session.commit()

    assert 0 == fetch(database, gateway)

    assert ("failed", "given up") == stands(session)[:2]


def test_of_two_workers_with_one_file_one_keeps_it(
    database: Database, session: Session, gateway: FakeGateway, receive_file: Receive
) -> None:
    class Slow(FakeGateway):
        def fetch_media(self, address: str, *, most: int) -> Media | NoMedia:
            assert 1 == fetch(database, gateway, 3)  # our hold of it has run out meanwhile
            return super().fetch_media(address, most=most)

    receive_file()
    slow = Slow()
    gateway.media = slow.media = {ADDRESS: Media("image/png", b"one")}

    fetch(database, slow)

    assert 1 == kept(session)
    assert "fetched" == stands(session)[0]


def test_it_is_there_for_whoever_holds_the_conversation_alone(
    database: Database,
    session: Session,
    gateway: FakeGateway,
    receive_file: Receive,
    conversation: Conversation,
    jo: User,
    sam: User,
) -> None:
    receive_file()
    media_id = session.scalars(select(MediaFile.id)).one()
    with pytest.raises(NotFound):
        file(session, media_id, jo)  # it is not fetched yet
    gateway.media = {ADDRESS: Media("image/png", b"one")}
    fetch(database, gateway)
    session.expire_all()

    with pytest.raises(NotFound):
        file(session, media_id, sam)
    conversation.holder_id = sam.id
    session.flush()

    assert b"one" == file(session, media_id, sam).content
    with pytest.raises(NotFound):
        file(session, media_id, jo)


def test_texts_without_files_ask_the_database_nothing(session: Session, conversation: Conversation) -> None:
    text = factories.heard(session, conversation, "Yes")

    assert {} == attached(session, [text])
    assert 0 == session.scalar(select(func.count(MediaFile.id)))
    assert [] == session.scalars(select(Message.media)).one()

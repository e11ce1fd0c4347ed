"""Pictures that go out with texts: known by their first bytes, given out to whoever has the address."""

import pytest
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.models import Action, StoredFile
from core.pictures import Picture, address, given_out, kind_of, token
from tests import factories
from tests.factories import NOON, PNG

KEY = "a key for tests"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0 JFIF", "image/jpeg"),
        (PNG, "image/png"),
        (b"GIF89a", "image/gif"),
        (b"GIF87a", "image/gif"),
        (b"<svg>", None),
        (b"RIFF....WEBP", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_the_kind(content: bytes, kind: str | None) -> None:
    assert kind == kind_of(content)


def test_a_picture_is_found_by_its_address_alone(session: Session, action: Action) -> None:
    script = factories.script(session, action, "response", "Hi", name="No")
    file_id = factories.picture(session, script)

    base, _, shown = address("https://text.example", KEY, file_id).rpartition("/")

    assert "https://text.example/m" == base
    assert Picture("image/png", PNG) == given_out(session, KEY, shown)


@pytest.mark.parametrize("shown", ["", "1", "x.y", token("another key", 1), token(KEY, 10**6)])
def test_any_other_token_finds_nothing(session: Session, action: Action, shown: str) -> None:
    factories.picture(session, factories.script(session, action, "response", "Hi", name="No"))

    with pytest.raises(NotFound):
        given_out(session, KEY, shown)


def test_a_file_that_is_no_picture_is_never_given_out(session: Session, action: Action) -> None:
    kept = StoredFile(campaign_id=action.campaign_id, name="a.csv", content=b"phone", created_at=NOON)
    session.add(kept)
    session.flush()

    with pytest.raises(NotFound):
        given_out(session, KEY, token(KEY, kept.id))

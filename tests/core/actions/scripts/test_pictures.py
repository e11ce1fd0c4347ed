"""A script's picture: checked, kept once, part of the script's version."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.copying import copy
from core.actions.scripts.initials import Seen, write_initials
from core.actions.scripts.keeping import written
from core.actions.scripts.pictures import OtherPicture, Wish
from core.actions.scripts.preview import preview
from core.actions.scripts.responses import (
    ChangedMeanwhile,
    Response,
    add_response,
    edit_response,
    read_response,
)
from core.actions.scripts.versions import reworded
from core.errors import Invalid
from core.models import Action, Script, StoredFile, User
from core.pictures import LARGEST, ids_of
from tests.factories import HELLO, NOON, PNG

LATER = NOON + timedelta(hours=1)
GIF = b"GIF89a and so on"


def give(session: Session, action: Action, maya: User, wish: Wish, **more: object) -> Script:
    write_initials(session, action.id, [HELLO], pictures={1: wish}, by=maya, now=LATER, **more)  # type: ignore[arg-type]
    (script,) = written(session, action.id, "initial")
    return script


def files(session: Session) -> list[bytes]:
    return list(session.scalars(select(StoredFile.content).order_by(StoredFile.id)))


def test_a_picture_belongs_to_the_scripts_version(session: Session, maya: User, action: Action) -> None:
    give(session, action, maya, Wish(PNG))
    script = give(session, action, maya, Wish(removed=True))

    assert ([], 3) == (script.media, script.version)
    (shown,) = reworded(session, action, first=0, count=5)
    assert [False, True, False] == [each.has_picture for each in shown.versions]


def test_the_same_picture_twice_is_kept_once(session: Session, maya: User, action: Action) -> None:
    before = [Seen(written(session, action.id, "initial")[0].id, 1)]
    for _ in range(2):
        script = give(session, action, maya, Wish(PNG), seen=before)

    assert ([PNG], 2) == (files(session), script.version)
    assert "image/png" == script.media[0]["type"]


def test_words_that_change_keep_their_picture(session: Session, maya: User, action: Action) -> None:
    media = give(session, action, maya, Wish(PNG)).media

    write_initials(session, action.id, ["Hello"], by=maya, now=LATER)

    assert media == written(session, action.id, "initial")[0].media


def test_of_two_admins_the_second_loses_nobodys_picture(session: Session, maya: User, action: Action) -> None:
    before = [Seen(written(session, action.id, "initial")[0].id, 1)]
    give(session, action, maya, Wish(PNG), seen=before)

    with pytest.raises(OtherPicture) as refusal:
        give(session, action, maya, Wish(GIF), seen=before)

    assert "initial_picture_1" == refusal.value.field


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "no JPEG, PNG or GIF"),
        (b"<svg onload=alert(1)>", "no JPEG, PNG or GIF"),
        (PNG + bytes(LARGEST), "at most 5 MB"),
    ],
)
def test_what_is_no_picture_is_refused_beside_its_field(
    session: Session, maya: User, action: Action, content: bytes, told: str
) -> None:
    with pytest.raises(Invalid, match=told) as refusal:
        give(session, action, maya, Wish(content))

    assert "initial_picture_1" == refusal.value.field


def test_a_response_has_a_picture_and_loses_it(session: Session, maya: User, action: Action) -> None:
    wanted = Response("Poster", "Here it is")
    for _ in range(2):
        script = add_response(session, action.id, wanted, picture=Wish(PNG), by=maya, now=NOON)
    there = read_response(session, script)
    assert (tuple(ids_of(script.media)), 1) == (there.pictures, len(files(session)))

    edit_response(session, script.id, wanted, seen=there.stamp, by=maya, now=NOON)
    assert there.pictures == tuple(ids_of(script.media))
    gone = Wish(removed=True)
    edit_response(session, script.id, wanted, seen=there.stamp, picture=gone, by=maya, now=NOON)

    assert [] == script.media


def test_a_picture_given_to_a_response_meanwhile_is_not_lost(
    session: Session, maya: User, action: Action
) -> None:
    wanted = Response("Poster", "Here it is")
    script = add_response(session, action.id, wanted, by=maya, now=NOON)
    seen = read_response(session, script).stamp
    edit_response(session, script.id, wanted, seen=seen, picture=Wish(PNG), by=maya, now=NOON)

    with pytest.raises(ChangedMeanwhile, match="its pictures are others"):
        edit_response(session, script.id, wanted, seen=seen, picture=Wish(GIF), by=maya, now=NOON)


def test_a_copy_of_an_action_has_its_pictures(session: Session, maya: User, action: Action) -> None:
    media = give(session, action, maya, Wish(PNG)).media

    made = copy(session, action.id, by=maya, now=LATER)

    assert media == written(session, made.id, "initial")[0].media


def test_a_picture_message_counts_as_one_however_long_its_words(
    session: Session, maya: User, action: Action
) -> None:
    body = HELLO + " Ja! 🗳" * 30
    write_initials(session, action.id, [body], pictures={1: Wish(PNG)}, by=maya, now=NOON)

    shown = preview(session, action, by=maya)

    assert (2, 1.0) == (shown.segments, shown.initials[0].average)
    assert [] == shown.initials[0].concerns

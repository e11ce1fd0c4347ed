"""The picture of a script: checked when an admin gives one, kept once, and part of the script's version."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid, Stale
from core.models import Action, Script, ScriptVersion, StoredFile, User
from core.pictures import ENDINGS, LARGEST, ids_of, kind_of

Media = list[Any]  # see `core.pictures.Media`


@dataclass(frozen=True)
class Wish:
    """What a form asks for: a new picture, none any more, or, with neither said, what there is.

    Attributes:
        content: of the new picture; counts for more than `removed`.
    """

    content: bytes | None = None
    removed: bool = False

    @property
    def is_any(self) -> bool:
        return self.content is not None or self.removed


AS_IT_IS = Wish()


class OtherPicture(Invalid, Stale):
    """Somebody gave the script another picture after this person opened the form."""

    def __init__(self, field: str) -> None:
        super().__init__(field, "Somebody changed this picture while you had it open. Open the form again.")


def check(content: bytes, *, field: str) -> str:
    """Return a picture's content type; its name counts for nothing.

    Raises:
        Invalid: beside `field`: empty, too large, or of another kind.
    """
    if not content:
        raise Invalid(field, "The file is empty. Choose another.")
    if len(content) > LARGEST:
        raise Invalid(field, "A picture has at most 5 MB. Make it smaller, then choose it again.")
    kind = kind_of(content)
    if kind is None:
        raise Invalid(field, "This is no JPEG, PNG or GIF picture, whatever it is called. Choose another.")
    return kind


def wished(
    session: Session,
    action: Action,
    before: Sequence[Any],
    wish: Wish,
    *,
    field: str,
    by: User,
    now: datetime,
) -> Media:
    """Return what a script's media are to be; a picture that the action has already is not kept twice.

    Args:
        before: what they are.

    Raises:
        Invalid: as `check`.
    """
    if wish.content is not None:
        kind = check(wish.content, field=field)
        return [{"file": _kept(session, action, wish.content, kind, by, now), "type": kind}]
    return [] if wish.removed else list(before)


def refuse_other(session: Session, script: Script, media: Sequence[Any], *, seen: int, field: str) -> None:
    """Refuse another picture for a script whose picture was changed since its form was opened.

    Args:
        seen: the version that the form showed.

    Raises:
        OtherPicture: somebody else's picture would be lost by it.
    """
    if script.version == seen or list(media) == script.media:
        return
    shown = session.get(ScriptVersion, (script.id, seen))
    if shown is None or shown.media != script.media:
        raise OtherPicture(field)


def _kept(session: Session, action: Action, content: bytes, kind: str, by: User, now: datetime) -> int:
    name = f"{hashlib.sha256(content).hexdigest()}.{ENDINGS[kind]}"
    of_action = session.scalars(select(Script.media).filter_by(action_id=action.id))
    ids = {each for media in of_action for each in ids_of(media)}
    same = select(StoredFile.id).where(StoredFile.id.in_(ids), StoredFile.name == name)
    if twin := session.scalar(same.limit(1)):
        return twin
    about = {"campaign_id": action.campaign_id, "created_at": now, "created_by_id": by.id}
    made = StoredFile(name=name, content=content, **about)
    session.add(made)
    session.flush()
    return made.id

"""Pictures and other files that came with a text: listed with it at once, and shown to its volunteer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.bells import ring
from core.conversations.holding import holds
from core.errors import NotFound
from core.models import Conversation, MediaFile, Message, StoredFile, User

# What browsers show by themselves, and nothing that could hold a program: no SVG, no HTML.
PICTURES = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
OTHERS = {
    "application/pdf": "pdf",
    "audio/amr": "amr",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "image/heic": "heic",
    "text/vcard": "vcf",
    "text/x-vcard": "vcf",
    "video/3gpp": "3gp",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
}
KINDS: Mapping[str, str] = PICTURES | OTHERS


@dataclass(frozen=True)
class Attached:
    """A file below a text.

    Attributes:
        state: see `core.models.MediaFile`.
        problem: why it is not there: too_large, kind, not_theirs, gone, or another word.
        ending: of its name, such as `pdf`; empty for an unknown kind.
    """

    id: int
    state: str
    problem: str
    is_picture: bool
    ending: str


@dataclass(frozen=True)
class File:
    """The content of a file, and what a browser may do with it."""

    name: str
    content_type: str
    content: bytes
    is_picture: bool


def list_media(session: Session, message: Message, *, now: datetime) -> None:
    """List the files of an inbound text, to be fetched once this transaction commits.

    Args:
        message: flushed; its `media` hold address and type of each.
    """
    for position, each in enumerate(message.media):
        made = MediaFile(
            campaign_id=message.campaign_id,
            message_id=message.id,
            position=position,
            url=each["url"],
            content_type=kind_of(each["type"]),
            due_at=now,
        )
        session.add(made)
    if message.media:
        ring(session, "fetch_media")


def kind_of(content_type: str) -> str:
    """Return a content type without what may follow it."""
    return content_type.partition(";")[0].strip().lower()


def attached(session: Session, messages: Collection[Message]) -> dict[int, list[Attached]]:
    """Return what came with these texts, by message id, in order."""
    with_some = [each.id for each in messages if each.media and each.direction == "in"]
    if not with_some:
        return {}
    query = select(MediaFile).where(MediaFile.message_id.in_(with_some))
    found: dict[int, list[Attached]] = {}
    for row in session.scalars(query.order_by(MediaFile.message_id, MediaFile.position)):
        found.setdefault(row.message_id, []).append(_attached(row))
    return found


def file(session: Session, media_id: int, user: User) -> File:
    """Return a file from one of `user`'s conversations.

    Raises:
        NotFound: it is not there, not fetched, or not theirs.
    """
    query = (
        select(MediaFile.content_type, StoredFile.name, StoredFile.content)
        .join(StoredFile, StoredFile.id == MediaFile.file_id)
        .join(Message, Message.id == MediaFile.message_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(MediaFile.id == media_id, MediaFile.state == "fetched", holds(user))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound("That file")
    return File(row.name, row.content_type, row.content, row.content_type in PICTURES)


def _attached(row: MediaFile) -> Attached:
    kind = row.content_type
    return Attached(row.id, row.state, row.problem, kind in PICTURES, KINDS.get(kind, ""))

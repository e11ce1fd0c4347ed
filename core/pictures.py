"""Pictures that go out with texts: what kind they are, and the address at which the carrier fetches them.

Source of kinds and size: twilio.com/docs/messaging/guides/accepted-mime-types; JPEG, PNG and GIF are what
Twilio fits to each phone, and all media of a message together have at most 5 MB.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.models import StoredFile

LARGEST = 5_000_000  # bytes
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"}

_BEGINNINGS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_PURPOSE = "picture"

Media = Sequence[Mapping[str, Any]]  # as scripts and texts keep it: `file`, an id, and `type` of each picture


class Picture(NamedTuple):
    """A picture as it is given out."""

    content_type: str
    content: bytes


def kind_of(content: bytes) -> str | None:
    """Return the content type that a file's first bytes tell; None for anything but our three kinds."""
    return next((kind for first, kind in _BEGINNINGS.items() if content.startswith(first)), None)


def ids_of(media: Media) -> list[int]:
    """Return the ids of the pictures of a script, or of a text of ours."""
    return [each["file"] for each in media if "file" in each]


def token(secret_key: str, file_id: int) -> str:
    """Return what nobody can guess, to stand at the end of a picture's address.

    Args:
        secret_key: `Settings.signing_key()`.
    """
    return _signer(secret_key).dumps(file_id)


def address(public_url: str, secret_key: str, file_id: int) -> str:
    """Return where anybody who was given it finds a picture.

    Args:
        public_url: without a closing slash.
    """
    return f"{public_url}/m/{token(secret_key, file_id)}"


def given_out(session: Session, secret_key: str, shown: str) -> Picture:
    """Return the picture that a token was made for.

    Raises:
        NotFound: the token is not ours, or no picture is there.
    """
    try:
        file_id = int(_signer(secret_key).loads(shown))
    except (BadData, ValueError, TypeError):
        raise NotFound("That picture") from None
    kept = session.get(StoredFile, file_id)
    kind = kind_of(kept.content) if kept else None
    if kept is None or kind is None:
        raise NotFound("That picture")
    return Picture(kind, kept.content)


def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt=_PURPOSE)

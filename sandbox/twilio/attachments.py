"""Pictures that people send along: kept, listed as Twilio lists them, and given out by way of its store."""

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.twilio.texts import API_VERSION, rfc2822


@dataclass(frozen=True)
class Attachment:
    """A file that came with a text; `sid` names it, and the text it came with."""

    content_type: str
    content: bytes
    sid: str = field(default_factory=lambda: "ME" + uuid.uuid4().hex)

    @property
    def store(self) -> str:
        """Its place in the store, to which Twilio sends whoever asks the API for the content."""
        return f"/media/{self.sid}"

    def as_record(self) -> dict[str, str]:
        """Return plain data to keep on disk."""
        content = base64.b64encode(self.content).decode()
        return {"content_type": self.content_type, "content": content, "sid": self.sid}

    @classmethod
    def from_record(cls, record: dict[str, str]) -> "Attachment":
        """Return the file that `as_record` described."""
        return cls(record["content_type"], base64.b64decode(record["content"]), record["sid"])


def path_of(account_sid: str, text_sid: str, sid: str) -> str:
    """Return where the API has a file."""
    return f"/{API_VERSION}/Accounts/{account_sid}/Messages/{text_sid}/Media/{sid}"


def media_page(
    account_sid: str, text_sid: str, files: Sequence[Attachment], at: datetime, path: str
) -> dict[str, Any]:
    """Return Twilio's JSON for the files of a text; there are ten at most, so one page holds them."""
    return {
        "media_list": [_resource(account_sid, text_sid, file, at) for file in files],
        "page": 0,
        "page_size": 50,
        "start": 0,
        "end": max(len(files) - 1, 0),
        "uri": path,
        "first_page_uri": path,
        "next_page_uri": None,
        "previous_page_uri": None,
    }


def _resource(account_sid: str, text_sid: str, file: Attachment, at: datetime) -> dict[str, Any]:
    return {
        "account_sid": account_sid,
        "content_type": file.content_type,
        "date_created": rfc2822(at),
        "date_updated": rfc2822(at),
        "parent_sid": text_sid,
        "sid": file.sid,
        "uri": path_of(account_sid, text_sid, file.sid) + ".json",
    }

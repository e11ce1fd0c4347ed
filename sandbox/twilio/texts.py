"""One text, and its form as Twilio's Message resource."""

import uuid
from dataclasses import asdict, dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from sandbox.twilio.outcomes import CARRIER_WORDS
from sandbox.twilio.segments import count_segments

API_VERSION = "2010-04-01"
FINAL = frozenset({"delivered", "undelivered", "failed", "canceled", "received"})
TIMES = ("created", "updated", "sent")


@dataclass
class Text:
    """A message in either direction. Times are aware and in UTC; `validity` is in seconds."""

    account_sid: str
    direction: str
    to: str
    body: str
    status: str
    created: datetime
    updated: datetime
    sender: str | None = None
    service: str | None = None
    sent: datetime | None = None
    error: int | None = None
    callback: str | None = None
    validity: int = 36_000
    media: list[str] = field(default_factory=list)
    outcome: str = "delivered"
    sid: str = ""

    def __post_init__(self) -> None:
        self.sid = self.sid or ("MM" if self.media else "SM") + uuid.uuid4().hex

    @property
    def segments(self) -> int:
        """Segments as Twilio shows them: none until a sender is chosen, one for a picture message."""
        whole = 1 if self.media else count_segments(self.body)
        return whole if self.sender else 0

    def as_resource(self) -> dict[str, Any]:
        """Return Twilio's JSON: counts are strings, dates are RFC 2822."""
        uri = f"/{API_VERSION}/Accounts/{self.account_sid}/Messages/{self.sid}"
        return {
            "account_sid": self.account_sid,
            "api_version": API_VERSION,
            "body": self.body,
            "date_created": rfc2822(self.created),
            "date_sent": rfc2822(self.sent),
            "date_updated": rfc2822(self.updated),
            "direction": self.direction,
            "error_code": self.error,
            "error_message": CARRIER_WORDS[self.error] if self.error else None,
            "from": self.sender,
            "messaging_service_sid": self.service,
            "num_media": str(len(self.media)),
            "num_segments": str(self.segments),
            "price": None,
            "price_unit": None,
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.to,
            "uri": f"{uri}.json",
        }

    def as_record(self) -> dict[str, Any]:
        """Return plain data to keep on disk."""
        record = asdict(self)
        return record | {name: record[name] and record[name].isoformat() for name in TIMES}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Text":
        """Return the text that `as_record` described."""
        times = {name: record[name] and datetime.fromisoformat(record[name]) for name in TIMES}
        return cls(**record | times)


def rfc2822(instant: datetime | None) -> str | None:
    """Return e.g. `Thu, 24 Aug 2023 05:01:45 +0000`."""
    return format_datetime(instant) if instant else None

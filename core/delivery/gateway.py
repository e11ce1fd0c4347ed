"""The one door to the carrier: what may be asked of it and the four things that can come of a send."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True)
class Outgoing:
    """A text to send.

    Attributes:
        attempt: our own id of this one call; it rides in the callback's address.
        sender: a Messaging Service SID (`MG…`) or a number in E.164.
        our_number: a number of the service to send from, so that a person hears from one number only; None
            lets the service choose.
        validity: seconds the carrier may hold the text before it must give up, 1 to 36,000; None: its own.
        pictures: ids of the stored files that go along.
    """

    attempt: str
    to: str
    body: str
    sender: str
    our_number: str | None = None
    validity: int | None = None
    pictures: tuple[int, ...] = ()


@dataclass(frozen=True)
class Accepted:
    """The carrier took it."""

    sid: str
    status: str
    our_number: str | None = None


@dataclass(frozen=True)
class Rejected:
    """The carrier refused it; nothing was made."""

    code: str
    words: str = ""


@dataclass(frozen=True)
class NotSent:
    """It certainly never reached the carrier, or was turned away by its rate limit: safe to send later."""

    reason: str
    retry_after: float | None = None


@dataclass(frozen=True)
class Unknown:
    """It may or may not have been sent: never send it again by machine."""

    reason: str


Outcome = Accepted | Rejected | NotSent | Unknown


@dataclass(frozen=True)
class Carried:
    """A text as the carrier knows it.

    Attributes:
        direction: in, out.
        status: in the carrier's own words.
        code, words: why it failed, as the carrier says it.
        created_at: when the carrier made it of our call or, inbound, when it came.
        media: how many pictures or other files came with it.
    """

    sid: str
    direction: str
    status: str
    to: str
    sender: str | None
    body: str
    code: str | None
    created_at: datetime
    messaging_service_sid: str | None
    words: str = ""
    segments: int = 1
    media: int = 0


@dataclass(frozen=True)
class Media:
    """A picture or other file that came with a text."""

    content_type: str
    content: bytes


@dataclass(frozen=True)
class NoMedia:
    """It will never be had: not the carrier's, deleted there, or larger than was asked for."""

    reason: Literal["not_theirs", "gone", "too_large"]


class CarrierAway(Exception):
    """The carrier could not be asked; nothing may be concluded from what it did not say."""


class Gateway(Protocol):
    """What the product needs of a carrier; the real one is `core.delivery.twilio.sending`."""

    def send(self, text: Outgoing) -> Outcome:
        """Send once. Never raises for what the network or the carrier does."""
        ...

    def fetch(self, sid: str) -> Carried | None:
        """Return a text as it stands now, None when the carrier knows of none (any more).

        Raises:
            CarrierAway: there is no answer, or no whole one.
        """
        ...

    def list_since(
        self, since: datetime, *, until: datetime | None = None, to: str | None = None
    ) -> Iterable[Carried]:
        """Yield texts made since then, newest first; to one number only when `to` is given.

        Args:
            until: none made at that instant or later.

        Raises:
            CarrierAway: there is no answer, or no whole one.
        """
        ...

    def numbers_of(self, service: str) -> list[str]:
        """Return the numbers of a Messaging Service, in E.164.

        Raises:
            CarrierAway: there is no answer, or no whole one.
        """
        ...

    def media_of(self, sid: str) -> list[tuple[str, str]]:
        """Return address and content type of each file that came with a text.

        Raises:
            CarrierAway: there is no answer, or no whole one.
        """
        ...

    def fetch_media(self, address: str, *, most: int) -> Media | NoMedia:
        """Fetch a file that came with a text. An address that is not the carrier's own is not called.

        Args:
            most: bytes; a larger file is read no further.

        Raises:
            CarrierAway: there is no answer, or no whole one.
        """
        ...

"""The one door to the carrier: what may be asked of it and the four things that can come of a send."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Outgoing:
    """A text to send.

    Attributes:
        attempt: our own id of this one call; it rides in the callback's address.
        sender: a Messaging Service SID (`MG…`) or a number in E.164.
        our_number: a number of the service to send from, so that a person hears from one number only; None
            lets the service choose.
        validity: seconds the carrier may hold the text before it must give up, 1 to 36,000; None: its own.
    """

    attempt: str
    to: str
    body: str
    sender: str
    our_number: str | None = None
    validity: int | None = None


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
    """A text as the carrier lists it."""

    sid: str
    direction: str  # in, out
    status: str
    to: str
    sender: str | None
    body: str
    code: str | None
    created_at: datetime
    messaging_service_sid: str | None


class CarrierAway(Exception):
    """The carrier could not be asked; nothing may be concluded from what it did not say."""


class Gateway(Protocol):
    """What the product needs of a carrier; the real one is `core.delivery.twilio`."""

    def send(self, text: Outgoing) -> Outcome:
        """Send once. Never raises for what the network or the carrier does."""
        ...

    def list_since(self, since: datetime, *, to: str | None = None) -> Iterable[Carried]:
        """Yield texts made since then, newest first; to one number only when `to` is given.

        Raises:
            CarrierAway: there is no answer, or no whole one.
        """
        ...

"""The texts we refuse before they reach Twilio, each with its code and its sentence.

One rule for both moments: when a volunteer presses, and again when a worker takes the text in hand, since
much can happen in between (a stop, a pause, the end of the hours).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from core.delivery import hours, segments
from core.errors import CoreError
from core.models import Action, Campaign, Contact, Conversation, SendingService

LONGEST_TEXT = 1600  # characters; Twilio refuses more with 21617
MOST_SEGMENTS = 10


@dataclass(frozen=True)
class Case:
    """What the safeguards look at for one text.

    Attributes:
        is_initial: whether it is the first text of the conversation.
        opted_out: whether an opt-out of this phone is in force.
        texted_elsewhere_at: when another action last texted this contact.
        service: what it would leave from; None when the campaign has nothing to send from.
    """

    is_initial: bool
    conversation: Conversation
    contact: Contact
    action: Action
    campaign: Campaign
    service: SendingService | None
    opted_out: bool
    texted_elsewhere_at: datetime | None

    def window(self, now: datetime) -> hours.Window:
        """Return the hours in which this text may go."""
        replying = not self.is_initial and hours.in_conversation(self.conversation.last_inbound_at, now)
        return hours.window(self.campaign, self.contact.zones, now, replying=replying)


class Safeguard(CoreError):
    """A text that is not sent, and why.

    Attributes:
        code: stands on the message that was refused.
        passes: whether the reason goes away by itself, so that the contact may be texted later.
    """

    code: ClassVar[str]
    passes: ClassVar[bool] = False


class ContactOptedOut(Safeguard):
    """The person said stop."""

    code = "opted_out"

    def __init__(self) -> None:
        super().__init__("This person asked not to be texted any more.")


class Undeliverable(Safeguard):
    """No text can reach this phone."""

    code = "undeliverable"

    def __init__(self) -> None:
        super().__init__("Texts cannot reach this phone: it is a landline or not in service.")


class TooLong(Safeguard):
    """More than one text should hold."""

    code = "too_long"

    def __init__(self, characters: int, count: int) -> None:
        super().__init__(
            f"This text is too long: {characters:,} characters in {count} segments. At most "
            f"{LONGEST_TEXT:,} characters and {MOST_SEGMENTS} segments can be sent."
        )


class ActionNotRunning(Safeguard):
    """The action is paused, closed, or not out yet."""

    code = "action_not_running"
    passes = True

    def __init__(self, state: str) -> None:
        super().__init__(f"This action is {state}, so nothing can be sent in it right now.")


class ServiceNotReady(Safeguard):
    """The campaign has nothing to send from."""

    code = "service_not_ready"
    passes = True

    def __init__(self) -> None:
        super().__init__("This campaign has no number to text from yet. An admin can set one up.")


class OutsideTextingHours(Safeguard):
    """It is too early or too late where the contact lives.

    Attributes:
        opens_at: when the contact may be texted again, None if never.
    """

    code = "outside_hours"
    passes = True

    def __init__(self, opens_at: datetime | None, zones: str) -> None:
        super().__init__(f"It is outside texting hours for this person. {_when(opens_at, zones)}")
        self.opens_at = opens_at


class RecentlyTexted(Safeguard):
    """Another action texted this person a short while ago."""

    code = "recently_texted"
    passes = True

    def __init__(self, hours_between: int) -> None:
        super().__init__(
            f"Another action texted this person in the last {hours_between} hours. Try again later."
        )


SAFEGUARDS: dict[str, type[Safeguard]] = {kind.code: kind for kind in Safeguard.__subclasses__()}


def check(case: Case, body: str, now: datetime) -> None:
    """Refuse a text that must not go out now.

    Raises:
        Safeguard: the first reason found; those that last come before those that pass.
    """
    if case.opted_out:
        raise ContactOptedOut
    if case.contact.undeliverable:
        raise Undeliverable
    _check_length(body)
    if not case.action.is_running:
        raise ActionNotRunning(case.action.state)
    if case.service is None:
        raise ServiceNotReady
    _check_hours(case, now)
    _check_lock(case, now)


def _check_length(body: str) -> None:
    count = segments.count(body).count
    if len(body) > LONGEST_TEXT or count > MOST_SEGMENTS:
        raise TooLong(len(body), count)


def _check_hours(case: Case, now: datetime) -> None:
    window = case.window(now)
    if not window.is_open:
        raise OutsideTextingHours(window.opens_at, case.contact.zones)


def _check_lock(case: Case, now: datetime) -> None:
    lock, texted_at = case.campaign.lock_hours, case.texted_elsewhere_at
    if case.is_initial and texted_at is not None and now - texted_at < timedelta(hours=lock):
        raise RecentlyTexted(lock)


def _when(opens_at: datetime | None, zones: str) -> str:
    if opens_at is None:
        return "Their time zones never share an hour in which texting is allowed."
    there = opens_at.astimezone(hours.clocks(zones)[0])
    return f"Texting opens {there:%A} at {there:%I:%M %p %Z}.".replace(" at 0", " at ")

"""Why we refuse a text before it reaches Twilio: each reason with its code and its sentence."""

from datetime import datetime
from typing import ClassVar

from core.errors import CoreError

LONGEST_TEXT = 1600  # characters; Twilio refuses more with 21617


class Safeguard(CoreError):
    """A text that is not sent, and why.

    Attributes:
        code: stands on the message that was refused.
        passes: whether the reason goes away, by itself or mended, so that the contact may be texted later.
    """

    code: ClassVar[str]
    passes: ClassVar[bool] = False


class ContactOptedOut(Safeguard):
    """The person said stop."""

    code = "opted_out"

    def __init__(self) -> None:
        super().__init__("This person asked not to be texted any more.")


class ConfirmationTooLate(Safeguard):
    """The one text that may confirm a stop did not get away in time, so that none may.

    Source: 47 CFR 64.1200(a)(12) gives five minutes.
    """

    code = "confirmation_late"

    def __init__(self) -> None:
        super().__init__("It is too late to confirm that they get no more texts. The opt-out holds.")


class Undeliverable(Safeguard):
    """No text can reach this phone."""

    code = "undeliverable"

    def __init__(self) -> None:
        super().__init__("Texts cannot reach this phone: it is a landline or not in service.")


class TooLong(Safeguard):
    """More than one text should hold."""

    code = "too_long"

    def __init__(self, characters: int, count: int, most: int) -> None:
        super().__init__(
            f"This text is too long: {characters:,} characters in {count} segments. At most "
            f"{LONGEST_TEXT:,} characters and {most} segments can be sent."
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


class NotRegistered(Safeguard):
    """The carriers do not take texts from what this campaign sends from.

    Args:
        registration: how it stands, `pending` or `refused`.
    """

    code = "not_registered"
    passes = True

    def __init__(self, registration: str) -> None:
        stands = "is not through yet" if registration == "pending" else "was refused"
        super().__init__(
            f"The registration of this campaign's number with the carriers {stands}, so they turn its texts "
            "away. Admins see it in /textbank settings."
        )


class DailyCapReached(Safeguard):
    """The carriers take no more of this campaign's texts until their next day begins."""

    code = "daily_cap"
    passes = True

    def __init__(self) -> None:
        super().__init__(
            "The carriers' daily limit for this campaign is used up, so no text can go out any more today. "
            "Please go on tomorrow."
        )


class OutsideTextingHours(Safeguard):
    """It is too early or too late where the contact lives.

    Attributes:
        opens_at: when the contact may be texted again, None if never.

    Args:
        opening: the same in words, with the reason.
    """

    code = "outside_hours"
    passes = True

    def __init__(self, opens_at: datetime | None, opening: str) -> None:
        super().__init__(f"It is outside texting hours for this person. {opening}")
        self.opens_at = opens_at


class RecentlyTexted(Safeguard):
    """Another action texted this person a short while ago."""

    code = "recently_texted"
    passes = True

    def __init__(self, hours_between: int) -> None:
        super().__init__(
            f"Another action texted this person in the last {hours_between} hours. Try again later."
        )


class NotJudged(Safeguard):
    """Something broke while this one text was looked at: it is set aside, and holds up no other."""

    code = "not_judged"
    passes = True

    def __init__(self) -> None:
        super().__init__(
            "Something went wrong here while this text was checked, so it was not sent. Please tell an admin."
        )


SAFEGUARDS: dict[str, type[Safeguard]] = {kind.code: kind for kind in Safeguard.__subclasses__()}

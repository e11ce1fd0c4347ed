"""The magic numbers: texting one of them makes one particular thing happen, every time.

All are (404) 555-01NN, fictional lines that pass as real ones. Where an error code is at stake,
NN is how the code ends: 30007 lives at (404) 555-0107. Every other number simply gets its text.
"""

from dataclasses import dataclass
from typing import Literal

Answer = Literal["created", "busy once", "error", "created then error", "silence", "reset", "slow"]
Callbacks = Literal["in order", "reversed", "doubled", "before the answer", "late", "never"]


@dataclass(frozen=True)
class Outcome:
    """What becomes of a text, and how Twilio talks about it."""

    name: str
    words: str
    number: str = ""
    refusal: int | None = None  # refused at once with this code; nothing is created
    ends: str = "delivered"  # the last status
    error: int | None = None  # the code that comes with the last status; the phone gets nothing
    answer: Answer = "created"
    callbacks: Callbacks = "in order"
    waits: float = 0.0  # extra seconds in Twilio's queue; ValidityPeriod may run out meanwhile

    @property
    def arrives(self) -> bool:
        """Whether the phone gets the text."""
        return self.error is None


def _magic(ending: str, name: str, words: str, **rest: object) -> Outcome:
    return Outcome(name=name, words=words, number=f"+140455501{ending}", **rest)  # type: ignore[arg-type]


DELIVERED = Outcome("delivered", "Delivered, with every callback in order")

OUTCOMES: tuple[Outcome, ...] = (
    _magic("00", "delivered", DELIVERED.words),
    _magic(
        "03", "unreachable", "Phone switched off or out of reach (30003)", ends="undelivered", error=30003
    ),
    _magic("04", "blocked", "Blocked by the person or the carrier (30004)", ends="undelivered", error=30004),
    _magic("05", "unknown_number", "Number not in service (30005)", ends="undelivered", error=30005),
    _magic("06", "landline", "Landline or carrier out of reach (30006)", ends="undelivered", error=30006),
    _magic("07", "filtered", "Filtered by the carrier or Twilio (30007)", ends="undelivered", error=30007),
    _magic("08", "carrier_unknown", "Unknown carrier error (30008)", ends="undelivered", error=30008),
    _magic("34", "unregistered", "Sender not registered for 10DLC (30034)", ends="undelivered", error=30034),
    _magic("36", "congested", "Ten minutes in the queue; 30036 if ValidityPeriod is shorter", waits=600.0),
    _magic("10", "unsubscribed", "Refused: the person said STOP (21610)", refusal=21610),
    _magic("11", "invalid", "Refused: not a phone number (21211)", refusal=21211),
    _magic("12", "unroutable", "Refused: no route to this number (21612)", refusal=21612),
    _magic("14", "not_mobile", "Refused: not a mobile (21614)", refusal=21614),
    _magic("29", "busy_once", "Answered 429 at first, fine the next time", answer="busy once"),
    _magic("50", "error_created", "Answered 500, but the text is on its way", answer="created then error"),
    _magic("51", "error", "Answered 500, and nothing was created", answer="error"),
    _magic("52", "silence_created", "Never answered, but the text is on its way", answer="silence"),
    _magic("53", "reset_created", "Connection reset, but the text is on its way", answer="reset"),
    _magic("54", "slow", "Answered after three seconds", answer="slow"),
    _magic("55", "no_receipt", "Arrives, but no receipt ever comes", ends="sent"),
    _magic("61", "reversed", "Callbacks arrive in reverse order", callbacks="reversed"),
    _magic("62", "doubled", "Every callback arrives twice", callbacks="doubled"),
    _magic("63", "early", "Callbacks arrive before the answer", callbacks="before the answer"),
    _magic("64", "late", "Callbacks arrive ten minutes late", callbacks="late"),
    _magic("65", "unheard", "Arrives, but no callback ever comes", callbacks="never"),
)

BY_NAME = {outcome.name: outcome for outcome in OUTCOMES}
BY_NUMBER = {outcome.number: outcome for outcome in OUTCOMES}

# For tests and guides: name -> E.164 number, e.g. MAGIC["filtered"] == "+14045550107".
MAGIC: dict[str, str] = {outcome.name: outcome.number for outcome in OUTCOMES}

# What Twilio says beside the code of a text that failed on the way.
CARRIER_WORDS: dict[int, str] = {
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
    30034: "Message from an unregistered number",
    30036: "Validity Period Expired",
}

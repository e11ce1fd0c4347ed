"""The error table: what each code means, which figure it counts in, what to do, and words for a campaigner.

Twilio warns not to build logic on codes, since they change; so they are data, the raw code and text are kept
on the message, and a code that is not here has a default. Sources: Twilio's error dictionary
(twilio.com/docs/api/errors) and the changelog of 10 July 2024, which split older codes.
"""

from dataclasses import dataclass
from typing import Literal

Bucket = Literal[
    "safeguard",
    "twilio_error",
    "carrier_filter",
    "number",
    "registration",
    "wish",
    "carrier",
    "limit",
    "setup",
]
Retry = Literal["never", "now", "once", "later", "after midnight", "when cured"]
Effect = Literal["", "opt_out", "bad_number", "landline", "alert", "watch", "slow", "cap", "stop", "refused"]

# Every text that did not arrive is in exactly one of these; what each is called on the results page.
BUCKETS: dict[Bucket, str] = {
    "safeguard": "Stopped by a safeguard",
    "twilio_error": "Twilio errors",
    "carrier_filter": "Carrier filtering",
    "number": "Number problems",
    "registration": "Registration",
    "wish": "The person's wish",
    "carrier": "Phone or carrier out of reach",
    "limit": "Limits and time",
    "setup": "Our settings",
}


@dataclass(frozen=True)
class Outcome:
    """One line of the table.

    Attributes:
        retry: whether the same words may go to the person again. Only `now`, where nothing was made, is for a
            machine; all else is a new press by the volunteer, see `pressing_again`.
        effect: what else follows, see `effects`: `opt_out` (the wish is ours to keep too),
            `bad_number` or `landline` (the contact can get no texts), `alert` (somebody must look), `watch`
            (the action is near to pausing itself), `slow` (a moment's rest), `cap` (no more today), `stop`
            (no text will go until somebody acts) or `refused` (the same: the sender is not registered).
        words: for a campaigner, one sentence.
    """

    bucket: Bucket
    retry: Retry
    effect: Effect
    words: str


_LOOK_UP = "Twilio gave a reason that is not known here; an admin should look it up."
UNKNOWN_CODE = Outcome("twilio_error", "never", "alert", _LOOK_UP)
NO_CODE = Outcome("twilio_error", "never", "", "Twilio gave no reason.")
# Codes that are not in the table: what a request was refused for is ours to mend, the rest Twilio's to say.
FAMILIES: dict[str, Outcome] = {
    "20": Outcome("setup", "never", "alert", _LOOK_UP),
    "21": Outcome("setup", "never", "alert", _LOOK_UP),
    "30": UNKNOWN_CODE,
    "63": UNKNOWN_CODE,
}

_BAD_NUMBER = "This number does not exist or is out of service."
_NO_TEXTS = "This number cannot get texts; it is probably a landline."
_BUSY = "Too many texts at once; sending slows down."
_OURS = "Something in this system's settings is wrong; it is not the contact's fault."
_UNREGISTERED = "The sending number is not registered with the carriers, so they turn its texts away."
_NO_SENDER = "The sending number cannot be used: it is not this account's, or not fit for texts."
_INTERNAL = "Twilio had a problem of its own."
_REFUSED = "The person, or the carrier for them, blocks this sender."

TABLE: dict[str, Outcome] = {
    # ours: texts refused before they reach Twilio, see core.delivery.safeguards
    "opted_out": Outcome("safeguard", "never", "", "The person had asked not to be texted."),
    "confirmation_late": Outcome("safeguard", "never", "", "It was too late to confirm the stop."),
    "outside_hours": Outcome("safeguard", "later", "", "It was too early or late where the person lives."),
    "recently_texted": Outcome("safeguard", "later", "", "Another action had just texted the person."),
    "undeliverable": Outcome("safeguard", "never", "", "The phone is known to be unable to get texts."),
    "action_not_running": Outcome("safeguard", "later", "", "The action was paused or closed meanwhile."),
    "too_long": Outcome("safeguard", "never", "", "The text was too long."),
    "daily_cap": Outcome("safeguard", "later", "", "The carriers' daily limit was used up."),
    "not_registered": Outcome("safeguard", "later", "", "The sending number is not registered yet."),
    "service_not_ready": Outcome("safeguard", "later", "", "The campaign had nothing to text from."),
    "not_judged": Outcome("safeguard", "later", "", "Something went wrong here before it could be sent."),
    # refused at once: nothing was made
    "20003": Outcome("setup", "when cured", "stop", "Twilio does not accept this system's credentials."),
    "20404": Outcome("setup", "when cured", "stop", _OURS),
    "20429": Outcome("limit", "now", "", _BUSY),
    "20500": Outcome("twilio_error", "once", "", _INTERNAL),
    "21211": Outcome("number", "never", "bad_number", _BAD_NUMBER),
    "21408": Outcome("setup", "never", "alert", "Texting to this country is not switched on at Twilio."),
    "21602": Outcome("setup", "never", "alert", _OURS),
    "21603": Outcome("setup", "never", "alert", _OURS),
    "21604": Outcome("setup", "never", "alert", _OURS),
    "21606": Outcome("setup", "when cured", "stop", _NO_SENDER),
    "21609": Outcome("setup", "when cured", "stop", _OURS),
    "21610": Outcome("wish", "never", "opt_out", "The person had asked the carrier not to be texted."),
    "21611": Outcome("limit", "later", "slow", _BUSY),
    "21612": Outcome("number", "never", "", "No route leads from our number to this one."),
    "21614": Outcome("number", "never", "bad_number", _NO_TEXTS),
    "21617": Outcome("setup", "never", "alert", "The text was longer than Twilio takes."),
    "21635": Outcome("number", "never", "landline", _NO_TEXTS),
    "21659": Outcome("setup", "when cured", "stop", _NO_SENDER),
    "21660": Outcome("setup", "when cured", "stop", _NO_SENDER),
    "21661": Outcome("setup", "when cured", "stop", _NO_SENDER),
    "21701": Outcome("setup", "when cured", "stop", "The messaging service does not exist."),
    "21703": Outcome("setup", "when cured", "stop", "The messaging service has no number to send from."),
    "21711": Outcome("setup", "when cured", "stop", _NO_SENDER),
    "21712": Outcome("setup", "when cured", "stop", _NO_SENDER),
    # told later, in a callback: a resend would be a new text
    "30001": Outcome("limit", "later", "slow", _BUSY),
    "30002": Outcome("setup", "when cured", "stop", "The Twilio account is suspended."),
    "30003": Outcome("carrier", "later", "", "The phone was off or out of reach."),
    "30004": Outcome("wish", "never", "", _REFUSED),
    "30005": Outcome("number", "never", "bad_number", _BAD_NUMBER),
    "30006": Outcome("number", "never", "landline", _NO_TEXTS),
    "30007": Outcome("carrier_filter", "never", "watch", "The carrier or Twilio filtered it as unwanted."),
    "30008": Outcome("carrier", "once", "", "The carrier gave no reason. Many of these can mean filtering."),
    "30021": Outcome("twilio_error", "never", "", _INTERNAL),
    "30022": Outcome("limit", "later", "slow", _BUSY),
    "30023": Outcome("limit", "after midnight", "cap", "The carrier's daily limit is used up."),
    "30027": Outcome("limit", "after midnight", "cap", "The carrier's daily limit is used up."),
    "30032": Outcome("registration", "when cured", "refused", _UNREGISTERED),
    "30034": Outcome("registration", "when cured", "refused", _UNREGISTERED),
    "30036": Outcome("limit", "later", "", "The text waited past its hours and was dropped."),
    "30047": Outcome("limit", "later", "", "Twilio could not move the text into texting hours."),
    "30450": Outcome("twilio_error", "never", "alert", "Twilio's protection against abuse stopped it."),
    "30500": Outcome("twilio_error", "once", "", _INTERNAL),
    "30610": Outcome("limit", "never", "", "Twilio held the text back as outside its hours."),
    "30640": Outcome("wish", "never", "", "Twilio knows this person to object to texts."),
    "60728": Outcome("limit", "after midnight", "cap", "The Twilio account's hourly limit is used up."),
    "63017": Outcome("limit", "later", "slow", "The Twilio account sends too fast."),
    "63038": Outcome("limit", "after midnight", "cap", "The Twilio account's daily limit is used up."),
}  # fmt: skip


def outcome(code: str | None) -> Outcome:
    """Return what a code means; one that is not in the table has the default of its family."""
    if not code:
        return NO_CODE
    return TABLE.get(code) or FAMILIES.get(code[:2], UNKNOWN_CODE)


def is_known(code: str) -> bool:
    """Whether the table has a line for it."""
    return code in TABLE

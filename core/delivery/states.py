"""The states of an outgoing text. It only moves forward: by rank, and the first final word stands.

Ours come first (`queued`, `sending`, `unknown`, `not_confirmed`, `refused`); then what Twilio says, in words
that are never taken for ours: its `queued` and `sending` are told as `accepted`.
"""

from dataclasses import dataclass

FINAL_RANK = 9


@dataclass(frozen=True)
class State:
    """Where a text stands and how far that is."""

    name: str
    rank: int

    @property
    def is_final(self) -> bool:
        return self.rank >= FINAL_RANK


QUEUED = State("queued", 0)
SENDING = State("sending", 0)
UNKNOWN = State("unknown", 0)
# Handed back to the volunteer. A late word from Twilio still moves it on: it ranks as if nothing were known.
NOT_CONFIRMED = State("not_confirmed", 0)
REFUSED = State("refused", FINAL_RANK)  # by a safeguard of ours; never reached Twilio
FAILED = State("failed", FINAL_RANK)

# Twilio's word → ours. Callbacks come late, twice and out of order: the rank says which is news.
# Source: api.v2010.account.message in Twilio's OpenAPI.
OF_TWILIO = {
    "scheduled": State("accepted", 1),
    "accepted": State("accepted", 2),
    "queued": State("accepted", 3),
    "sending": State("accepted", 4),
    "sent": State("sent", 5),  # may be the last word: not every carrier returns a receipt
    "delivered": State("delivered", FINAL_RANK),
    "partially_delivered": State("delivered", FINAL_RANK),
    "undelivered": State("undelivered", FINAL_RANK),
    "failed": FAILED,
    "canceled": State("canceled", FINAL_RANK),
    "read": State("delivered", FINAL_RANK),  # told of richer messages than ours
}

ACCEPTED = OF_TWILIO["accepted"]  # any word for a text that was made and that we do not know

OURS = (QUEUED, SENDING, UNKNOWN, NOT_CONFIRMED, REFUSED)
# These wait for a machine; each has a job that finds it.
UNFINISHED = frozenset({"queued", "sending", "unknown"})

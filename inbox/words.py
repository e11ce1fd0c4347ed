"""A text's state in words that a volunteer understands."""

from core.delivery.outcomes import outcome
from core.models import Message

WORDS = {
    "queued": "Waiting to leave",
    "sending": "Sending",
    "accepted": "Sent",
    "sent": "Sent",
    "delivered": "Delivered",
    "unknown": "Not confirmed",
    "not_confirmed": "Not confirmed",
    "refused": "Not sent",
    "canceled": "Not sent",
    "failed": "Not delivered",
    "undelivered": "Not delivered",
    "received": "",
}


def state_words(message: Message) -> str:
    """Return how an outbound text fared, with the reason where there is one."""
    words = WORDS.get(message.state, message.state.capitalize())
    return f"{words}: {outcome(message.code).words}" if message.code and words.startswith("Not ") else words

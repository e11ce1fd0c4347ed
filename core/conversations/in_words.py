"""The state of a text, and of what came with it, in words that people understand."""

from core.conversations.fetching_media import LARGEST
from core.conversations.media import Attached
from core.delivery.endings.outcomes import outcome
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
# why a file that came with a text is not shown
WHY_NOT = {
    "too_large": f"came that is too large to show: it is over {LARGEST >> 20} MB.",
    "kind": "came, of a kind that is not shown here.",
}


def state_words(message: Message) -> str:
    """Return how an outbound text fared, with the reason where there is one."""
    if message.state == "sent" and message.due_at is None:
        return "Sent, not confirmed"  # nobody waits for a receipt any more; not every carrier returns one
    words = WORDS.get(message.state, message.state.capitalize())
    return f"{words}: {outcome(message.code).words}" if message.code and words.startswith("Not ") else words


def file_words(file: Attached) -> str:
    """Return a sentence in place of a file that cannot be shown."""
    what = "A picture" if file.is_picture else "A file"
    if file.state == "waiting":
        return f"{what} is on its way."
    return f"{what} {WHY_NOT.get(file.problem, 'came that could not be fetched.')}"

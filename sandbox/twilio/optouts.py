"""Twilio's own memory of STOP: its words, its answers. A block holds for the whole messaging service.

Sources: twilio.com/docs/messaging/tutorials/advanced-opt-out and the help pages on opt-out keywords.
"""

from typing import Literal

Keyword = Literal["STOP", "START", "HELP"]

STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START_WORDS = frozenset({"START", "YES", "UNSTOP"})
HELP_WORDS = frozenset({"HELP", "INFO"})

CONFIRMATIONS: dict[Keyword, str] = {
    "STOP": "You have successfully been unsubscribed. You will not receive any more messages "
    "from this number. Reply START to resubscribe.",
    "START": "You have successfully been re-subscribed to messages from this number. "
    "Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    "HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}


def keyword(body: str, *, is_blocked: bool) -> Keyword | None:
    """Return which keyword a whole text is, in any case. "Stop please" is none.

    A word of return means something only after a STOP: most people's "yes" is just an answer.
    """
    word = body.strip().upper()
    if word in STOP_WORDS:
        return "STOP"
    if word in START_WORDS and is_blocked:
        return "START"
    return "HELP" if word in HELP_WORDS else None

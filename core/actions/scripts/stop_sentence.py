"""How a first text says how to stop: in the script's own words, or in a sentence that is put behind it.

Sources: CTIA's Messaging Principles and the carriers' rules for political texts ask a first text to say how
to stop, in standard words.
"""

import re

from core.delivery.known import AnyCampaign

USUAL = "Reply STOP to opt out."
LONGEST = 80  # characters

_STOP_TO = ("opt out", "unsubscribe", "quit", "end", "cancel", "stop")
_ORDERS = ("reply", "text", "txt", "send", "responda", "envie", "envia", "mande")
STOP_PHRASES = (
    *(f"stop to {verb}" for verb in _STOP_TO),
    *(f"stop 2 {verb}" for verb in _STOP_TO),
    *(f"{order} stop" for order in _ORDERS),
    *("stop2end", "stop2quit", "stop2stop", "stop para"),
)


def says_how_to_stop(text: str) -> bool:
    """Whether a text says so in standard words."""
    words = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    return any(f" {phrase} " in f" {words} " for phrase in STOP_PHRASES)


def sentence(campaign: AnyCampaign) -> str:
    """Return the sentence that the campaign puts behind first texts, if it does."""
    return campaign.opt_out_sentence or USUAL


def with_stop(text: str, campaign: AnyCampaign) -> str:
    """Return a filled-in first text with the campaign's sentence, if it wants one and the text has none."""
    if not campaign.appends_opt_out or says_how_to_stop(text):
        return text
    return f"{text} {sentence(campaign)}".strip()

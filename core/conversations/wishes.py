"""Where somebody seems to want no more texts, in words that only a person may act on."""

from itertools import takewhile

from core.contacts.opt_out_phrases import suggests_stop
from core.contacts.opt_out_words import is_start
from core.conversations.inbox import Line
from core.conversations.threads import Bubble, Thread


def wish(thread: Thread) -> str | None:
    """Return their words that sound like it, if they wrote them since our last text."""
    if thread.conversation.opted_out_at:
        return None
    said = (bubble.message.body for bubble in takewhile(_is_open, reversed(thread.bubbles)))
    return next(filter(None, map(suggests_stop, said)), None)


def is_wished(line: Line) -> bool:
    """Whether the beginning of their latest text sounds like it."""
    return line.is_theirs and not line.opted_out and suggests_stop(line.preview) is not None


def _is_open(bubble: Bubble) -> bool:
    return bubble.is_theirs and not is_start(bubble.message.body)

"""What was said in Slack, as people read it, and where it stands. Pure."""

import re
from html import unescape
from typing import Any

# a link, a person or a channel in a message, with or without the words that are shown for it
_MARKED = re.compile(r"<([@#!]?)([^>|]+)(?:\|([^>]*))?>")


def said(body: dict[str, Any]) -> str:
    """Return the words of the message that the shortcut was run on, as people read them."""
    return unescape(_MARKED.sub(_read, body["message"].get("text") or ""))


def permalink(body: dict[str, Any]) -> str:
    """Return the address of the message that the shortcut was run on.

    It is put together rather than asked for: Slack answers only where the app is a member.

    Source: the response of Slack's chat.getPermalink.
    """
    mark = body["message"]["ts"].replace(".", "")
    return f"https://{body['team']['domain']}.slack.com/archives/{body['channel']['id']}/p{mark}"


def _read(marked: re.Match[str]) -> str:
    sign, what, label = marked.groups()
    if sign in ("@", "#"):
        return f"{sign}{label or what}"
    return f"{label} ({what})" if label else what

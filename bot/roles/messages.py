"""What somebody is told, by direct message, when their role changes. Pure."""

from typing import Any

from bot.blocks import escape, section
from bot.request import Message
from bot.roles.groups import REASONS
from bot.roles.words import allowed, granted
from core.people.roles.grants import NONE, Grant


def role_changed(data: dict[str, Any]) -> Message:
    """Tell who changed it, what it is now, and what that lets them do."""
    wanted = Grant(data["role"], tuple(data["rights"]))
    sentence = _taken(data) if wanted.role == NONE.role else _given(data, wanted)
    return Message(sentence, [section(sentence)])


def group_not_followed(data: dict[str, Any]) -> Message:
    """Tell an owner that a user group cannot be followed any more, and what that means."""
    reason = REASONS.get(data["reason"], f"Slack answered “{escape(data['reason'])}”.")
    sentence = (
        f"I cannot follow the user group @{escape(data['handle'])} any more. {reason} Nobody has lost a role:"
        " look in `/textbank people`, and stop following the group or put it right."
    )
    return Message(sentence, [section(f":warning: {sentence}")])


def _given(data: dict[str, Any], wanted: Grant) -> str:
    by = f"<@{data['by']}> says so." if data["by"] else "It follows a user group that you are in."
    return (
        f"Your role in the text bank is *{granted(wanted.role, wanted.rights)}* now. {by}\n"
        f"Open to you: {allowed(wanted)}. Type `/textbank` to begin."
    )


def _taken(data: dict[str, Any]) -> str:
    by = f"<@{data['by']}> took it away" if data["by"] else "you left the user group that it came from"
    rest = "Your account here is closed." if data["closed"] else "You may still text as a volunteer."
    return f"You have no role in the text bank any more: {by}. {rest}"

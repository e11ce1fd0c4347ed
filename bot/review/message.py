"""An escalation as a message: who asks, about which action, and a button; then how it ended. Pure.

No text of a contact, no name and no number: see `core.conversations.escalations_told`.
"""

from typing import Any, Final

from bot.blocks import Block, actions, button, clip, context, escape, section
from bot.counted import counted
from bot.request import Message
from bot.times import moment

Data = dict[str, Any]

_NOTE: Final = 1000  # characters shown


def escalation_message(data: Data) -> Message:
    """Return an escalation as it stands: open with its buttons, or resolved in a few words."""
    said = f"{escape(data['by'])} asks an admin to look at a conversation in “{escape(data['action'])}”."
    note = escape(clip(data["note"], _NOTE))
    quoted = "\n".join(f">{line}" for line in note.splitlines())
    words = f"{said}\n{quoted}" if note else said
    look = button(
        "Open conversation", "review.thread", str(data["conversation"]), label="Open this conversation"
    )
    if data["resolved_at"]:
        end = f"Resolved by {escape(data['resolved_by'])} {moment(data['resolved_at'])}."
        shown = [section(f":white_check_mark: {words}", look), context(end)]
        return Message(f"Resolved by {escape(data['resolved_by'])}. {said}", shown)
    foot = context(f"Asked {moment(data['at'])}. What comes of it is told in this message's thread.")
    return Message(f"{said} {note}".strip(), [section(f":raised_hand: {words}"), _buttons(data, look), foot])


def escalation_news(data: Data) -> Message:
    """Return what is said in the thread of an escalation."""
    words = _NEWS[data["what"]].format(
        who=escape(data["who"]) or "An automatic text", texts=counted(data.get("count", 1), "text")
    )
    return Message(words, [section(words)])


def _buttons(data: Data, look: Block) -> Block:
    resolve = button("Resolve", "review.resolve", str(data["conversation"]), label="Resolve this request")
    return actions(look | {"style": "primary"}, resolve)


_NEWS: Final = {
    "replied": "The contact wrote {texts}.",
    "answered": "{who} answered with {texts}.",
    "resolved": "Resolved by {who}.",
}

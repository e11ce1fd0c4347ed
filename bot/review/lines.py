"""Conversations in a list, each with the button that opens it. Pure."""

from bot.blocks import Block, button, clip, escape, section
from bot.times import moment
from core.contacts.phones import as_written
from core.conversations.lines import Line


def line_block(line: Line) -> Block:
    """Return one conversation of a list: who, where, how it stands, and the beginning of its latest text."""
    name = escape(clip(line.name or "No name", 100))
    held = f"held by {escape(clip(line.holder, 100))}" if line.holder else "held by nobody"
    words = [
        f"*{name}*  {as_written(line.phone)}",
        f"{escape(clip(line.action, 100))}, {held}",
        _stands(line),
        *([f"{_arrow(line)} {escape(line.preview)}"] if line.preview else []),
    ]
    return section("\n".join(words), open_button(line.id, line.name))


def open_button(conversation_id: int, name: str) -> Block:
    """Return the button that opens a conversation from anywhere.

    Args:
        name: of the contact, for screen readers.
    """
    label = f"Open the conversation with {name or 'somebody without a name'}"
    return button("Open", "review.thread", str(conversation_id), label=label)


def _stands(line: Line) -> str:
    if line.opted_out_at:
        return f":no_entry: Opted out {moment(line.opted_out_at)}"
    if line.archived_at:
        return f"Closed {moment(line.archived_at)}"
    if line.attention_since:
        return f":hourglass_flowing_sand: Needs attention since {moment(line.attention_since)}"
    return f"Latest text {moment(line.at)}" if line.at else "Not texted yet"


def _arrow(line: Line) -> str:
    return "←" if line.is_theirs else "→"

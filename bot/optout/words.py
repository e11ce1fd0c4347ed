"""An opt-out in words. Pure."""

from bot.blocks import clip, escape
from bot.times import moment
from core.contacts.opt_out_listing import Line
from core.contacts.phones import as_written

_WORDS = 300  # characters of somebody's words that are shown


def head(line: Line) -> str:
    """Return the phone and whether it is out now."""
    lifted = "" if line.lifted_at is None else "  _lifted_"
    return f"*{as_written(line.phone)}*{lifted}"


def particulars(line: Line) -> str:
    """Return when and how it came, the words, and how it ended."""
    by = f", {escape(clip(line.who, 80))}" if line.who else ""
    lines = [f"{line.how}{by}, {moment(line.at)}"]
    if line.words:
        lines.append(f"“{escape(clip(' '.join(line.words.split()), _WORDS))}”")
    if line.action:
        lines.append(f"In {escape(clip(line.action, 150))}")
    if line.lifted_at:
        lines.append(_lifted(line))
    return "\n".join(lines)


def _lifted(line: Line) -> str:
    who = f"by {escape(clip(line.lifted_by, 80))}" if line.lifted_by else "by their own START"
    note = f": {escape(clip(' '.join(line.note.split()), _WORDS))}" if line.note else ""
    return f"Lifted {who}, {moment(line.lifted_at or line.at)}{note}"

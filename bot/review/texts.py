"""The texts of a conversation as blocks: who wrote, when, how it went, and the words. Pure."""

from typing import Final

from bot.actions.initials import label
from bot.blocks import Block, clip, escape, section
from bot.times import moment
from core.conversations.in_words import file_words, state_words
from core.conversations.media import Attached
from core.conversations.threads import Bubble, Prepared

LONGEST: Final = 1200  # characters shown of one text


def bubble_block(bubble: Bubble, first_name: str) -> Block:
    """Return one text.

    Args:
        first_name: how the contact is called.
    """
    who = escape(clip(first_name if bubble.is_theirs else bubble.by, 100))
    arrow = "←" if bubble.is_theirs else "→"
    state = "" if bubble.is_theirs else f"  _{escape(state_words(bubble.message))}_"
    # the words on lines of their own, so that they turn nothing round
    lines = [f"{arrow} *{who}*  {moment(bubble.message.created_at)}{state}"]
    lines += [escape(clip(bubble.message.body, LONGEST))] if bubble.message.body else []
    lines += ["_A picture went with it._"] if bubble.pictures else []
    lines += [f"_{_file(each)}_" for each in bubble.files]
    lines += [f"_{_made_of(bubble, bubble.script)}_"] if bubble.script else []
    return section("\n".join(lines))


def _made_of(bubble: Bubble, script: Prepared) -> str:
    name = label(script.position) if script.kind == "initial" else f"Response “{clip(script.name, 80)}”"
    return escape(f"{name}, version {bubble.message.script_version or 1}")


def _file(file: Attached) -> str:
    if file.state != "fetched":
        return file_words(file)
    kind = f" ({file.ending.upper()})" if file.ending else ""
    return f"A picture came with it{kind}." if file.is_picture else f"A file came with it{kind}."

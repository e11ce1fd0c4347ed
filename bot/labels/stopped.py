"""What an admin is told once those who had a new opt-out tag are opted out. Pure, from a notice's data."""

from typing import Any

from bot.blocks import escape, section
from bot.counted import counted
from bot.request import Message


def tagged_opted_out(data: dict[str, Any]) -> Message:
    """Return the end of opting a tag's holders out."""
    who = f"{counted(data['contacts'], 'contact')} with the tag “{escape(data['tag'])}”"
    sentence = f"{who} {'is' if data['contacts'] == 1 else 'are'} opted out now."
    return Message(sentence, [section(f":no_entry: {sentence}")])

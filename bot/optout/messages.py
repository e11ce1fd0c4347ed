"""What is told of files of opt-outs. Pure, from a notice's data."""

from typing import Any

from bot.blocks import context, section
from bot.counted import counted
from bot.request import Message


def exported(data: dict[str, Any]) -> Message:
    """Return the message that the file hangs below."""
    sentence = f"The record of opt-outs, {counted(data['count'], 'number')}, is in the file below."
    note = context("It holds people's phones and words. Keep it where only those see it who need to.")
    return Message(sentence, [section(f":page_facing_up: {sentence}"), note])

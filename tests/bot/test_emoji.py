"""Every emoji the bot uses is one that the console shows, so that the demo looks as Slack does."""

import re
from pathlib import Path

import bot
from sandbox.slack.console.emoji import EMOJI


def test_the_console_knows_the_bots_emoji() -> None:
    code = "".join(file.read_text() for file in Path(bot.__path__[0]).rglob("*.py"))

    used = set(re.findall(r'[" ]:([a-z_]+): ?', code))

    assert used
    assert set() == used - EMOJI.keys()

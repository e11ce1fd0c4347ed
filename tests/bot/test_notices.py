"""The owner understands what could not be said, and why."""

from typing import Any

import pytest

from bot import notices
from sandbox.slack.rules import check_message


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "I could not post in <#C0OLD>: the channel is archived."),
        ({"channel": "U0MAYA"}, "I could not post in <@U0MAYA>: the channel is archived."),
        ({"reason": "<odd>"}, "Slack answered `&lt;odd&gt;`"),
        ({"in_part": True}, "A message in <#C0OLD> is not complete, its file may be missing"),
    ],
)
def test_the_owner_is_told_where_and_why(more: dict[str, Any], words: str) -> None:
    data = {"channel": "C0OLD", "kind": "summary", "reason": "is_archived", "in_part": False} | more

    message = notices.build("undeliverable", data)

    assert words in message.text
    assert [] == check_message(message.payload())

"""What Slack reads mentions and links in."""

import json
from typing import Any


def mrkdwn_in(payload: Any) -> str:
    """Return all mrkdwn of a view or a message."""
    found: list[str] = []

    def look(part: dict[str, Any]) -> dict[str, Any]:
        if part.get("type") == "mrkdwn":
            found.append(part["text"])
        return part

    json.loads(json.dumps(payload), object_hook=look)
    return "\n".join(found)

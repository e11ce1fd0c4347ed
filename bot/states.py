"""How an action stands, in the middle of a sentence."""

from typing import Final

STATES: Final = {
    "draft": "draft",
    "scheduled": "scheduled",
    "publishing": "being published",
    "published": "running",
    "paused": "paused",
    "closed": "closed",
}

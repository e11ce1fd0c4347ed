"""Slack's Web API: `/api/<method>`, OAuth, file addresses, response addresses, and trouble on demand."""

from sandbox.slack.api import (
    addresses,
    chat,
    conversations,
    door,
    files,
    oauth,
    people,
    sockets,
    usergroups,
    views,
)
from sandbox.slack.api.blueprint import bp

__all__ = [
    "addresses",
    "bp",
    "chat",
    "conversations",
    "door",
    "files",
    "oauth",
    "people",
    "sockets",
    "usergroups",
    "views",
]

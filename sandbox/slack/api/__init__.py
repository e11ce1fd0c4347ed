"""Slack's Web API: `/api/<method>`, file addresses, response addresses, and trouble on demand."""

from sandbox.slack.api import chat, conversations, files, people, views
from sandbox.slack.api.door import bp

__all__ = ["bp", "chat", "conversations", "files", "people", "views"]

"""`/results`: how an action is going, every number opened, and the whole posted to a channel."""

from bot.results.listening import register

__all__ = ["register"]

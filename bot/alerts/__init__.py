"""Trouble that admins hear of: the `message` of an alert, and its buttons in `listening`."""

from bot.alerts.listening import register

__all__ = ["register"]

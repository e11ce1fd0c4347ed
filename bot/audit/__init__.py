"""`/textbank audit`: who changed what and when, newest first, by person, thing and day."""

from bot.audit.listening import register

__all__ = ["register"]

"""`/textbank settings`: what the campaign decided once for all its actions, a form for each part of it."""

from bot.settings.listening import register

__all__ = ["register"]

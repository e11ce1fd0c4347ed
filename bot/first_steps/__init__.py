"""The first steps in App Home: what is to be set up before the first text, each with the screen for it."""

from bot.first_steps.listening import register
from bot.first_steps.views import shown

__all__ = ["register", "shown"]

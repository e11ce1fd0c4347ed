"""`/textbank summaries`: the day's texting, told to a channel every day and on demand."""

from bot.summaries.planning import register

__all__ = ["register"]

"""`/textbank find`: conversations by whom they are with, what was said, who had to do with them, their state.

The form and the results are `views`; `listening` is what happens.
"""

from bot.find.listening import register

__all__ = ["register"]

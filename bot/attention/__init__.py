"""`/textbank attention`: what waits for somebody, in three tabs.

Conversations that wait for an answer, requests of volunteers (`tabs`), and replies of people without a
conversation (`strays`). `place` is where somebody is, `views` the modal, `listening` what happens.
"""

from bot.attention.listening import register
from bot.attention.strays import stray_message

__all__ = ["register", "stray_message"]

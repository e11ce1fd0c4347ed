"""Notes on an action: "Add to notes" on any Slack message, and the notes an action has.

`saying` reads the message, `views` builds the form and the list, `listening` hears the presses.
"""

from bot.notes.listening import SHORTCUT, register

__all__ = ["SHORTCUT", "register"]

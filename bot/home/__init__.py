"""App Home: the dashboard, shown when somebody opens it and anew after each change of theirs.

`views` builds it, `showing` reads what it says, `freshness` shows it anew.
"""

from bot.home.showing import register

__all__ = ["register"]

"""Where somebody is in what waits: the tab, the page, and whose conversations; rides in the metadata."""

import json
from dataclasses import asdict, dataclass
from typing import Final

from bot.request import View
from core.conversations.waiting import Whose

TABS: Final = {"waiting": "Waiting", "escalated": "Escalated", "strays": "No conversation"}


@dataclass(frozen=True)
class Place:
    """A tab and what it shows.

    Attributes:
        tab: a key of `TABS`.
        page: from 0.
        action_id, holder_id: whose conversations, with what the menus say for them.
        unheld: those that nobody holds.
    """

    tab: str = "waiting"
    page: int = 0
    action_id: int | None = None
    action: str = ""
    holder_id: int | None = None
    holder: str = ""
    unheld: bool = False

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, view: View) -> "Place":
        return cls(**json.loads(view["private_metadata"]))

    @property
    def whose(self) -> Whose:
        return Whose(self.action_id, self.holder_id, self.unheld)

"""What a modal of an action carries with it: which action, and how many scripts it shows."""

import json
from dataclasses import asdict, dataclass

from bot.request import View


@dataclass(frozen=True)
class Place:
    """Where somebody is.

    Attributes:
        action: None while the first step of a new one is open.
        count: how many scripts the step has room for.
        page: of the list.
    """

    action: int | None = None
    count: int = 0
    page: int = 0

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, view: View) -> "Place":
        return cls(**json.loads(view["private_metadata"]))

    @property
    def known(self) -> int:
        """The action's id, where the step cannot be reached without one."""
        return self.action or 0

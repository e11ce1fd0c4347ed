"""What is wrong with a payload, and where in it."""

from dataclasses import dataclass, replace
from typing import Literal

Surface = Literal["message", "modal", "home"]


@dataclass(frozen=True)
class Problem:
    """One thing Slack would refuse: a JSON pointer, a sentence, and the API error it leads to."""

    where: str
    what: str
    error: str = "invalid_blocks"

    def __str__(self) -> str:
        return f"{self.what} [json-pointer:{self.where}]"


@dataclass(frozen=True)
class Place:
    """Where a check stands: on which surface, and how deep in its JSON."""

    surface: Surface
    pointer: str = ""

    def __truediv__(self, key: str | int) -> "Place":
        return replace(self, pointer=f"{self.pointer}/{key}")

    def problem(self, what: str, error: str = "invalid_blocks") -> Problem:
        """A problem at this place."""
        return Problem(self.pointer, what, error)

"""What readers of every kind of file share."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from core.errors import Invalid

Opener = Callable[[], BinaryIO]
Rows = Callable[[], Iterator[list[str]]]


class Unreadable(Invalid):
    """The file cannot be read as a table."""

    def __init__(self, sentence: str) -> None:
        super().__init__("file", sentence)

"""Ids as they arrive from outside: what cannot be the id of a row is nothing."""

from typing import Any

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**63 - 1  # what both databases hold
LONGEST_ID = len(str(LARGEST))  # digits; a shorter number is always held


class RowId(IntegerConverter):
    """An id in an address; a larger number than any row can have is an address that is not there."""

    def __init__(self, map: Map, **more: Any) -> None:
        super().__init__(map, **({"max": LARGEST} | more))


def row_id(text: str) -> int:
    """Return an id from a form or a query; for `form.get(name, type=row_id)`.

    Raises:
        ValueError: it cannot be one.
    """
    number = int(text)
    if not 0 < number <= LARGEST:
        raise ValueError(text)
    return number

"""Display order: labels are sorted by their number, then by name; moving one lets them trade numbers.

Two may share a number until one of them is moved. Who moves one says beside which it is to stand, so that
a move means the same however often it is sent, and whatever else was moved meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import events
from core.errors import Invalid, NotFound, Stale
from core.labels.common import WORDS, Kept, begin
from core.models import User

LAST_POSITION = 9999
SIDES: Final = ("first", "last", "before", "after")

Row = TypeVar("Row", bound=Any)


@dataclass(frozen=True)
class Spot:
    """Where something is to stand: `first`, `last`, or `before` or `after` another one, by its id."""

    side: str
    neighbour: int = 0


def placed(session: Session, kind: type[Kept], position: int | None, *, by: User) -> int:
    """Return the display order: the one given, or the one after the last. Raises Invalid."""
    if position is None:
        living = select(func.max(kind.position)).filter_by(campaign_id=by.campaign_id, archived_at=None)
        return min((session.scalar(living) or 0) + 1, LAST_POSITION)
    if not 1 <= position <= LAST_POSITION:
        raise Invalid("position", f"Display order is a whole number from 1 to {LAST_POSITION:,}.")
    return position


def move(session: Session, kind: type[Kept], label_id: int, spot: Spot, *, by: User, now: datetime) -> Kept:
    """Put a living label somewhere else in the order; the numbers stay, the labels trade them.

    Raises:
        NotAllowed: `by` is no admin.
        NotFound: no such label in use in this person's campaign.
        Stale: the other one is not there any more.
    """
    begin(session, by)
    query = select(kind).filter_by(campaign_id=by.campaign_id, archived_at=None)
    ordered = session.scalars(query.order_by(kind.position, kind.name, kind.id)).all()
    moved = next((each for each in ordered if each.id == label_id), None)
    if moved is None:
        raise NotFound(f"That {WORDS[kind]}")
    after = rearranged(ordered, moved, spot)
    if after != list(ordered):
        _renumber(after)
        events.record(session, f"{WORDS[kind]}_moved", moved, by=by, at=now, position=moved.position)
    return moved


def rearranged(ordered: Sequence[Row], moved: Row, spot: Spot) -> list[Row]:
    """Return the rows with one of them moved. Raises Stale when its new neighbour is not among them."""
    others = [each for each in ordered if each is not moved]
    ids = [each.id for each in others]
    if spot.neighbour == moved.id:
        return list(ordered)
    if spot.side in {"before", "after"} and spot.neighbour not in ids:
        raise Stale("The list changed meanwhile. Look at it again, then move it.")
    at = {"first": 0, "last": len(others)}.get(spot.side)
    if at is None:
        at = ids.index(spot.neighbour) + (spot.side == "after")
    return [*others[:at], moved, *others[at:]]


def _renumber(ordered: Sequence[Any]) -> None:
    """Deal the numbers out anew, so that none is there twice."""
    numbers: list[int] = []
    for number in sorted(each.position for each in ordered):
        numbers.append(max(number, numbers[-1] + 1) if numbers else number)
    if numbers[-1] > LAST_POSITION:
        numbers = list(range(1, len(ordered) + 1))
    for each, number in zip(ordered, numbers, strict=True):
        each.position = number

"""Keeping an action's scripts, whatever their kind: they are changed in place, so that they keep their ids.

While an action runs, its scripts can be reworded, which counts for later texts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.scripts.filling import check
from core.delivery import segments
from core.delivery.safeguards import LONGEST_TEXT
from core.errors import Invalid
from core.models import Action, Campaign, Script
from core.naming import worded


@dataclass(frozen=True)
class Wording:
    """A script as somebody wrote it: the input it stands in, its name (responses have one), its words."""

    field: str
    name: str
    body: str


def written(session: Session, action_id: int, kind: str) -> Sequence[Script]:
    """Return an action's `initial` or `response` scripts, in order."""
    query = select(Script).filter_by(action_id=action_id, kind=kind, archived_at=None)
    return session.scalars(query.order_by(Script.position, Script.id)).all()


def most_segments(session: Session, action: Action) -> int:
    """Return how many segments the campaign lets a text have."""
    return session.get_one(Campaign, action.campaign_id).most_segments


def body_of(words: str, known: Sequence[str], *, field: str, most: int) -> str:
    """Return a script's words when they can be filled in. Raises Invalid beside `field`.

    Args:
        most: the segments that may be sent.
    """
    text = worded(words, field=field, what="text", limit=LONGEST_TEXT)
    if not text:
        raise Invalid(field, "Write the text.")
    check(text, known, field=field)
    costs = segments.count(segments.clean(text))
    if costs.count > most:
        more = f" “{costs.forced_by}” makes each hold less." if costs.forced_by else ""
        raise Invalid(field, f"It needs {costs.count} segments; at most {most} can be sent.{more}")
    return text


def refuse_too_many(wordings: Sequence[Wording], most: int) -> None:
    """Raise Invalid beside the first one that is too many."""
    if len(wordings) > most:
        raise Invalid(wordings[most].field, f"There can be at most {most}.")


def refuse_twins(fields: Sequence[str], words: Iterable[str], sentence: str) -> None:
    """Raise Invalid beside the first field whose words an earlier one has, whatever their case."""
    seen: set[str] = set()
    for field, each in zip(fields, words, strict=True):
        if each.casefold() in seen:
            raise Invalid(field, sentence)
        seen.add(each.casefold())


def keep(
    session: Session, action: Action, kind: str, wordings: Sequence[Wording], now: datetime
) -> Sequence[Script]:
    """Make an action's scripts of one kind these; what is left over is archived."""
    there = list(written(session, action.id, kind))
    for script in there[len(wordings) :]:
        script.archived_at = now
    mine = {"campaign_id": action.campaign_id, "action_id": action.id, "kind": kind}
    scripts = [*there, *(Script(**mine) for _ in wordings[len(there) :])][: len(wordings)]
    for position, (script, wording) in enumerate(zip(scripts, wordings, strict=True), 1):
        if script.id and script.body != wording.body:
            script.version += 1
        script.name, script.body, script.position = wording.name, wording.body, position
    session.add_all(scripts)
    session.flush()
    return scripts

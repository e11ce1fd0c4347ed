"""The initial scripts of an action: one, or several that are tried against each other (A/B)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from core.actions.scripts import variables
from core.actions.scripts.keeping import (
    Wording,
    body_of,
    keep,
    most_segments,
    refuse_too_many,
    refuse_twins,
    written,
)
from core.actions.states import changed, find_open
from core.errors import Invalid
from core.models import Action, Script, User

MOST_INITIALS = 8


def write_initials(
    session: Session, action_id: int, bodies: Sequence[str], *, by: User, now: datetime
) -> Sequence[Script]:
    """Keep an action's initial scripts; blank ones are left out.

    While it runs they keep their number, because contacts were dealt out among them.

    Raises:
        NotFound, Stale: it is not there, or closed.
        Invalid: none, one that cannot be filled in, or more or fewer while it runs; the field is `initial_1`
            and so on.
    """
    action = find_open(session, action_id, by=by)
    known = variables.known(session, action.list_id, bodies=bodies)
    wordings = _read(bodies, known, most_segments(session, action))
    _check(session, action, wordings)
    scripts = keep(session, action, "initial", wordings, now)
    changed(session, action, "initial scripts", by=by, now=now)
    return scripts


def _read(bodies: Sequence[str], known: Sequence[str], most: int) -> list[Wording]:
    return [
        Wording(f"initial_{number}", "", body_of(body, known, field=f"initial_{number}", most=most))
        for number, body in enumerate(bodies, 1)
        if body.strip(" \t\r\n\0")
    ]


def _check(session: Session, action: Action, wordings: Sequence[Wording]) -> None:
    if not wordings:
        raise Invalid("initial_1", "Write the first text that contacts get.")
    refuse_too_many(wordings, MOST_INITIALS)
    fields, bodies = [each.field for each in wordings], [each.body for each in wordings]
    refuse_twins(fields, bodies, "These words are there twice.")
    if action.state != "draft" and len(wordings) != len(written(session, action.id, "initial")):
        raise Invalid("initial_1", "While it runs, initial scripts can be reworded, not added or removed.")

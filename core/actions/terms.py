"""On what terms volunteers get an action: who, how many contacts, whose, and whether an admin is asked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.actions import pooling
from core.actions.listing import get_action
from core.actions.states import changed, find_open
from core.actions.targets import Targets, keep_targets, targets
from core.errors import Invalid
from core.models import Action, User
from core.models.action import OUT

LARGEST_SHARE = 100_000  # contacts; beyond it nobody means it


@dataclass(frozen=True)
class Terms:
    """What volunteers get, and how; the rest is as `core.models.Action` has it."""

    targets: Targets
    most_each: int | None = None
    keeps_assignments: bool = False
    approves_texts: bool = False


def terms(session: Session, action_id: int, *, by: User) -> Terms:
    """Return an action's terms, to look at. Raises NotFound."""
    return _terms(session, get_action(session, action_id, by=by))


def settle(session: Session, action_id: int, chosen: Terms, *, by: User, now: datetime) -> Action:
    """Change an action's terms; of one that is out, whoever is meant now gets it.

    Whoever has it keeps it, and what they hold, though they are not meant any more.

    Raises:
        NotFound, Stale: it is not there, or closed.
        Invalid: beside `sent_to`, `user_lists`, `people` or `most_each`.
    """
    action = find_open(session, action_id, by=by)
    before = _terms(session, action)
    keep_targets(session, action, chosen.targets, by=by)
    action.most_each = _share(chosen.most_each)
    action.keeps_assignments, action.approves_texts = chosen.keeps_assignments, chosen.approves_texts
    session.flush()
    after = _terms(session, action)
    if after == before:
        return action
    if action.state in OUT:
        pooling.add_audience(session, Action.id == action.id, now=now)
    names = [name for name in vars(after) if getattr(before, name) != getattr(after, name)]
    changed(session, action, "volunteers", by=by, now=now, fields=names)
    return action


def _terms(session: Session, action: Action) -> Terms:
    chosen = targets(session, action)
    return Terms(chosen, action.most_each, action.keeps_assignments, action.approves_texts)


def _share(most: int | None) -> int | None:
    if most is not None and not 1 <= most <= LARGEST_SHARE:
        raise Invalid("most_each", f"The most for each is a whole number from 1 to {LARGEST_SHARE:,}.")
    return most

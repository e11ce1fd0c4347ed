"""The actions that have results to show: running ones first, the newest of them on top."""

from collections.abc import Sequence

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from core import finding
from core.actions.choosing import MOST
from core.errors import NotFound
from core.models import Action, User


def with_results(session: Session, *, by: User, words: str = "") -> Sequence[Action]:
    """Return at most 100 actions that were ever published.

    Args:
        words: part of the title, in any case; empty finds all.
    """
    order = case((Action.state == "published", 0), (Action.state == "paused", 1), else_=2)
    query = select(Action).filter_by(campaign_id=by.campaign_id).filter(Action.published_at.is_not(None))
    if words:
        query = query.filter(Action.title.icontains(words, autoescape=True))
    newest = query.order_by(order, Action.published_at.desc(), Action.id.desc())
    return session.scalars(newest.limit(MOST)).all()


def find(session: Session, action_id: int, *, by: User) -> Action:
    """Return one of them. Raises NotFound when it is not in this person's campaign or never was published."""
    action = finding.find(session, Action, action_id, by=by, called="That action")
    if action.published_at is None:
        raise NotFound("That action")
    return action

"""Who can give conversations away, and who can take them: the people of two menus."""

from collections.abc import Sequence

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from core.actions.pooling import active_volunteers
from core.models import Conversation, User

MOST = 100  # what one menu of Slack holds


def givers(session: Session, *, by: User, words: str = "") -> Sequence[User]:
    """Return at most 100 people of the campaign who hold conversations, whether or not they are still there.

    Args:
        words: part of the name, in any case; empty finds all.
    """
    holding = exists().where(Conversation.holder_id == User.id)
    people = select(User).filter_by(campaign_id=by.campaign_id).where(holding)
    return _named(session, people, words)


def takers(session: Session, *, by: User, words: str = "") -> Sequence[User]:
    """Return at most 100 people who can text."""
    return _named(session, active_volunteers(by.campaign_id), words)


def _named(session: Session, people: Select[User], words: str) -> Sequence[User]:
    if words:
        people = people.where((User.first_name + " " + User.last_name).icontains(words, autoescape=True))
    return session.scalars(people.order_by(User.first_name, User.last_name, User.id).limit(MOST)).all()

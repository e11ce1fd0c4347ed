"""What menus offer as somebody types: lists, labels and people whose names hold the words typed."""

from collections.abc import Sequence

from sqlalchemy import Select, case, exists, select
from sqlalchemy.orm import Session

from core.actions.pooling import active_volunteers
from core.labels.common import Label
from core.models import Action, ContactList, Conversation, CustomField, Script, Tag, User

MOST = 100  # what one menu of Slack holds


def actions(session: Session, *, by: User, words: str = "") -> Sequence[Action]:
    """Return at most 100 of the campaign's actions: running ones first, the newest of them on top."""
    order = case((Action.state == "published", 0), (Action.state == "paused", 1), else_=2)
    query = select(Action).filter_by(campaign_id=by.campaign_id)
    query = query.filter(Action.title.icontains(words, autoescape=True))
    return session.scalars(query.order_by(order, Action.id.desc()).limit(MOST)).all()


def lists(session: Session, *, by: User, words: str = "") -> Sequence[ContactList]:
    """Return at most 100 of the campaign's contact lists, newest first."""
    query = select(ContactList).filter_by(campaign_id=by.campaign_id, archived_at=None)
    query = query.filter(ContactList.name.icontains(words, autoescape=True))
    return session.scalars(query.order_by(ContactList.id.desc()).limit(MOST)).all()


def tags(session: Session, *, by: User, words: str = "") -> Sequence[Tag]:
    """Return at most 100 of the campaign's tags in their order."""
    return _labels(session, Tag, by, words)


def fields(session: Session, *, by: User, words: str = "") -> Sequence[CustomField]:
    """Return at most 100 of the campaign's custom fields in their order."""
    return _labels(session, CustomField, by, words)


def responses(session: Session, action_id: int, *, by: User, words: str = "") -> Sequence[Script]:
    """Return at most 100 of an action's responses in their order."""
    query = select(Script).filter_by(
        campaign_id=by.campaign_id, action_id=action_id, kind="response", archived_at=None
    )
    query = query.filter(Script.name.icontains(words, autoescape=True))
    return session.scalars(query.order_by(Script.position, Script.id).limit(MOST)).all()


def givers(session: Session, *, by: User, words: str = "") -> Sequence[User]:
    """Return at most 100 people who hold conversations, whether or not they are still there."""
    holding = exists().where(Conversation.holder_id == User.id)
    return _people(session, select(User).filter_by(campaign_id=by.campaign_id).where(holding), words)


def people(session: Session, *, by: User, words: str = "") -> Sequence[User]:
    """Return at most 100 people with an account, whether or not they are still there."""
    return _people(session, select(User).filter_by(campaign_id=by.campaign_id), words)


def takers(session: Session, *, by: User, words: str = "") -> Sequence[User]:
    """Return at most 100 people who can text."""
    return _people(session, active_volunteers(by.campaign_id), words)


def _labels(session: Session, kind: type[Label], by: User, words: str) -> Sequence[Label]:
    query = select(kind).filter_by(campaign_id=by.campaign_id, archived_at=None)
    query = query.filter(kind.name.icontains(words, autoescape=True))
    return session.scalars(query.order_by(kind.position, kind.name).limit(MOST)).all()


def _people(session: Session, people: Select[User], words: str) -> Sequence[User]:
    if words:
        people = people.where((User.first_name + " " + User.last_name).icontains(words, autoescape=True))
    return session.scalars(people.order_by(User.first_name, User.last_name, User.id).limit(MOST)).all()

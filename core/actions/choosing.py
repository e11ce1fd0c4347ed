"""What menus offer while an action is drafted: lists, tags and fields whose names hold the words typed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import ContactList, CustomField, Tag

MOST = 100  # what one menu in Slack takes


def lists(session: Session, campaign_id: int, words: str = "") -> Sequence[ContactList]:
    """Return a campaign's contact lists, newest first."""
    query = select(ContactList).filter_by(campaign_id=campaign_id, archived_at=None)
    query = query.filter(ContactList.name.icontains(words, autoescape=True))
    return session.scalars(query.order_by(ContactList.id.desc()).limit(MOST)).all()


def tags(session: Session, campaign_id: int, words: str = "") -> Sequence[Tag]:
    """Return a campaign's tags in their order."""
    query = select(Tag).filter_by(campaign_id=campaign_id, archived_at=None)
    query = query.filter(Tag.name.icontains(words, autoescape=True))
    return session.scalars(query.order_by(Tag.position, Tag.name).limit(MOST)).all()


def fields(session: Session, campaign_id: int, words: str = "") -> Sequence[CustomField]:
    """Return a campaign's custom fields in their order."""
    query = select(CustomField).filter_by(campaign_id=campaign_id, archived_at=None)
    query = query.filter(CustomField.name.icontains(words, autoescape=True))
    return session.scalars(query.order_by(CustomField.position, CustomField.name).limit(MOST)).all()

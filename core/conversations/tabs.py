"""The four tabs of an inbox as conditions over conversations."""

from typing import Final

from sqlalchemy import ColumnElement, and_, or_

from core.models import Conversation, User

TABS: Final = {"all": "All", "unread": "Unread", "attention": "Needs attention", "archived": "Archived"}
COUNTED: Final = ("unread", "attention")

# the same words as the index that counts them, see the model
UNREAD = and_(
    Conversation.last_inbound_at.is_not(None),
    or_(Conversation.read_at.is_(None), Conversation.read_at < Conversation.last_inbound_at),
)


def held_by(user: User) -> ColumnElement[bool]:
    """Return the condition that a conversation is in somebody's inbox."""
    return and_(
        Conversation.campaign_id == user.campaign_id,
        Conversation.holder_id == user.id,
        Conversation.last_message_at.is_not(None),
    )


def in_tab(tab: str) -> ColumnElement[bool]:
    """Return the condition that a conversation belongs to a tab."""
    # who said stop needs nothing more: such a conversation is kept with the archived ones
    put_away = or_(Conversation.archived_at.is_not(None), Conversation.opted_out_at.is_not(None))
    rules: dict[str, ColumnElement[bool]] = {
        "all": ~put_away,
        "unread": and_(~put_away, UNREAD),
        "attention": and_(~put_away, Conversation.attention_since.is_not(None)),
        "archived": put_away,
    }
    return rules[tab]

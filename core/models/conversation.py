"""One contact in one action, who holds it, and how it changed hands."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.action import Action
from core.models.base import Base, BigKey, OfCampaign, key_to, only_where
from core.models.contact import Contact

PREVIEW_LENGTH = 120


class Conversation(OfCampaign, Base):
    """One contact in one action: who holds it and how it stands.

    The stamps and counts below are kept by the use cases that change them, and proven by `textbank recount`.
    What a text changes stands in `core.conversations.writing` and `hearing`.

    Attributes:
        holder_id: the user who holds it; None is the pool.
        script_id: the initial script this contact gets (the A/B variant).
        initial_at: when its initial was pressed; None means it is still to be texted.
        initial_by_id: who pressed it; credit stays there when the conversation moves.
        again_at: from when a first text that did not arrive may be pressed again; see
            `core.delivery.endings.pressing_again`. Spent once `initial_at` is later.
        attention_since: when it came to need attention (latest message inbound, no report after it, not opted
            out, not archived since); None means it does not.
        opted_out_at: when the contact opted out in this action.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("action_id", "contact_id"),
        # the claim: the pool of one action, in the order of contacts. By id, PostgreSQL would rather walk the
        # primary key through all that was ever claimed, in every action.
        Index(
            "ix_conversations_pool",
            "action_id",
            "contact_id",
            **only_where("holder_id IS NULL AND initial_at IS NULL"),
        ),
        Index("ix_conversations_inbox", "holder_id", "action_id", "initial_at"),
        Index(
            "ix_conversations_latest",
            "holder_id",
            "last_message_at",
            "id",
            **only_where("last_message_at IS NOT NULL"),
        ),
        Index(
            "ix_conversations_attention",
            "holder_id",
            "last_message_at",
            "id",
            **only_where("attention_since IS NOT NULL"),
        ),
        Index(
            "ix_conversations_unread",
            "holder_id",
            "last_message_at",
            "id",
            **only_where("last_inbound_at IS NOT NULL AND (read_at IS NULL OR read_at < last_inbound_at)"),
        ),
        Index(
            "ix_conversations_again",
            "holder_id",
            "action_id",
            "again_at",
            **only_where("again_at IS NOT NULL"),
        ),
        Index("ix_conversations_contact_id", "contact_id"),
        # the results of an action, counted from these two alone
        Index("ix_conversations_attempts", "action_id", "initial_at", "contact_id"),
        Index(
            "ix_conversations_answers",
            "action_id",
            "reply_count",
            "reported_at",
            "attention_since",
            **only_where("reply_count > 0"),
        ),
    )

    campaign_id: Mapped[int] = key_to("campaigns")  # no index: nobody asks for all of a campaign's
    action_id: Mapped[int] = key_to("actions")
    contact_id: Mapped[int] = key_to("contacts")
    holder_id: Mapped[int | None] = key_to("users")
    script_id: Mapped[int | None] = key_to("scripts")
    initial_at: Mapped[datetime | None]
    initial_by_id: Mapped[int | None] = key_to("users")
    again_at: Mapped[datetime | None]
    last_message_at: Mapped[datetime | None]
    last_direction: Mapped[str | None]  # in, out
    last_preview: Mapped[str] = mapped_column(default="")
    last_inbound_at: Mapped[datetime | None]
    reply_count: Mapped[int] = mapped_column(default=0)
    attention_since: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    opted_out_at: Mapped[datetime | None]
    action: Mapped[Action] = relationship(lazy="raise")
    contact: Mapped[Contact] = relationship(lazy="raise")

    @property
    def is_unread(self) -> bool:
        """Whether the contact wrote since the holder last looked."""
        heard, read = self.last_inbound_at, self.read_at
        return heard is not None and (read is None or read < heard)

    def reported(self, *, at: datetime) -> None:
        """A report was filed: it needs attention no more."""
        self.reported_at = at
        self.attention_since = None

    def archive(self, *, at: datetime) -> None:
        """Put it away until the contact writes again."""
        self.archived_at = self.archived_at or at
        self.attention_since = None

    def reopen(self, *, waiting_since: datetime | None) -> None:
        """Bring it back; it needs attention if somebody waits for an answer."""
        self.archived_at, self.attention_since = None, waiting_since

    def opted_out(self, *, at: datetime) -> None:
        """The contact opted out in this action."""
        self.opted_out_at = self.opted_out_at or at
        self.attention_since = None


class Holding(OfCampaign, Base):
    """A conversation changed hands; the history behind `Conversation.holder_id`.

    A batch writes a hundred of them at once, and to have the database look up each reference would be half of
    what it costs: so only the conversation's is kept by the database. Users and campaigns are never deleted.
    """

    __tablename__ = "holdings"

    campaign_id: Mapped[int] = mapped_column(BigKey)
    conversation_id: Mapped[int] = key_to("conversations", index=True)
    from_user_id: Mapped[int | None]
    to_user_id: Mapped[int | None]
    by_user_id: Mapped[int | None]
    reassignment_id: Mapped[int | None] = mapped_column(BigKey, index=True)
    at: Mapped[datetime]


class Reassignment(OfCampaign, Base):
    """One order to move conversations; `key` is the Slack view's id, so a second submission moves nothing."""

    __tablename__ = "reassignments"

    key: Mapped[str] = mapped_column(unique=True)
    action_id: Mapped[int | None] = key_to("actions")
    from_user_id: Mapped[int | None] = key_to("users")
    to_user_id: Mapped[int | None] = key_to("users")
    by_user_id: Mapped[int] = key_to("users")
    which: Mapped[str]  # all, attention, unsent; one for a single conversation
    count: Mapped[int]
    at: Mapped[datetime]


class Escalation(OfCampaign, Base):
    """A volunteer asked the admins to look at a conversation; a thread in their channel is about it.

    Attributes:
        key: made by the form; a second press asks nothing more.
        note: what the volunteer wants to say.
        told: the channels, or people, that hear of it in a thread each.
        told_up_to: the newest message of the conversation that those threads know of; see
            `core.conversations.escalations_told`.
        resolved_at: when it was answered or seen to; closes the thread too.
    """

    __tablename__ = "escalations"
    __table_args__ = (Index("ix_escalations_open", "campaign_id", "id", **only_where("resolved_at IS NULL")),)

    key: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[int] = key_to("conversations", index=True)
    by_id: Mapped[int] = key_to("users")
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    told: Mapped[list[Any]] = mapped_column(default=list)
    told_up_to: Mapped[int] = mapped_column(default=0)
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = key_to("users")

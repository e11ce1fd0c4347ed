"""An effort: volunteers text a list. Its scripts, its report, and the people it was sent to."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, OfCampaign, key_to

RUNNING = "published"
OUT = (RUNNING, "paused")  # the states in which volunteers have an action


class Action(OfCampaign, Base):
    """One effort: draft → scheduled → published ⇄ paused → closed.

    Attributes:
        pause_code: why it paused itself, by `core.delivery.endings.stop_loss`; None when a person paused it.
        watched_from: what was sent before does not count when it is decided whether it pauses itself.
    """

    __tablename__ = "actions"

    kind: Mapped[str] = mapped_column(default="p2p")
    title: Mapped[str]
    instructions: Mapped[str] = mapped_column(default="")
    list_id: Mapped[int | None] = key_to("contact_lists", index=True)
    state: Mapped[str] = mapped_column(default="draft")
    batch_size: Mapped[int] = mapped_column(default=100)
    channel: Mapped[str | None]  # the Slack channel that hears of it
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = key_to("users")
    published_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    pause_code: Mapped[str | None]
    watched_from: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    scripts: Mapped[list["Script"]] = relationship(order_by="Script.position", lazy="raise")

    @property
    def is_running(self) -> bool:
        return self.state == RUNNING


class Script(OfCampaign, Base):
    """Prepared wording: an `initial` (several = A/B) or a `response` (may set tags when it is sent)."""

    __tablename__ = "scripts"

    action_id: Mapped[int] = key_to("actions", index=True)
    kind: Mapped[str]  # initial, response
    name: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    archived_at: Mapped[datetime | None]


class ScriptTag(Base):
    """A tag that sending a response script sets."""

    __tablename__ = "script_tags"

    script_id: Mapped[int] = key_to("scripts", primary_key=True)
    tag_id: Mapped[int] = key_to("tags", primary_key=True)


class ActionTag(Base):
    """A tag on an action's report."""

    __tablename__ = "action_tags"

    action_id: Mapped[int] = key_to("actions", primary_key=True)
    tag_id: Mapped[int] = key_to("tags", primary_key=True)


class ActionField(Base):
    """A custom field on an action's report."""

    __tablename__ = "action_fields"

    action_id: Mapped[int] = key_to("actions", primary_key=True)
    field_id: Mapped[int] = key_to("custom_fields", primary_key=True)


class Audience(OfCampaign, Base):
    """A user an action was sent to, and how far that person came.

    Attributes:
        claimed_at: when they took their newest batch.
        claimed_up_to: that batch's last contact, by id; the next one is looked for from there on.
    """

    __tablename__ = "audience"
    __table_args__ = (
        UniqueConstraint("action_id", "user_id"),
        Index("ix_audience_user_id", "user_id"),
        Index("ix_audience_claimed_up_to", "action_id", "claimed_up_to"),
    )

    action_id: Mapped[int] = key_to("actions")
    user_id: Mapped[int] = key_to("users")
    sent_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]  # first performance
    claimed_at: Mapped[datetime | None]
    claimed_up_to: Mapped[int | None]

"""Texts, and what Twilio told of them: its words are kept as they came, append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, OfCampaign, key_to, only_where
from core.models.conversation import Conversation


class Message(OfCampaign, Base):
    """One text.

    Attributes:
        kind: outbound: `initial`, `follow_up`, `automatic`; inbound: `reply`, or `help`, which the carrier
            answers.
        media: inbound: `url` and `type` of each file; outbound: what went along, see `core.pictures.Media`.
        client_key: made by the form before the press; unique, so one press is one text.
        state: outbound: one of `core.delivery.states`, moving forward only, by `rank`; inbound: `received`.
        attempt: our own id of the one call to Twilio; it rides in the callback's address.
        bucket, code: why it failed, by the table in `core.delivery.endings.outcomes`.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_conversation_id", "conversation_id", "id"),
        Index("ix_messages_results", "action_id", "direction", "kind", "state", "sender_id"),
        Index("ix_messages_problems", "action_id", "bucket", **only_where("bucket IS NOT NULL")),
        Index("ix_messages_day", "campaign_id", "created_at"),
        Index(
            "ix_messages_unfinished",
            "state",
            "id",
            **only_where("state IN ('queued','sending','unknown')"),
        ),
        Index("ix_messages_queue", "campaign_id", "id", **only_where("state = 'queued'")),
        # the carrier has these and has not said how they ended; asked for when it is time
        Index(
            "ix_messages_open",
            "due_at",
            "id",
            **only_where("state IN ('accepted','sent') AND due_at IS NOT NULL"),
        ),
    )

    conversation_id: Mapped[int | None] = key_to("conversations")
    action_id: Mapped[int | None] = key_to("actions")
    contact_id: Mapped[int | None] = key_to("contacts", index=True)
    direction: Mapped[str]  # in, out
    kind: Mapped[str]
    script_id: Mapped[int | None] = key_to("scripts")
    script_version: Mapped[int | None]
    sender_id: Mapped[int | None] = key_to("users", index=True)
    our_number: Mapped[str | None]
    their_number: Mapped[str]
    body: Mapped[str]
    media: Mapped[list[Any]] = mapped_column(default=list)
    segments: Mapped[int] = mapped_column(default=1)
    client_key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str]
    rank: Mapped[int] = mapped_column(default=0)
    attempt: Mapped[str | None] = mapped_column(unique=True)
    carrier_sid: Mapped[str | None] = mapped_column(unique=True)
    bucket: Mapped[str | None]
    code: Mapped[str | None]
    problem: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    due_at: Mapped[datetime | None]  # when it is sent again (queued) or asked for (unknown, accepted, sent)
    tries: Mapped[int] = mapped_column(default=0)
    attempted_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    conversation: Mapped[Conversation | None] = relationship(lazy="raise")


class MediaFile(OfCampaign, Base):
    """A picture or other file that came with a text; fetched by a job, since Twilio asks for credentials.

    Attributes:
        state: waiting, fetched, refused (too large or of no kind that is kept), failed.
    """

    __tablename__ = "media_files"
    __table_args__ = (
        UniqueConstraint("message_id", "position"),
        Index("ix_media_files_waiting", "due_at", "id", **only_where("state = 'waiting'")),
    )

    message_id: Mapped[int] = key_to("messages")
    position: Mapped[int]
    url: Mapped[str]
    content_type: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="waiting")
    problem: Mapped[str] = mapped_column(default="")
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    file_id: Mapped[int | None] = key_to("stored_files")


class StatusEvent(Base):
    """What Twilio told us of a text; append-only, each word once."""

    __tablename__ = "status_events"
    __table_args__ = (UniqueConstraint("sid", "status", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt: Mapped[str] = mapped_column(index=True)
    sid: Mapped[str]
    status: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    form: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]


class InboundEvent(Base):
    """A text as Twilio posted or listed it, unique by its SID; kept whatever becomes of its effects.

    Attributes:
        dismissed_at, dismissed_by_id: an admin has seen it; asked of replies without a conversation only.
    """

    __tablename__ = "inbound_events"
    __table_args__ = (
        Index(
            "ix_inbound_events_unapplied",
            "id",
            **only_where("applied_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int | None] = key_to("campaigns")
    sid: Mapped[str] = mapped_column(unique=True)
    form: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    dismissed_at: Mapped[datetime | None]
    dismissed_by_id: Mapped[int | None] = key_to("users")
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")

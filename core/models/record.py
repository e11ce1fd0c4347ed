"""What happened (events, incidents), what Slack is to be told (notices), and what is remembered of a job."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, OfCampaign, key_to, only_where

TEXTING = (
    "batch_claimed",
    "conversation_archived",
    "initial_sent",
    "reply_sent",
    "report_filed",
    "text_not_confirmed",
)
# these very words go into a query, too: neither database finds the index by bound values
IS_NO_TEXTING = f"name NOT IN ({', '.join(map(repr, TEXTING))})"


class Event(OfCampaign, Base):
    """What happened, past tense, with who and when: the audit trail. Append-only.

    The names in `TEXTING` are what volunteers do all evening, by the million; all else has an index of its
    own.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_subject", "subject_type", "subject_id"),
        Index("ix_events_campaign_id_at", "campaign_id", "at", "id"),
        Index("ix_events_changes", "campaign_id", "at", "id", **only_where(IS_NO_TEXTING)),
    )

    # no index of its own: one that begins with it is there, and every press writes here
    campaign_id: Mapped[int] = key_to("campaigns")
    name: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = key_to("users")
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    particulars: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Incident(OfCampaign, Base):
    """Something is wrong and somebody must look: one row, and one message, however often it shows.

    Attributes:
        key: names the trouble within the campaign; one of them is open at a time.
        data: small JSON values for the message: ids and figures, never texts or numbers of contacts.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        Index("uq_incidents_open", "campaign_id", "key", unique=True, **only_where("resolved_at IS NULL")),
    )

    kind: Mapped[str]
    key: Mapped[str]
    action_id: Mapped[int | None] = key_to("actions", index=True)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    count: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    last_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = key_to("users")


class Bookmark(Base):
    """How far a job of the whole product came, such as reading the carrier's list."""

    __tablename__ = "bookmarks"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Tally(Base):
    """How often something happened in all processes of the product, for whoever watches it.

    Attributes:
        name, labels: as `core.metrics.catalogue` has them; labels are `key=value`, parted by commas.
    """

    __tablename__ = "tallies"

    name: Mapped[str] = mapped_column(primary_key=True)
    labels: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[float] = mapped_column(default=0.0)


class Notice(OfCampaign, Base):
    """A thing that Slack is to be told; a row that is delivered.

    The same key told again before it is delivered is one message; told after, the posted message is updated.

    Attributes:
        kind: which message the bot builds from `data`.
        channel: a Slack channel id, a user id for a direct message, or the id of a modal that shows it.
        state: due, sending, sent, failed.
        attempted_at: when it was claimed for posting; long ago and still `sending` means a worker died.
        posted_channel, posted_ts: where the message stands, once it does.
        attached: ids of the stored files that hang below it already.
        thread_of: the key of the notice in whose thread it is said; None for a message of its own.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("campaign_id", "key"),
        Index("ix_notices_due", "state", "due_at"),
    )

    key: Mapped[str]
    kind: Mapped[str]
    channel: Mapped[str]
    data: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="due")
    due_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(default="")
    attempted_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    posted_channel: Mapped[str | None]
    posted_ts: Mapped[str | None]
    attached: Mapped[list[Any]] = mapped_column(default=list)
    thread_of: Mapped[str | None]


class Summary(OfCampaign, Base):
    """A daily summary of the texting, pushed to a channel at a time of day in a zone."""

    __tablename__ = "summaries"

    channel: Mapped[str]
    at_minute: Mapped[int]  # minutes since midnight, local
    timezone: Mapped[str]
    next_at: Mapped[datetime] = mapped_column(index=True)
    last_sent_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = key_to("users")
    paused_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]

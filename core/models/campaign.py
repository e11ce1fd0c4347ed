"""The tenant: one organisation, one Slack workspace, and what it decided once for all its actions."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Id, OfCampaign, key_to


class Campaign(Base):
    """One organisation with its people, contacts, opt-outs and settings.

    Hours are whole hours of the contact's own clock; a text may leave from `texting_from` (on Sundays from
    `sunday_from`) until before `texting_until`, a reply to somebody who has written until `replies_until`.
    """

    __tablename__ = "campaigns"

    id: Mapped[Id]
    created_at: Mapped[datetime]
    name: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    timezone: Mapped[str] = mapped_column(default="America/New_York")
    slack_team_id: Mapped[str | None] = mapped_column(unique=True)
    join_code: Mapped[str] = mapped_column(unique=True)
    batch_size: Mapped[int] = mapped_column(default=100)
    texting_from: Mapped[int] = mapped_column(default=9)
    sunday_from: Mapped[int] = mapped_column(default=12)
    texting_until: Mapped[int] = mapped_column(default=20)
    replies_until: Mapped[int] = mapped_column(default=21)
    lock_hours: Mapped[int] = mapped_column(default=6)
    contact_first_name: Mapped[str] = mapped_column(default="there")
    sender_first_name: Mapped[str] = mapped_column(default="a volunteer")
    textable_countries: Mapped[list[Any]] = mapped_column(default=lambda: ["US", "CA"])


class SendingService(OfCampaign, Base):
    """What texts leave from: a Twilio Messaging Service or a single number."""

    __tablename__ = "sending_services"

    messaging_service_sid: Mapped[str | None] = mapped_column(unique=True)
    from_number: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]


class StoredFile(OfCampaign, Base):
    """A small file kept in the database, so that any worker on any machine can read it."""

    __tablename__ = "stored_files"

    name: Mapped[str]
    content: Mapped[bytes]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = key_to("users")

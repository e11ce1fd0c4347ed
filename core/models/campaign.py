"""The tenant: one organisation, one Slack workspace, and what it decided once for all its actions."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, Id, OfCampaign, key_to


class Campaign(Base):
    """One organisation with its people, contacts, opt-outs and settings.

    Hours are whole hours of the contact's own clock; a text may leave from `texting_from` (on Sundays from
    `sunday_from`) until before `texting_until`, a reply to somebody who has written until `replies_until`.

    Attributes:
        state_hours: what an admin changed in the table of hours by state; see `core.delivery.hours.by_state`.
        wide_hours_at, wide_hours_by_id: when and by whom it was said that counsel agreed to wider hours.
        most_segments: the longest text that may be sent.
        confirms_stops: whether we confirm a stop that Twilio does not confirm itself.
        stop_confirmation: that text; empty is the product's own wording.
        alerts_channel: the Slack channel that hears of trouble; None tells the owners.
        set_up: the steps of the first set-up that somebody has done: step → ISO time.
        appends_opt_out, opt_out_sentence: whether each first text ends with this sentence; empty is the
            product's own wording.
        scripts_only: whether volunteers may send prepared answers only.
        area_codes: from numbers of these area codes texts go first, if the sending service has some.
        erasure_key: what the phones of erased people are hashed with; see `ErasedPhone`.
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
    state_hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    wide_hours_at: Mapped[datetime | None]
    wide_hours_by_id: Mapped[int | None]
    lock_hours: Mapped[int] = mapped_column(default=6)
    most_segments: Mapped[int] = mapped_column(default=10)
    confirms_stops: Mapped[bool] = mapped_column(default=True)
    stop_confirmation: Mapped[str] = mapped_column(default="")
    alerts_channel: Mapped[str | None]
    contact_first_name: Mapped[str] = mapped_column(default="there")
    sender_first_name: Mapped[str] = mapped_column(default="a volunteer")
    set_up: Mapped[dict[str, Any]] = mapped_column(default=dict)
    appends_opt_out: Mapped[bool] = mapped_column(default=False)
    opt_out_sentence: Mapped[str] = mapped_column(default="")
    scripts_only: Mapped[bool] = mapped_column(default=False)
    area_codes: Mapped[list[Any]] = mapped_column(default=list)
    erasure_key: Mapped[str | None]
    textable_countries: Mapped[list[Any]] = mapped_column(default=lambda: ["US", "CA"])


class SendingService(OfCampaign, Base):
    """What texts leave from: a Twilio Messaging Service or a single number.

    Attributes:
        registration: how it stands with the carriers: `not stated`, `pending`, `registered` or `refused`.
        throughput: the class the carriers gave it, which sets the pace; see `core.delivery.pace`. Empty: no
            pace of ours.
        brand, use_case, token_expires_at: what the registration says, for the admin to remember.
        paused_until, pause_code: the carrier's daily cap is used up.
        numbers, numbers_at: the numbers of a Messaging Service in E.164, as Twilio last told, and when; None
            has it asked soon.
    """

    __tablename__ = "sending_services"

    messaging_service_sid: Mapped[str | None] = mapped_column(unique=True)
    from_number: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    registration: Mapped[str] = mapped_column(default="not stated")
    throughput: Mapped[str] = mapped_column(default="")
    brand: Mapped[str] = mapped_column(default="")
    use_case: Mapped[str] = mapped_column(default="")
    token_expires_at: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
    pause_code: Mapped[str | None]
    numbers: Mapped[list[Any]] = mapped_column(default=list)
    numbers_at: Mapped[datetime | None]


class SendingDay(Base):
    """The segments a service sent on one of the carriers' days, which begin at midnight Pacific."""

    __tablename__ = "sending_days"

    service_id: Mapped[int] = key_to("sending_services", primary_key=True)
    day: Mapped[str] = mapped_column(primary_key=True)  # ISO date
    segments: Mapped[int] = mapped_column(default=0)


class StoredFile(OfCampaign, Base):
    """A small file kept in the database, so that any worker on any machine can read it."""

    __tablename__ = "stored_files"

    name: Mapped[str]
    content: Mapped[bytes]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = key_to("users")

"""What is learned of contacts: tags (yes or no) and custom fields (a choice or words)."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, OfCampaign, key_to


class Tag(OfCampaign, Base):
    """A yes/no marker. `built_in` names the ones the product itself relies on (`opt_out`).

    Attributes:
        stopping_since: everybody who has it is being opted out, by a job, since then; None when that is done.
        stopping_by_id: who wanted that.
    """

    __tablename__ = "tags"
    __table_args__ = (UniqueConstraint("campaign_id", "slug"),)

    name: Mapped[str]
    slug: Mapped[str]
    position: Mapped[int]
    reportable: Mapped[bool] = mapped_column(default=True)
    opt_out: Mapped[bool] = mapped_column(default=False)
    built_in: Mapped[str | None]
    stopping_since: Mapped[datetime | None]
    stopping_by_id: Mapped[int | None] = key_to("users")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class CustomField(OfCampaign, Base):
    """A question: `selection` with fixed options, or `text`."""

    __tablename__ = "custom_fields"
    __table_args__ = (UniqueConstraint("campaign_id", "slug"),)

    name: Mapped[str]
    slug: Mapped[str]
    kind: Mapped[str]  # selection, text
    position: Mapped[int]
    reportable: Mapped[bool] = mapped_column(default=True)
    required: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]
    options: Mapped[list["FieldOption"]] = relationship(
        back_populates="field", order_by="FieldOption.position", lazy="raise"
    )


class FieldOption(Base):
    """One answer of a selection field; retired rather than deleted, so that old answers stay readable."""

    __tablename__ = "field_options"
    __table_args__ = (UniqueConstraint("field_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    field_id: Mapped[int] = key_to("custom_fields")
    label: Mapped[str]
    position: Mapped[int]
    retired_at: Mapped[datetime | None]
    field: Mapped[CustomField] = relationship(back_populates="options", lazy="raise")


class OldLabel(OfCampaign, Base):
    """What an option was called before; whoever was given that answer has the option's present one."""

    __tablename__ = "old_labels"
    __table_args__ = (UniqueConstraint("field_id", "label"),)

    field_id: Mapped[int] = key_to("custom_fields")
    label: Mapped[str]
    option_id: Mapped[int] = key_to("field_options", index=True)


class Report(OfCampaign, Base):
    """One submission by one user on one conversation; the form makes `key`; a second press does nothing."""

    __tablename__ = "reports"
    __table_args__ = (Index("ix_reports_action_id_conversation_id", "action_id", "conversation_id"),)

    key: Mapped[str] = mapped_column(unique=True)
    action_id: Mapped[int] = key_to("actions")
    conversation_id: Mapped[int] = key_to("conversations", index=True)
    contact_id: Mapped[int] = key_to("contacts")
    user_id: Mapped[int] = key_to("users")
    created_at: Mapped[datetime]


class Fact(OfCampaign, Base):
    """A tag switched or a field answered. A contact's present tags and values are the newest facts.

    Values are text: `yes`/`no` for tags, the option's label or the words for fields; None is "not answered".
    """

    __tablename__ = "facts"
    __table_args__ = (Index("ix_facts_contact_id_newest", "contact_id", "id"),)

    contact_id: Mapped[int] = key_to("contacts")
    tag_id: Mapped[int | None] = key_to("tags", index=True)
    field_id: Mapped[int | None] = key_to("custom_fields", index=True)
    old: Mapped[str | None]
    new: Mapped[str | None]
    source: Mapped[str]  # report, auto-tag, import, admin, click, opt-out
    at: Mapped[datetime]
    user_id: Mapped[int | None] = key_to("users")
    report_id: Mapped[int | None] = key_to("reports", index=True)
    conversation_id: Mapped[int | None] = key_to("conversations")
    action_id: Mapped[int | None] = key_to("actions")

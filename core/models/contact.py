"""People who are texted, the lists they are in, and the imports that brought them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, OfCampaign, key_to, only_where


def full_name(first: str, last: str) -> str:
    """Return a person's name as it is known; empty when neither is."""
    return " ".join(part for part in (first, last) if part)


class Contact(OfCampaign, Base):
    """A person who is texted; unique by phone within a campaign.

    Attributes:
        phone: E.164.
        zones: the time zones this person may be in, sorted and parted by one space; all must be open to text.
        zone_source: what `zones` rests on: `hand`, `import`, `zip`, `area code` or `unknown`.
        undeliverable: why no text can reach this phone (`landline`, `bad_number`), else None.
        extra: the other columns of the file, by the slug of their header; usable as script variables.
        assigned_to_id: whose contact this is, from a file or by hand; see `Action.keeps_assignments`.
        erased_at: when this person's details were erased; the row stays for the counts.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        Index("uq_contacts_campaign_id_phone", "campaign_id", "phone", unique=True),
        Index(
            "ix_contacts_assigned_to_id", "assigned_to_id", "id", **only_where("assigned_to_id IS NOT NULL")
        ),
        Index(
            "ix_contacts_undeliverable",
            "campaign_id",
            "undeliverable",
            **only_where("undeliverable IS NOT NULL"),
        ),
    )

    # no index of its own: one that begins with it is there, and imports are quicker
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    phone: Mapped[str]
    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    zip: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="")
    zones: Mapped[str] = mapped_column(default="")
    zone_source: Mapped[str] = mapped_column(default="unknown")
    undeliverable: Mapped[str | None]
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
    assigned_to_id: Mapped[int | None] = key_to("users")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    @property
    def name(self) -> str:
        return full_name(self.first_name, self.last_name)


class ExternalId(Base):
    """A contact's id in another system; VAN's differ per state and mode, so each is a row.

    An import writes one a contact, so there is no more to it than it needs: no key but the natural one, and
    the campaign, which is the contact's, is there for look-ups and is not checked again.
    """

    __tablename__ = "external_ids"
    __table_args__ = (Index("ix_external_ids_look_up", "campaign_id", "system", "value"),)

    contact_id: Mapped[int] = key_to("contacts", primary_key=True)
    system: Mapped[str] = mapped_column(primary_key=True)  # van, pdi
    database: Mapped[str] = mapped_column(primary_key=True, default="")  # a state's, as state_abbrev says
    mode: Mapped[str] = mapped_column(primary_key=True, default="voters")  # voters, campaign
    campaign_id: Mapped[int]
    value: Mapped[str]


class ErasedPhone(OfCampaign, Base):
    """Somebody who asked to be erased: nobody may text or import this phone again, and nobody can read it.

    Attributes:
        hash: of the phone, with the campaign's `erasure_key`.
        contact_id: the row that was emptied; None when the phone was no contact's.
    """

    __tablename__ = "erased_phones"
    __table_args__ = (UniqueConstraint("campaign_id", "hash"),)

    hash: Mapped[str]
    contact_id: Mapped[int | None] = key_to("contacts")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = key_to("users")


class ContactList(OfCampaign, Base):
    """A named set of contacts.

    Attributes:
        made_from: how it was made, when not by an import: the filter, or the lists put together; small JSON.
    """

    __tablename__ = "contact_lists"

    name: Mapped[str]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = key_to("users")
    archived_at: Mapped[datetime | None]
    made_from: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ListMember(Base):
    """A contact in a list."""

    __tablename__ = "list_members"
    __table_args__ = (Index("ix_list_members_contact_id", "contact_id"),)

    list_id: Mapped[int] = key_to("contact_lists", primary_key=True)
    contact_id: Mapped[int] = key_to("contacts", primary_key=True)


class Import(OfCampaign, Base):
    """One file becoming contacts. Progress is committed with each chunk, so a crash resumes where it was.

    Attributes:
        kind: what the file holds: `contacts`, `opt_outs` (phones that must not be texted) or `users` (a user
            list).
        dry_run: nothing is written, only counted: what the import would change.
        user_list_id: the list that a file of users becomes.
        mapping: column position (as text) → what it holds; see `core.contacts.importing.columns`.
        state: draft (the mapping is being looked at), queued, running, finished, failed.
        counts: `rows new updated unchanged duplicates opted_out refused`; refused is reason → count.
    """

    __tablename__ = "imports"

    kind: Mapped[str] = mapped_column(default="contacts")
    list_id: Mapped[int | None] = key_to("contact_lists", index=True)
    user_list_id: Mapped[int | None] = key_to("user_lists")
    list_name: Mapped[str]
    dry_run: Mapped[bool] = mapped_column(default=False)
    file_id: Mapped[int | None] = key_to("stored_files")
    refused_file_id: Mapped[int | None] = key_to("stored_files")
    file_name: Mapped[str]
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(default="draft", index=True)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int | None]
    problem: Mapped[str] = mapped_column(default="")
    created_by_id: Mapped[int | None] = key_to("users")
    channel: Mapped[str | None]  # where Slack hears of its progress
    created_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class OptOut(OfCampaign, Base):
    """Somebody's "stop": keyed by phone, outliving contacts. Lifted by a stamp, never deleted.

    Attributes:
        means: how they asked, where it was not by text; see `core.contacts.opt_out_by_hand`.
        client_key: made by the form of whoever pressed, so that a page shown again stops nobody anew.
        confirmation_id, confirm_by: the one text that may still go and confirm it, and until when.
    """

    __tablename__ = "opt_outs"
    __table_args__ = (
        Index(
            "uq_opt_outs_in_force",
            "campaign_id",
            "phone",
            unique=True,
            **only_where("lifted_at IS NULL"),
        ),
        # who came back: few rows, but looked for beside each of many contacts
        Index("ix_opt_outs_lifted", "campaign_id", "phone", **only_where("lifted_at IS NOT NULL")),
    )

    phone: Mapped[str]
    at: Mapped[datetime]
    route: Mapped[str]  # keyword, volunteer, admin, tag, carrier, import
    words: Mapped[str] = mapped_column(default="")
    action_id: Mapped[int | None] = key_to("actions", index=True)
    contact_id: Mapped[int | None] = key_to("contacts")
    conversation_id: Mapped[int | None] = key_to("conversations")
    message_id: Mapped[int | None] = key_to("messages")
    user_id: Mapped[int | None] = key_to("users")
    means: Mapped[str] = mapped_column(default="")
    client_key: Mapped[str | None] = mapped_column(unique=True)
    confirmation_id: Mapped[int | None] = key_to("messages")
    confirm_by: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = key_to("users")
    lift_note: Mapped[str] = mapped_column(default="")

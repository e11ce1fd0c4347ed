"""People with an account, and the codes that prove their phones."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, OfCampaign, key_to

ROLES = ("owner", "admin", "staff", "volunteer")


class User(OfCampaign, Base):
    """A person with an account in a campaign.

    Attributes:
        rights: what somebody of the staff may do beyond it; see `core.people.rights`.
        role_from: the Slack user group that the role follows; None when a person gave it.

    `inbox_version` grows whenever something changes that this person's inbox shows, so that an idle
    inbox asks one small question; see `core.conversations.inbox`.
    """

    __tablename__ = "users"
    __table_args__ = (
        Index("uq_users_campaign_id_phone", "campaign_id", "phone", unique=True),
        Index("uq_users_campaign_id_slack_id", "campaign_id", "slack_id", unique=True),
    )

    role: Mapped[str] = mapped_column(default="volunteer")
    rights: Mapped[list[Any]] = mapped_column(default=list)
    role_from: Mapped[str | None]
    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None]
    email: Mapped[str | None]
    slack_id: Mapped[str | None]
    created_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]
    inbox_version: Mapped[int] = mapped_column(default=0)

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first_name, self.last_name) if part) or "Unnamed"


class GroupRole(OfCampaign, Base):
    """A role that follows a Slack user group: its members have it while they are in the group.

    Attributes:
        group_id, handle: the user group, as Slack knows it.
        looked_at: when its members were last asked for.
        problem: why they could not be, in Slack's word; empty when all is well.
    """

    __tablename__ = "group_roles"
    __table_args__ = (UniqueConstraint("campaign_id", "group_id"),)

    group_id: Mapped[str]
    handle: Mapped[str] = mapped_column(default="")
    role: Mapped[str]
    rights: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = key_to("users")
    looked_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(default="")


class UserList(OfCampaign, Base):
    """A named set of people with an account; volunteers do not see it.

    Attributes:
        made_from: the filter it was made by; empty for one made from a file or by hand.
    """

    __tablename__ = "user_lists"

    name: Mapped[str]
    made_from: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = key_to("users")
    archived_at: Mapped[datetime | None]


class UserListMember(Base):
    """A person in a user list."""

    __tablename__ = "user_list_members"

    user_list_id: Mapped[int] = key_to("user_lists", primary_key=True)
    user_id: Mapped[int] = key_to("users", primary_key=True, index=True)


class SignInCode(OfCampaign, Base):
    """A code texted to somebody's phone; only its hash is kept.

    It is a row with a state like any other text: a crash leaves it findable, and it is sent once.
    """

    __tablename__ = "sign_in_codes"
    __table_args__ = (Index("ix_sign_in_codes_campaign_id_phone", "campaign_id", "phone", "created_at"),)

    phone: Mapped[str]
    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    code: Mapped[str | None]  # in the clear only until it is texted, then gone
    code_hash: Mapped[str]
    state: Mapped[str] = mapped_column(default="queued")  # queued, sending, sent, unknown, failed
    problem: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(index=True)
    attempted_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    wrong_guesses: Mapped[int] = mapped_column(default=0)
    user_id: Mapped[int | None] = key_to("users")
    slack_id: Mapped[str | None]  # who in Slack proves that this phone is theirs

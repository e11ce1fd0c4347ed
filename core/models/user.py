"""People with an account, and the codes that prove their phones."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, OfCampaign, key_to

ROLES = ("owner", "admin", "staff", "volunteer")


class User(OfCampaign, Base):
    """A person with an account in a campaign.

    `inbox_version` grows whenever something changes that this person's inbox shows, so that an idle
    inbox asks one small question; see `core.conversations.inbox`.
    """

    __tablename__ = "users"
    __table_args__ = (
        Index("uq_users_campaign_id_phone", "campaign_id", "phone", unique=True),
        Index("uq_users_campaign_id_slack_id", "campaign_id", "slack_id", unique=True),
    )

    role: Mapped[str] = mapped_column(default="volunteer")
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

    @property
    def may_look(self) -> bool:
        """Whether this person may see how the campaign is set up."""
        return self.role in {"owner", "admin", "staff"} and self.deactivated_at is None

    @property
    def is_admin(self) -> bool:
        """Whether this person may run the campaign from Slack."""
        return self.role in {"owner", "admin"} and self.deactivated_at is None


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

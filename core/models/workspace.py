"""Slack workspaces that installed the app, each the home of one campaign."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, BigKey, Id, key_to


class Workspace(Base):
    """A workspace by OAuth: what its bot may be called with.

    Attributes:
        token: the bot's, encrypted (see `core.people.tokens`); None once it was taken back.
        installer_id: who installed it, by Slack's id.
        gone_at: when the app was removed there, or its token revoked.
        gone_why: `uninstalled` or `revoked`.
    """

    __tablename__ = "workspaces"

    id: Mapped[Id]
    team_id: Mapped[str] = mapped_column(unique=True)
    team_name: Mapped[str] = mapped_column(default="")
    enterprise_id: Mapped[str | None]
    campaign_id: Mapped[int] = key_to("campaigns", index=True)
    token: Mapped[str | None]
    bot_id: Mapped[str] = mapped_column(default="")
    bot_user_id: Mapped[str] = mapped_column(default="")
    app_id: Mapped[str] = mapped_column(default="")
    scopes: Mapped[list[Any]] = mapped_column(default=list)
    installer_id: Mapped[str] = mapped_column(default="")
    installed_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    gone_why: Mapped[str] = mapped_column(default="")


class InstallState(Base):
    """The key of one installation under way; it opens the door once, for a few minutes."""

    __tablename__ = "install_states"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    state: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]

"""The app is installed into a Slack workspace, which makes or finds its campaign; or it leaves one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import events
from core.inserting import insert_new
from core.models import Campaign, SendingService, User, Workspace
from core.naming import NAME_LIMIT
from core.notices.waking import wake
from core.people.setting_up import found_campaign, make_owner
from core.people.tokens import Seal
from core.turns import take_turns


@dataclass(frozen=True)
class Installation:
    """What Slack said of one installation.

    Attributes:
        token: the bot's, in the clear.
        installer_id, installer_name: who allowed it.
    """

    team_id: str
    team_name: str
    token: str
    installer_id: str
    installer_name: str
    enterprise_id: str | None = None
    bot_id: str = ""
    bot_user_id: str = ""
    app_id: str = ""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sender:
    """What texts of the first campaign leave from, as the settings say: one of the two, or neither."""

    messaging_service_sid: str = ""
    from_number: str = ""


@dataclass(frozen=True)
class Installed:
    """What came of it.

    Attributes:
        owner: who owns the campaign now.
    """

    campaign: Campaign
    workspace: Workspace
    owner: User


def install(
    session: Session, installation: Installation, *, seal: Seal, sender: Sender, now: datetime
) -> Installed:
    """Keep a workspace's token, and make its campaign unless it has one.

    The same workspace again keeps its campaign, takes the new token, and is told what it missed. The
    installer becomes the owner if nobody owns the campaign.

    Args:
        sender: given to the first campaign of all; others choose theirs in their settings.
    """
    campaign = _campaign(session, installation, sender, now)
    take_turns(session, campaign.id)
    workspace = _workspace(session, installation, campaign, seal, now)
    owner = _owner(session, campaign) or _new_owner(session, campaign, installation, now)
    installer = select(User).filter_by(campaign_id=campaign.id, slack_id=installation.installer_id)
    events.record(session, "app_installed", campaign, by=session.scalar(installer), at=now)
    wake(session, campaign.id, now=now)
    return Installed(campaign, workspace, owner)


def leave(session: Session, team_id: str, *, why: str, at: datetime, now: datetime) -> bool:
    """Forget a workspace's token; return whether there was one to forget.

    Args:
        why: `uninstalled` or `revoked`.
        at: when it happened, in whole seconds; what Slack tells after a new installation is passed over.
    """
    known = select(Workspace).filter_by(team_id=team_id).with_for_update()
    workspace = session.scalar(known)
    if workspace is None or workspace.token is None or at < workspace.installed_at.replace(microsecond=0):
        return False
    workspace.token, workspace.gone_at, workspace.gone_why = None, now, why
    campaign = session.get_one(Campaign, workspace.campaign_id)
    events.record(session, f"app_{why}", campaign, by=None, at=now)
    return True


def happened_at(seconds: float) -> datetime:
    """Return the instant of a time as Slack writes it."""
    return datetime.fromtimestamp(int(seconds), UTC)


def _campaign(session: Session, installation: Installation, sender: Sender, now: datetime) -> Campaign:
    known = session.scalar(select(Campaign).filter_by(slack_team_id=installation.team_id))
    return known or found_campaign(
        session,
        name=_short(installation.team_name) or installation.team_id,
        team_id=installation.team_id,
        now=now,
        **_sender(session, sender),
    )


def _sender(session: Session, sender: Sender) -> dict[str, str]:
    taken = session.scalar(select(func.count()).select_from(SendingService))
    return (
        {}
        if taken
        else {"messaging_service_sid": sender.messaging_service_sid, "from_number": sender.from_number}
    )


def _workspace(
    session: Session, installation: Installation, campaign: Campaign, seal: Seal, now: datetime
) -> Workspace:
    told: dict[str, Any] = {
        "team_name": installation.team_name,
        "enterprise_id": installation.enterprise_id,
        "campaign_id": campaign.id,
        "token": seal.close(installation.token),
        "bot_id": installation.bot_id,
        "bot_user_id": installation.bot_user_id,
        "app_id": installation.app_id,
        "scopes": list(installation.scopes),
        "installer_id": installation.installer_id,
        "installed_at": now,
        "gone_at": None,
        "gone_why": "",
    }
    made = insert_new(session, Workspace, team_id=installation.team_id, **told)
    return made or _renewed(session, installation.team_id, told)


def _renewed(session: Session, team_id: str, told: dict[str, Any]) -> Workspace:
    workspace = session.scalars(select(Workspace).filter_by(team_id=team_id).with_for_update()).one()
    for name, value in told.items():
        setattr(workspace, name, value)
    return workspace


def _owner(session: Session, campaign: Campaign) -> User | None:
    owners = select(User).filter_by(campaign_id=campaign.id, role="owner", deactivated_at=None)
    return session.scalar(owners.order_by(User.id).limit(1))


def _new_owner(session: Session, campaign: Campaign, installation: Installation, now: datetime) -> User:
    name = _short(installation.installer_name) or "Unnamed"
    return make_owner(session, campaign, installation.installer_id, name, now)


def _short(name: str) -> str:
    return name.strip()[:NAME_LIMIT]

"""Installing by OAuth: where a browser is sent to ask, and what Slack tells once somebody allowed it.

Source: Slack's "Installing with OAuth".
"""

from typing import Any
from urllib.parse import urlencode, urljoin

import structlog
from slack_sdk import WebClient

from bot.clients import make_client
from bot.scopes import SCOPES
from bot.troubles import SLACK_TROUBLE, word_of
from core.config import Settings
from core.errors import CoreError
from core.people.installing import Installation

log = structlog.get_logger()


class NotInstalled(CoreError):
    """Slack did not finish an installation."""

    def __init__(self, word: str) -> None:
        super().__init__(f"Slack did not finish the installation (“{word}”). Nothing was changed.")


def consent_address(settings: Settings, state: str) -> str:
    """Return the page of Slack's on which a person allows the app; it brings `state` back."""
    asked = {
        "client_id": settings.slack_client_id,
        "scope": ",".join(SCOPES),
        "redirect_uri": redirect_address(settings),
        "state": state,
    }
    return f"{urljoin(settings.slack_api_base_url, '/oauth/v2/authorize')}?{urlencode(asked)}"


def redirect_address(settings: Settings) -> str:
    """Return where Slack sends the browser back to."""
    return f"{settings.public_url}/slack/oauth_redirect"


def fetch(settings: Settings, code: str) -> Installation:
    """Return what a person allowed, with the token that it gives.

    Args:
        code: as Slack sent it along; good once.

    Raises:
        NotInstalled: Slack refused or did not answer, or it was for a whole organisation.
    """
    try:
        told: Any = make_client(settings).oauth_v2_access(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret.get_secret_value(),
            code=code,
            redirect_uri=redirect_address(settings),
        )
        if not told.get("team"):
            raise NotInstalled("for a whole organisation: choose one workspace of it")
        name = _name(make_client(settings, told["access_token"]), told["authed_user"]["id"])
    except SLACK_TROUBLE as problem:
        log.warning("installation_failed", problem=word_of(problem))
        raise NotInstalled(word_of(problem)) from None
    return _installation(told, name)


def _name(client: WebClient, slack_id: str) -> str:
    person: dict[str, Any] = client.users_info(user=slack_id)["user"]
    return str(person.get("real_name") or person.get("name") or "")


def _installation(told: Any, name: str) -> Installation:
    return Installation(
        team_id=told["team"]["id"],
        team_name=told["team"].get("name") or "",
        token=told["access_token"],
        installer_id=told["authed_user"]["id"],
        installer_name=name,
        enterprise_id=(told.get("enterprise") or {}).get("id"),
        bot_user_id=told.get("bot_user_id") or "",
        app_id=told.get("app_id") or "",
        scopes=tuple(str(told.get("scope") or "").split(",")),
    )

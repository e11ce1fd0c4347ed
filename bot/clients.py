"""Slack clients: the one of the one workspace, or each workspace's own; the settings say which."""

from typing import Protocol

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler

from core.config import Settings
from core.db import Database
from core.people.tokens import Seal
from core.people.workspaces import Tokens


class Clients(Protocol):
    """Where the token of a workspace is found."""

    def token_of(self, team_id: str) -> str | None:
        """Return a workspace's token; None where the app is not installed."""
        ...

    def of(self, team_id: str) -> WebClient | None:
        """Return the client that speaks to a workspace; None where the app is not installed."""
        ...


class OneWorkspace:
    """One token, for whatever workspace it is of."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def token_of(self, team_id: str) -> str | None:  # noqa: ARG002 - as `Clients` has it
        return self._settings.slack_bot_token.get_secret_value()

    def of(self, team_id: str) -> WebClient | None:  # noqa: ARG002 - as `Clients` has it
        return make_client(self._settings)


class ManyWorkspaces:
    """A token for each workspace that installed the app."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._tokens = Tokens(database, Seal(settings.signing_key()))

    def token_of(self, team_id: str) -> str | None:
        return self._tokens.of(team_id)

    def of(self, team_id: str) -> WebClient | None:
        token = self.token_of(team_id)
        return make_client(self._settings, token) if token else None


def make_clients(settings: Settings, database: Database) -> Clients:
    """Return the clients of the mode that the settings choose."""
    return ManyWorkspaces(settings, database) if settings.many_workspaces else OneWorkspace(settings)


def make_client(settings: Settings, token: str | None = None) -> WebClient:
    """Return the one kind of Slack client: it waits out rate limits and passing server errors.

    Args:
        token: a workspace's; the one of the settings when left out.
    """
    client = WebClient(
        token=token or settings.slack_bot_token.get_secret_value(),
        base_url=f"{settings.slack_api_base_url.rstrip('/')}/",
        timeout=10,
    )
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
    client.retry_handlers.append(ServerErrorRetryHandler(max_retry_count=1))
    return client

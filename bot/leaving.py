"""A workspace removes the app, or takes its token back: the token is forgotten at once."""

from typing import Any

from slack_bolt import App

from core.clock import utcnow
from core.db import Database
from core.people.installing import happened_at, leave


def register(app: App, database: Database) -> None:
    """Listen to what Slack tells once the app is gone."""

    def uninstalled(body: dict[str, Any]) -> None:
        _forget(database, body, "uninstalled")

    def revoked(body: dict[str, Any], event: dict[str, Any]) -> None:
        if event["tokens"].get("bot"):  # people's own tokens were never asked for
            _forget(database, body, "revoked")

    app.event("app_uninstalled")(uninstalled)
    app.event("tokens_revoked")(revoked)


def _forget(database: Database, body: dict[str, Any], why: str) -> None:
    at = happened_at(body["event_time"])
    with database.sessions.begin() as session:
        leave(session, body["team_id"], why=why, at=at, now=utcnow())

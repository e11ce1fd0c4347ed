"""The Slack app: verified requests in, one listener each, one error handler."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from secrets import token_hex
from typing import Any

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot import (
    actions,
    alerts,
    attention,
    audit,
    contacts,
    find,
    folders,
    home,
    leaving,
    lists,
    menu,
    notes,
    optout,
    reassign,
    results,
    review,
    roles,
    summaries,
    texts,
    volunteers,
)
from bot import settings as campaign_settings
from bot.acking import FirmApp
from bot.clients import Clients, make_client, make_clients
from bot.errors import tell_of_error
from bot.labels import fields, tags
from bot.recognising import recognise
from bot.verbs import Verbs
from core.config import Settings
from core.db import Database

NOT_INSTALLED = "I am not installed in this workspace any more. Install me again: {}/slack/install"

# in the order of the menu
FEATURES = (
    actions,
    lists,
    contacts,
    tags,
    fields,
    folders,
    results,
    attention,
    find,
    reassign,
    optout,
    summaries,
    volunteers,
    texts,
    roles,
    campaign_settings,
    audit,
    alerts,
    review,
)


def make_app(settings: Settings, database: Database, hands: Executor | None = None) -> App:
    """Return the app for one workspace or for many; Bolt checks every request's signature.

    Bolt turns to OAuth by itself when it sees SLACK_CLIENT_ID in the environment, so the mode is chosen here:
    every request is authorised with the token that our own clients have for its workspace.

    Args:
        hands: the threads that listeners run in; tests give their own, to know when all is done.
    """
    app = FirmApp(
        client=make_client(settings),
        # without a secret, one that nobody knows: every request is refused
        signing_secret=settings.slack_signing_secret.get_secret_value() or token_hex(),
        authorize=_by(make_clients(settings, database)),
        user_facing_authorize_error_message=NOT_INSTALLED.format(settings.public_url),
        listener_executor=hands,
        raise_error_for_unhandled_request=True,  # a press on an old message is answered, too
        logger=_logger(),
    )
    verbs = Verbs()
    app.middleware(recognise(database, verbs, settings))
    app.error(tell_of_error)
    fill(verbs, app)
    menu.register(app, verbs)
    home.register(app, verbs, settings)
    leaving.register(app, database)
    return app


def _logger() -> logging.Logger:
    # Bolt warns at each start that a token is passed over; it is: `authorize` names the one to use.
    logger = logging.getLogger("textbank.bot")
    logger.addFilter(_is_news)
    return logger


def _is_news(record: logging.LogRecord) -> bool:
    return "`token`" not in record.getMessage()


def _by(clients: Clients) -> Callable[..., Any]:  # Bolt takes None too, though its types do not say so
    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        token = clients.token_of(team_id or "")
        if token is None:
            return None
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    return authorize


def make_verbs() -> Verbs:
    """Return all verbs, in the order of the menu, for whoever only wants to know them."""
    verbs = Verbs()
    fill(verbs, App(signing_secret=token_hex(), authorize=_nobody))
    return verbs


def fill(verbs: Verbs, app: App) -> None:
    """Add all verbs; their listeners join the app."""
    for feature in (*FEATURES, notes):
        feature.register(app, verbs)


def _nobody(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)

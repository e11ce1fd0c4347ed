"""Whoever changes something finds App Home as it is afterwards."""

from collections.abc import Callable
from typing import Any

import structlog
from slack_bolt import App, BoltContext
from slack_bolt.listener.listener_completion_handler import CustomListenerCompletionHandler
from slack_sdk import WebClient
from sqlalchemy import select

from bot.troubles import SLACK_TROUBLE, word_of
from core.db import Database
from core.models import Event, User

log = structlog.get_logger()

Show = Callable[[WebClient, Database, User, str], None]

_CHANGING = ("block_actions", "view_submission")


def keep_fresh(app: App, show: Show) -> None:
    """Show App Home anew once a press or a form has changed something.

    Args:
        show: makes somebody's App Home anew.
    """

    def over(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        person: User | None = context.get("person")
        if person is None or person.slack_id is None or body.get("type") not in _CHANGING:
            return
        database: Database = context["database"]
        if not has_changed(database, person, context):
            return
        try:
            show(client, database, person, context["team"])
        except SLACK_TROUBLE as problem:  # they see it when they open it
            log.info("home_not_shown_anew", problem=word_of(problem))

    app.listener_runner.listener_completion_handler = CustomListenerCompletionHandler(app.logger, over)


def has_changed(database: Database, person: User, context: BoltContext) -> bool:
    """Whether this very request left something in the audit trail, as every change does."""
    here = (Event.campaign_id == person.campaign_id, Event.at == context["now"], Event.by_id == person.id)
    with database.readers() as session:
        return session.scalar(select(Event.id).where(*here).limit(1)) is not None

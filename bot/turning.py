"""Somebody turns the pages of a list."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.request import View
from core.db import Database
from core.models import User


def turn_pages(app: App, area: str, present: Callable[[Database, User, int], View]) -> None:
    """Listen to the buttons that `bot.paging.foot` made for a list.

    Args:
        area: what their action ids begin with.
        present: makes the modal of a page (from 0) anew.
    """

    def turned(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
        ack()
        page = int(body["actions"][0]["value"])
        client.views_update(view_id=body["view"]["id"], view=present(database, person, page))

    app.action(f"{area}.previous")(turned)
    app.action(f"{area}.next")(turned)

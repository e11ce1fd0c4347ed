"""What somebody asked for, whether by a command, a button or App Home."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from core.db import Database
from core.models import User

log = structlog.get_logger()

Blocks = list[dict[str, Any]]
View = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """A message to Slack: blocks, and the plain text that notifications and screen readers use."""

    text: str
    blocks: Blocks

    def payload(self) -> dict[str, Any]:
        return {"text": self.text, "blocks": self.blocks}


@dataclass(frozen=True)
class Request:
    """One person's request.

    Attributes:
        asker: the user who asks; None for a stranger, whom only open verbs hear.
        words: what followed the verb: `lists import` → `["import"]`.
        channel: where it was asked; None from App Home.
        trigger_id: opens one modal within three seconds.
        now: when it was asked.
        menu: the modal whose button asked for it, which makes room for what is shown; None from elsewhere.
    """

    client: WebClient
    database: Database
    asker: User | None
    slack_id: str
    words: list[str]
    channel: str | None
    trigger_id: str
    now: datetime
    menu: View | None = None

    @property
    def person(self) -> User:
        """The user who asks, known to have the right; of an open verb ask for `asker`."""
        assert self.asker is not None  # noqa: S101 - strangers do not get here
        return self.asker

    def answer(self, message: Message) -> None:
        """Tell this person alone; in the menu's place if they are looking at it."""
        if self.menu:
            told = {"type": "modal", "title": self.menu["title"], "blocks": message.blocks}
            self.client.views_update(view_id=self.menu["id"], view=told)
        else:
            say(self.client, self.slack_id, self.channel, message)

    def open(self, view: View) -> View:
        """Open a modal and return it as Slack stored it."""
        if self.menu:  # in its place: of the three that Slack stacks, lists and forms may need all
            return dict(self.client.views_update(view_id=self.menu["id"], view=view)["view"])
        return dict(self.client.views_open(trigger_id=self.trigger_id, view=view)["view"])


def say(client: WebClient, slack_id: str, channel: str | None, message: Message) -> None:
    """Tell one person something: in the channel they are in if the app is there too, else directly.

    A command can be typed anywhere, also where the app may not speak.
    """
    if channel:
        try:
            client.chat_postEphemeral(channel=channel, user=slack_id, **message.payload())
        except SlackApiError as problem:
            log.info("not_said_in_channel", problem=problem.response.get("error"))
        else:
            return
    client.chat_postMessage(channel=slack_id, **message.payload())

"""What every act needs: the workspace's memory and the way to the app."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

from sandbox.slack import messages
from sandbox.slack.cast import SLACKBOT
from sandbox.slack.link import Answer, Link
from sandbox.slack.records import Channel, Json
from sandbox.slack.state import State

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Desk:
    """State and link together."""

    state: State
    link: Link

    def interact(self, payload: Json) -> Answer:
        """Send an interactive payload, which Slack puts into a form's field."""
        return self.link.send(urlencode({"payload": json.dumps(payload)}), FORM)

    def notice(self, user_id: str, words: str, channel: Channel | None = None) -> None:
        """Tell a person that something failed: as a notice, and by Slackbot when there is a channel."""
        with self.state.changing():
            self.state.notices.setdefault(user_id, []).append(words)
        if channel:
            messages.post(self.state, channel, {"text": words}, by=SLACKBOT.id, only_for=user_id)

"""The console's blueprint, and who is looking at what."""

from dataclasses import dataclass

from flask import Blueprint, abort, current_app, request

from sandbox.slack.acts import Desk
from sandbox.slack.cast import User
from sandbox.slack.errors import SlackError
from sandbox.slack.payloads import Surface
from sandbox.slack.records import Channel
from sandbox.slack.state import State

HOME = "home"

bp = Blueprint("console", __name__)


@dataclass(frozen=True)
class Looker:
    """One person looking at one place: a channel, or the app's Home tab when `channel` is None."""

    desk: Desk
    user: User
    channel: Channel | None

    @property
    def state(self) -> State:
        """The workspace's memory."""
        return self.desk.state

    @property
    def place(self) -> str:
        """The place as the address bar has it."""
        return self.channel.id if self.channel else HOME

    @property
    def channels(self) -> list[Channel]:
        """The channels this person is in."""
        return [
            each for each in self.state.channels.values() if not each.dm_with and self.user.id in each.members
        ]


def looker() -> Looker:
    """Who is looking, from `as` and `in` of the request; 404 when there is no such person or place."""
    desk: Desk = current_app.extensions["slack_desk"]
    people = [user for user in desk.state.users.values() if not user.is_bot]
    try:
        user = desk.state.user(request.values.get("as", people[0].id))
        place = request.values.get("in") or next(iter(desk.state.channels))
        channel = None if place == HOME else desk.state.channel(place)
    except SlackError:
        abort(404)
    if channel and user.id not in channel.members:
        channel = next(each for each in desk.state.channels.values() if user.id in each.members)
    return Looker(desk, user, channel)


def surface(looking: Looker) -> Surface:
    """The message or view that the request's `surface` names; 404 when it is gone."""
    key = request.values["surface"]
    if view := looking.state.views.get(key):
        return view
    try:
        return looking.state.message(*key.split(":"))
    except SlackError:
        abort(404)

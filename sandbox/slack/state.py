"""The workspace's memory: one lock, a version that grows with every change, and the look-ups."""

import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from sandbox.slack.cast import CHANNELS, PEOPLE, SLACKBOT, USER_GROUPS, App, ChannelPlan, Team, User
from sandbox.slack.errors import SlackError
from sandbox.slack.records import (
    Channel,
    Code,
    Fault,
    Json,
    Message,
    Refused,
    ResponseUrl,
    SharedFile,
    Trigger,
    View,
)

TRIGGER_SECONDS = 3.0


class State:
    """Everything the workspace knows. Change it only inside `changing()`, so that waiters wake up.

    Attributes:
        trigger_seconds: how long the right to open a view lasts.
    """

    def __init__(
        self,
        *,
        team: Team | None = None,
        app: App | None = None,
        people: Iterable[User] = PEOPLE,
        channels: Iterable[ChannelPlan] = CHANNELS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.team = team or Team()
        self.app = app or App()
        self.clock = clock
        self.address = ""  # where the stand-in listens, known once it is started
        self.users = {user.id: user for user in [*people, _bot(self.app), SLACKBOT]}
        self.channels = {plan.id: self._channel(plan) for plan in channels}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.drafts: dict[tuple[str, str], Json] = {}
        self.files: dict[str, SharedFile] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.codes: dict[str, Code] = {}
        self.faults: list[Fault] = []
        self.refused: list[Refused] = []
        self.notices: dict[str, list[str]] = {}
        self.socket_url = ""  # where the app may open a line to, with Socket Mode
        self.trigger_seconds = TRIGGER_SECONDS
        self.token_revoked = False
        self.user_groups = {group.id: group for group in USER_GROUPS}
        self.free_plan = False
        self.version = 0
        self._changed = threading.Condition(threading.RLock())
        self._last_ts = 0

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock; on leaving, grow the version and wake everybody who waits."""
        with self._changed:
            yield
            self.version += 1
            self._changed.notify_all()

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Hold the lock to read several things as they stand together."""
        with self._changed:
            yield

    def wait_until(self, ready: Callable[[], bool], timeout: float) -> bool:
        """Block until `ready()` after some change, at most `timeout` s; returns whether it is."""
        with self._changed:
            return self._changed.wait_for(ready, timeout)

    def refuse(self, where: str, error: SlackError, payload: object) -> None:
        """Remember a payload that Slack would refuse, for tests to look at."""
        with self.changing():
            self.refused.append(Refused(where, tuple(error.messages) or (error.error,), payload))

    def next_ts(self) -> str:
        """A message timestamp that is later than any before it."""
        with self._changed:
            self._last_ts = max(int(self.clock() * 1_000_000), self._last_ts + 1)
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def restart_ts_after(self, ts: str) -> None:
        """Make sure that the next timestamp is later than `ts`."""
        self._last_ts = max(self._last_ts, int(ts.replace(".", "")))

    def user(self, wanted: str) -> User:
        """A user by id, first name, full name or user name. Raises user_not_found."""
        for user in self.users.values():
            if wanted in (user.id, user.first_name, user.real_name, user.name):
                return user
        raise SlackError("user_not_found")

    def channel(self, wanted: str) -> Channel:
        """A channel by id, `name` or `#name`. Raises channel_not_found."""
        for channel in self.channels.values():
            if wanted == channel.id or (channel.dm_with is None and wanted.removeprefix("#") == channel.name):
                return channel
        raise SlackError("channel_not_found")

    def dm(self, user_id: str) -> Channel:
        """The direct messages between the app and a person, opened when they are not yet."""
        for channel in self.channels.values():
            if channel.dm_with == user_id:
                return channel
        with self.changing():
            channel = Channel(new_id("D"), self.users[user_id].name, [user_id], dm_with=user_id)
            self.channels[channel.id] = channel
        return channel

    def message(self, channel: str, ts: str) -> Message:
        """A message by its channel and timestamp. Raises message_not_found."""
        for message in self.channel(channel).timeline:
            if message.ts == ts:
                return message
        raise SlackError("message_not_found")

    def stack(self, user_id: str) -> list[View]:
        """The modals a person has open, the topmost last."""
        return self.stacks.setdefault(user_id, [])

    def _channel(self, plan: ChannelPlan) -> Channel:
        members = [self.user(name).id for name in plan.members]
        if plan.with_app:
            members.append(self.app.user_id)
        return Channel(plan.id, plan.name, members, plan.is_private, plan.is_archived)


def new_id(letter: str) -> str:
    """An id in Slack's look: a letter that tells the kind, then capitals and digits."""
    return letter + secrets.token_hex(5).upper()


def _bot(app: App) -> User:
    return User(app.user_id, app.name.lower(), app.name, "", is_bot=True)

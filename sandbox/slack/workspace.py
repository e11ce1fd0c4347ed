"""A whole pretend workspace for tests and for the demo: its state, its server, its people."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Self, TypeVar
from urllib.parse import parse_qsl, urlsplit

from sandbox.slack import acts, installing
from sandbox.slack.acts import Desk
from sandbox.slack.cast import CHANNELS, PEOPLE, App, ChannelPlan, Team, User
from sandbox.slack.driver import Person, text_of
from sandbox.slack.installing import Wish
from sandbox.slack.link import Answer, Link, Transport, WsgiApp
from sandbox.slack.records import Channel, Fault, Json, Refused, SharedFile
from sandbox.slack.server import Server, create_app
from sandbox.slack.shelf import Shelf
from sandbox.slack.state import State
from sandbox.slack.teams import Teams

Found = TypeVar("Found")


class NothingCame(TimeoutError):
    """What a test waited for did not happen; says what was refused, which is often the reason."""

    def __init__(self, seconds: float, refused: list[Refused]) -> None:
        super().__init__(f"Nothing came within {seconds} seconds. Refused so far: {refused or 'nothing'}")


class SlackWorkspace:
    """A strict local Slack.

    with SlackWorkspace.start(app=flask_app, signing_secret="…", bot_token="xoxb-…") as slack:
        maya = slack.person("Maya")
        maya.command("/textbank", channel="#general")

    `app` is where Slack sends to: a URL ("http://127.0.0.1:8000/slack/events"), a WSGI app, or a callable
    (body, headers) → something with `status` and `body`, as a Bolt app in the same process:
    `lambda body, headers: bolt.dispatch(BoltRequest(body=body, headers=headers))`.
    """

    text_of = staticmethod(text_of)

    def __init__(
        self,
        state: State,
        link: Link,
        *,
        port: int = 0,
        folder: Path | None = None,
        teams: Teams | None = None,
    ) -> None:
        self.state = state
        self.desk = Desk(state, link)
        self.teams = teams or Teams()
        self.teams.add(self.desk)
        self._neighbours: list[Self] = []
        self._shelf = Shelf(state, folder) if folder else None
        self._server = Server(create_app(self.teams, self.desk), port)
        self.url = f"http://127.0.0.1:{self._server.port}"
        state.address = self.teams.first.address or self.url  # they share the first one's API
        self.api_url = f"{state.address}/api/"

    @classmethod
    def start(
        cls,
        app: str | WsgiApp | Transport,
        *,
        signing_secret: str = App.signing_secret,
        bot_token: str = App.bot_token,
        redirect_url: str = "",
        port: int = 0,
        team: Team | None = None,
        people: Iterable[User] = PEOPLE,
        channels: Iterable[ChannelPlan] = CHANNELS,
        clock: Callable[[], float] = time.time,
        patience: float = 3.0,
        folder: Path | None = None,
    ) -> "SlackWorkspace":
        """Open a workspace and serve its API on `port` (0: any free one) until `stop()`.

        `clock` gives seconds since the epoch; `patience` is how many seconds the app has to answer, and to
        open a view if that is longer than Slack's own time. Without a `bot_token` the app is not installed;
        it can be by OAuth, with `redirect_url` as where it wants browsers back.
        With a `folder`, messages, Home tabs and files are kept there between runs.
        """
        back = (redirect_url,) if redirect_url else ()
        installed = App(signing_secret=signing_secret, bot_token=bot_token, redirect_urls=back)
        state = State(team=team, app=installed, people=people, channels=channels, clock=clock)
        state.trigger_seconds = max(patience, state.trigger_seconds)
        workspace = cls(state, Link(app, signing_secret, patience=patience), port=port, folder=folder)
        workspace.serve()
        return workspace

    def neighbour(self, team: Team, people: Iterable[User], channels: Iterable[ChannelPlan]) -> Self:
        """Open another workspace, without the app, behind the same API; its console is apart."""
        number = len(list(self.teams))
        there = replace(
            self.state.app, bot_token="", bot_id=f"B{number}TEXTBANK", user_id=f"U{number}TEXTBANK"
        )
        state = State(team=team, app=there, people=people, channels=channels, clock=self.state.clock)
        state.trigger_seconds = self.state.trigger_seconds
        opened = type(self)(state, self.desk.link, teams=self.teams)
        opened.serve()
        self._neighbours.append(opened)
        return opened

    def consent(self, address: str, name: str, *, allow: bool = True) -> str:
        """Let somebody of this workspace allow what the page at `address` asks for, or cancel.

        Returns where their browser is sent. Raises SlackError for a page that Slack would not show.
        """
        wish = Wish.read(self.state.app, dict(parse_qsl(urlsplit(address).query)))
        return installing.allow(self.state, self.state.user(name), wish) if allow else installing.refuse(wish)

    def serve(self) -> None:
        """Begin to answer."""
        self._server.start()

    def stop(self) -> None:
        """Close the workspace, and its neighbours."""
        for neighbour in self._neighbours:
            neighbour.stop()
        self._server.stop()
        if self._shelf:
            self._shelf.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def person(self, name: str) -> Person:
        """Somebody by first name or id."""
        return Person(self.desk, self.state.user(name))

    def channel(self, name: str) -> Channel:
        """A channel by `#name` or id; `.messages` is what everybody sees in it."""
        return self.state.channel(name)

    def dm(self, name: str) -> Channel:
        """The direct messages between the app and a person."""
        return self.state.dm(self.state.user(name).id)

    def archive(self, name: str) -> None:
        """Archive a channel."""
        with self.state.changing():
            self.state.channel(name).is_archived = True

    def file(self, file_id: str) -> SharedFile:
        """A file by its id, with its `content`."""
        return self.state.files[file_id]

    def fail(
        self,
        method: str,
        error: str = "internal_error",
        *,
        status: int = 200,
        times: int = 1,
        retry_after: int | None = None,
    ) -> None:
        """Make the next `times` calls of a method fail; `retry_after` seconds means 429."""
        with self.state.changing():
            self.state.faults.append(Fault(method, error, status, times, retry_after))

    def event(self, body: Json, *, event_id: str | None = None, retry: int = 0) -> Answer:
        """Send the app an event."""
        return acts.send_event(self.desk, body, event_id=event_id, retry=retry)

    def uninstall(self) -> Answer:
        """Remove the app from the workspace."""
        return acts.uninstall(self.desk)

    def revoke(self) -> Answer:
        """Take the app's token back."""
        return acts.revoke(self.desk)

    def verify_url(self) -> bool:
        """Whether the app answers Slack's challenge."""
        return acts.verify_url(self.desk)

    @property
    def refused(self) -> list[Refused]:
        """Payloads that real Slack would refuse; keep it empty."""
        return self.state.refused

    def wait_for(self, look: Callable[[], Found], timeout: float = 5.0) -> Found:
        """Wait until `look()` finds something true and return it. Raises TimeoutError."""
        found: list[Found] = []

        def ready() -> bool:
            found[:] = [look()]
            return bool(found[0])

        if not self.state.wait_until(ready, timeout):
            raise NothingCame(timeout, self.refused)
        return found[0]

"""The real Slack app in this process, with the stand-in workspace before it and every payload checked."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from pydantic import SecretStr
from slack_bolt import BoltRequest, BoltResponse
from sqlalchemy.orm import Session

from bot.app import make_app
from bot.clients import make_clients
from bot.everywhere import Everywhere
from bot.roles.groups import SlackGroups
from core.config import Settings
from core.db import Database
from core.jobs import JOBS, Tools
from core.models import User
from sandbox.slack import App, SlackWorkspace
from tests.fakes import FakeGateway


class Hands(ThreadPoolExecutor):
    """Bolt's thread pool, which a test can wait for: what a listener does after its ack is done too."""

    def __init__(self) -> None:
        super().__init__(max_workers=4)
        self._running: set[Future[Any]] = set()

    def submit(self, *args: Any, **more: Any) -> Future[Any]:
        future = super().submit(*args, **more)
        self._running.add(future)
        return future

    def rest(self) -> None:
        while self._running:
            self._running.pop().result(timeout=10)


class Settled:
    """A person of the workspace whose every act is over, listeners included, when it returns."""

    def __init__(self, person: Any, hands: Hands) -> None:
        self._person, self._hands = person, hands

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._person, name)
        if not callable(found) or name in {"modal", "home_view", "dm"}:
            return found

        def act(*args: Any, **more: Any) -> Any:
            done = found(*args, **more)
            self._hands.rest()
            return done

        return act


class Bot:
    """What a test of the bot holds: the workspace, its people, and the engine's work by hand.

    Attributes:
        deliveries: how many times at once Slack delivers each thing that somebody does.
    """

    deliveries = 1

    def __init__(self, slack: SlackWorkspace, database: Database, tools: Tools, hands: Hands) -> None:
        self.slack, self.database, self.tools, self.hands = slack, database, tools, hands

    def person(self, name: str) -> Any:
        """Return somebody by first name: Maya the owner, Abe on the staff, Nat a stranger."""
        return Settled(self.slack.person(name), self.hands)

    def work(self) -> None:
        """Do all that the bells asked for, and what that asks for in turn."""
        bells: list[tuple[str, tuple[Any, ...]]] = self.database.bells  # type: ignore[attr-defined]
        while bells:
            job, args = bells.pop(0)
            JOBS[job](self.tools, *args)


@pytest.fixture
def slack_settings() -> Settings:
    return Settings(
        slack_bot_token=SecretStr(App.bot_token), slack_signing_secret=SecretStr(App.signing_secret)
    )


@contextmanager
def at_work(database: Database, settings: Settings) -> Iterator[Bot]:
    """Let the bot work on a database; a payload that Slack would refuse fails the test."""
    hands = Hands()

    def deliver(body: str, headers: dict[str, str]) -> BoltResponse:
        requests = [BoltRequest(body=body, headers={**headers}) for _ in range(bot.deliveries)]
        with ThreadPoolExecutor(len(requests)) as threads:
            return next(iter(list(threads.map(app.dispatch, requests))))

    with SlackWorkspace.start(app=deliver) as slack:
        settings = settings.model_copy(update={"slack_api_base_url": slack.api_url})
        app = make_app(settings, database, hands)
        clients = make_clients(settings, database)
        tools = Tools(
            database=database,
            gateway=FakeGateway(),
            slack=Everywhere(clients),
            groups=SlackGroups(clients),
            public_url="https://text.example",
        )
        bot = Bot(slack, database, tools, hands)
        yield bot
        hands.shutdown()
        assert [] == slack.refused


@pytest.fixture
def bot(database: Database, slack_settings: Settings) -> Iterator[Bot]:
    """The bot at work, on one connection."""
    with at_work(database, slack_settings) as bot:
        yield bot


@pytest.fixture
def maya_in_slack(bot: Bot, session: Session, maya: User) -> Any:
    """Maya at her keyboard, known as the owner."""
    return bot.person("Maya")

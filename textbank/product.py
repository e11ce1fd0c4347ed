"""The whole product put together from its settings; every process begins here."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler

from bot.clients import make_clients
from bot.everywhere import Everywhere
from bot.roles.groups import SlackGroups
from core.config import Settings
from core.db import Database
from core.delivery.pace.buckets import make_pace
from core.delivery.twilio import TwilioGateway
from core.engine import Engine
from core.jobs import Tools
from textbank.clock import make_clock
from textbank.tallying import Tallying

# Threads that run jobs beside the web's in one process; sending has a pool of its own.
EMBEDDED_THREADS = 4
SLACK_THREADS = 5


@dataclass
class Product:
    """One process's view of the product. Parts are made when they are first asked for.

    Make it after a fork: it opens pools and, when started, threads.

    Attributes:
        rings: whether somebody hears this process's bells; else another one's sweeps find what is to be done.
    """

    settings: Settings
    rings: bool = True

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.database_url, ring=self._ring if self.rings else None)

    @cached_property
    def hands(self) -> ThreadPoolExecutor:
        """The threads in which Slack is listened to, after each acknowledgement."""
        return ThreadPoolExecutor(max_workers=SLACK_THREADS, thread_name_prefix="slack")

    @cached_property
    def engine(self) -> Engine:
        return Engine(self.settings.broker_url, self.tools)

    @cached_property
    def tools(self) -> Tools:
        return Tools(
            database=self.database,
            gateway=TwilioGateway(self.settings),
            slack=Everywhere(make_clients(self.settings, self.database)),
            groups=SlackGroups(make_clients(self.settings, self.database)),
            public_url=self.settings.public_url,
            pace=make_pace(self.settings.broker_url),
        )

    @cached_property
    def clock(self) -> BackgroundScheduler:
        return make_clock(self.engine)

    @cached_property
    def tallying(self) -> Tallying:
        return Tallying(self.database)

    def start(self, threads: int = EMBEDDED_THREADS) -> None:
        """Run the engine and the clock inside this process."""
        self.engine.start(threads)
        self.clock.start()
        self.tallying.start()

    def stop(self) -> None:
        """Take nothing new, finish what runs, close what is open."""
        if "hands" in self.__dict__:
            self.hands.shutdown(wait=True)
        if "clock" in self.__dict__ and self.clock.running:
            self.clock.shutdown(wait=True)
        if "engine" in self.__dict__:
            self.tools.stopping.set()
            self.engine.stop()
            self.tools.outbox.close()
        if "tallying" in self.__dict__:
            self.tallying.stop()
        self.database.dispose()

    def _ring(self, job: str, args: tuple[Any, ...]) -> None:
        self.engine.ring(job, args)

"""A whole evening with everything that can go wrong, and what it came to."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from core.db import Database
from core.delivery.states import UNFINISHED
from core.jobs import SWEEPS
from core.models import Message
from sandbox.twilio import TwilioServer, TwilioStandIn
from tests.running.parts import Parts, opened, parts
from tests.running.product import AWAY
from tests.running.waiting import wait_for
from tests.soak import carrier
from tests.soak.carrier import Post
from tests.soak.findings import Claims, Findings, find
from tests.soak.plan import Plan
from tests.soak.trouble import Processes


@dataclass
class Evening:
    """One product, its world, and what is going to happen."""

    plan: Plan
    parts: Parts
    database: Database
    post: Post
    processes: Processes
    claims: Claims

    @property
    def twilio(self) -> TwilioStandIn:
        return self.parts.phones.twilio

    def progress(self) -> float:
        """Return the share of the evening's texts that the carrier has made."""
        made = sum(each.direction != "inbound" for each in self.twilio.desk.texts())
        return made / self.plan.texts

    def settle(self) -> None:
        """Bring every text to an end, as time does."""
        wait_for(lambda: "queued" not in self.states(), within=300)
        self.processes.restart(self._pass_time)
        wait_for(lambda: not UNFINISHED & self.states(), within=300)

    def wait_for_replies(self) -> None:
        """Give the product the time that it takes to find in the carrier's list what no webhook brought."""
        with suppress(AssertionError):  # what is missing is told with the findings
            wait_for(lambda: not self.find([]).lost_replies, within=SWEEPS["backfill"].total_seconds())

    def states(self) -> set[str]:
        """Return the states there are of outgoing texts."""
        query = select(Message.state).filter_by(direction="out").where(Message.finished_at.is_(None))
        with self.database.readers() as session:
            return set(session.scalars(query.distinct()))

    def find(self, acknowledged: list[str]) -> Findings:
        """Hold the phones and the database against each other."""
        with self.database.readers() as session:
            self.claims.note(session)
        return find(
            self.database, self.twilio, acknowledged=acknowledged, heard=self.post.heard, claims=self.claims
        )

    def _pass_time(self) -> None:
        """Nothing that sends is running: let the texts look as they will after a long while."""
        for sent in self.twilio.sent:
            sent.created -= AWAY
        with self.database.sessions.begin() as session:
            self.claims.note(session)
            open_ = select(Message).where(Message.finished_at.is_(None), Message.state != "queued")
            for message in session.scalars(open_):
                message.attempted_at = message.attempted_at and message.attempted_at - AWAY
                message.due_at = message.due_at and message.due_at - AWAY


@contextmanager
def evening(plan: Plan, folder: Path, database_url: str, broker_url: str) -> Iterator[Evening]:
    """Open the world for an evening; the database is empty."""
    posts: list[Post] = []

    def start(url: str) -> TwilioServer:
        server, post = carrier.start(url, plan)
        posts.append(post)
        return server

    with parts(folder, database_url, broker_url, start) as made, opened(database_url) as database:
        made.environment["LOG_LEVEL"] = "info"
        try:
            yield Evening(plan, made, database, posts[0], Processes(made), Claims())
        finally:
            posts[0].close()

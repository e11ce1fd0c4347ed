"""A whole evening with everything that can go wrong, and what it came to."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from core.actions import drafting, publishing, states
from core.actions.drafting import LARGEST_BATCH, Basics
from core.actions.scripts import initials
from core.clock import utcnow
from core.db import Database
from core.delivery.states import UNFINISHED
from core.jobs import SWEEPS
from core.models import Action, Campaign, ContactList, Conversation, Message, SendingService, User
from core.people.links import sign_in_link
from core.settings.sending import change_service
from sandbox.twilio import TwilioServer, TwilioStandIn
from tests import factories
from tests.running import scenario
from tests.running.parts import Parts, opened, parts
from tests.running.product import ANYTIME, AWAY
from tests.running.waiting import wait_for
from tests.soak import carrier
from tests.soak.carrier import Post
from tests.soak.findings import Claims, Findings, find
from tests.soak.people import People
from tests.soak.plan import Plan
from tests.soak.table import Result
from tests.soak.trouble import Deed, Processes, Trouble
from tests.soak.volunteers import Volunteer, Volunteers


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


def play(it: Evening, deeds: dict[float, Deed]) -> Result:
    """Play the evening to its end."""
    began = time.monotonic()
    action_id, volunteers = _prepare(it)
    people = People(it.twilio, it.plan)
    people.stop_early()
    trouble = Trouble(it.plan, it.processes, it.progress, deeds)
    with _resuming(it, action_id) as resumed:
        with trouble:
            volunteers.text(action_id, it.plan.follow_ups)
        it.settle()
        volunteers.press_again(_not_confirmed(it))
        people.write_the_rest()
        it.settle()
        it.wait_for_replies()
        it.twilio.deliver_all()  # what still waits in the carrier's queue, and the callbacks that come late
        it.settle()
    done = trouble.done | {"the action resumed": resumed()}
    return Result(it.find(volunteers.acknowledged), done, volunteers.refused, time.monotonic() - began)


def _prepare(it: Evening) -> tuple[int, Volunteers]:
    """Import the list, publish the action, start the product, and let the volunteers sign in."""
    if it.database.is_postgresql:
        assert it.parts.run("migrate").returncode == 0
    scenario.import_neighbours(it.parts, it.parts.logs.parent, it.plan.phones())
    action_id, users = _publish(it)
    it.processes.start()
    key = it.parts.environment["SECRET_KEY"]
    everybody = {
        user.id: Volunteer(it.parts.url, sign_in_link(it.parts.url, key, user), it.plan.seed + user.id)
        for user in users
    }
    return action_id, Volunteers(everybody)


def _publish(it: Evening) -> tuple[int, list[User]]:
    batch = min(LARGEST_BATCH, max(5, it.plan.contacts // it.plan.volunteers // 10))
    with it.database.sessions.begin() as session:
        session.execute(update(Campaign).values(ANYTIME))
        campaign, maya = session.scalars(select(Campaign)).one(), session.scalars(select(User)).one()
        users = [
            factories.user(session, campaign, f"Jo {number}", phone=f"+1212555{number:04}")
            for number in range(100, 100 + it.plan.volunteers)
        ]
        voters = session.scalars(select(ContactList)).one()
        basics = Basics("Neighbours vote", "Be kind.", voters.id, batch_size=batch)
        action = drafting.create_draft(session, basics, by=maya, now=utcnow())
        initials.write_initials(session, action.id, [factories.HELLO], by=maya, now=utcnow())
        publishing.publish(session, action.id, by=maya, now=utcnow())
    return action.id, users


@contextmanager
def _resuming(it: Evening, action_id: int) -> Iterator[Callable[[], int]]:
    """Maya sees to the cause and lets the action go on whenever it has paused itself; gives how often."""
    over, count = Event(), 0

    def watch() -> None:
        nonlocal count
        while not over.wait(0.5):
            with suppress(DBAPIError):
                count += _resume(it.database, action_id)

    thread = Thread(target=watch)
    thread.start()
    try:
        yield lambda: count
    finally:
        over.set()
        thread.join()


def _resume(database: Database, action_id: int) -> bool:
    with database.sessions.begin() as session:
        maya = session.scalars(select(User).filter_by(role="owner")).one()
        if session.scalar(select(SendingService.registration)) == "refused":  # by the carriers' word
            change_service(session, {"registration": "registered"}, by=maya, now=utcnow())
        if session.scalar(select(Action.state).filter_by(id=action_id)) != "paused":
            return False
        states.resume(session, action_id, by=maya, now=utcnow())
    return True


def _not_confirmed(it: Evening) -> list[tuple[int, int]]:
    """Return holder and conversation of each first text that came back to its volunteer."""
    query = (
        select(Conversation.holder_id, Conversation.id)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(Message.kind == "initial", Message.state == "not_confirmed")
    )
    with it.database.readers() as session:
        return [(holder, conversation) for holder, conversation in session.execute(query) if holder]

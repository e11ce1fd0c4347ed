"""The product as processes on either scale, behind a gate, with one volunteer and her conversations."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from subprocess import Popen

from sqlalchemy import select

from core.db import Database
from core.models import Conversation, Message, User
from core.people.links import sign_in_link
from core.results.recount import Difference, recount
from tests import databases, factories
from tests.running.browsing import Inbox
from tests.running.gate import Gate
from tests.running.parts import SERVICE, Parts, parts

ANYTIME = {"texting_from": 0, "sunday_from": 0, "texting_until": 24, "replies_until": 24}
# longer than any lease or look; the machine was away for so long, as its rows have it
AWAY = timedelta(minutes=20)


@dataclass
class Product:
    """One product, not started yet, and the world around it.

    Attributes:
        jo: the volunteer who holds all conversations.
        sam: another one, who holds none.
    """

    database: Database
    parts: Parts
    gate: Gate
    jo: User
    sam: User
    action_id: int

    @property
    def is_many(self) -> bool:
        return bool(self.parts.environment["BROKER_URL"])

    @property
    def address(self) -> str:
        """The database's."""
        return self.database.engine.url.render_as_string(hide_password=False)

    @property
    def behind(self) -> "list[Popen[bytes]]":
        """Whatever sends: all of it on one machine; both workers and the clock on many."""
        return self.parts.running[1 if self.is_many else 0 :]

    def start(self) -> None:
        """Start all processes, or those that were killed."""
        if not self.parts.running:
            self.parts.serve()
        for part in ("worker", "worker", "clock") if self.is_many else ():
            self.parts.start(part)

    def kill(self) -> None:
        """Kill whatever sends."""
        self.parts.kill(*self.behind)

    def inbox(self, user: User | None = None) -> Inbox:
        """Return Jo's inbox, or another's, just opened."""
        key = self.parts.environment["SECRET_KEY"]
        return Inbox(self.parts.url, sign_in_link(self.parts.url, key, user or self.jo))

    def press_all(self) -> None:
        """Press each of Jo's first texts once."""
        inbox = self.inbox()
        inbox.open(f"/actions/{self.action_id}")
        assert {204} == {inbox.press(form).status_code for form in inbox.forms("/initial")}

    def pass_time(self) -> None:
        """Let the texts look as they will after a long while, to us and to the carrier."""
        for text in self.parts.phones.twilio.sent:
            text.created -= AWAY
        with self.database.sessions.begin() as session:
            for message in session.scalars(select(Message).where(Message.finished_at.is_(None))):
                message.attempted_at = message.attempted_at and message.attempted_at - AWAY
                message.due_at = message.due_at and message.due_at - AWAY

    def states(self, phone: str | None = None) -> list[str]:
        """Return the states of texts, oldest first; of those to one phone only when it is given."""
        texts = select(Message.state).filter_by(direction="out").order_by(Message.id)
        with self.database.readers() as session:
            return list(session.scalars(texts.filter_by(their_number=phone) if phone else texts))

    def conversation_ids(self) -> list[int]:
        """Return all conversations."""
        with self.database.readers() as session:
            return list(session.scalars(select(Conversation.id).order_by(Conversation.id)))

    def differences(self) -> list[Difference]:
        """Return what a full recount finds wrong."""
        with self.database.readers() as session:
            return recount(session, self.jo.campaign_id)


@contextmanager
def product(
    lane: databases.Lane, folder: Path, broker_url: str, people: Mapping[str, str]
) -> Iterator[Product]:
    """Prepare a product whose Jo is to text some people, given by name with their phones."""
    with lane.copied() as database:
        url = database.engine.url.render_as_string(hide_password=False)
        with parts(folder, url, broker_url) as made:
            gate = Gate(made.phones.url)
            made.environment["TWILIO_API_BASE_URL"] = gate.url
            try:
                yield _prepare(database, made, gate, people)
            finally:
                gate.stop()


def _prepare(database: Database, parts: Parts, gate: Gate, people: Mapping[str, str]) -> Product:
    with database.sessions.begin() as session:
        campaign = factories.campaign(session, service=SERVICE, **ANYTIME)
        jo = factories.user(session, campaign, "Jo Park", phone="+12125550101")
        sam = factories.user(session, campaign, "Sam Ruiz", phone="+12125550102")
        voters = factories.contact_list(session, campaign, "Voters")
        contacts = [factories.contact(session, voters, name, phone) for name, phone in people.items()]
        action = factories.action(session, voters, contacts=contacts, audience=[jo, sam])
        for contact in contacts:
            factories.held(session, action, contact, jo)
    return Product(database, parts, gate, jo, sam, action.id)

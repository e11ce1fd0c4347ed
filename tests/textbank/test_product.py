"""A process that is told to stop finishes what it sends, and takes nothing new."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import select

from core.clock import utcnow
from core.conversations.sending import send_initial
from core.db import Database
from core.delivery.gateway import Outcome, Outgoing
from core.jobs import Tools
from core.models import Conversation, Message, User
from tests import factories
from tests.fakes import FakeGateway, FakeSlack
from tests.running.waiting import WITHIN
from textbank.product import Product


class SlowCarrier(FakeGateway):
    """Takes its time over every text until it is let go on."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.go_on = Event(), Event()

    def send(self, text: Outgoing) -> Outcome:
        self.asked.set()
        assert self.go_on.wait(WITHIN)
        return super().send(text)


@pytest.fixture
def conversations(own_database: Database) -> list[Conversation]:
    """Two people to text, in Jo's hands."""
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session, texting_from=0, sunday_from=0, texting_until=24)
        voters = factories.contact_list(session, campaign, "Voters")
        people = [factories.contact(session, voters, f"Pat {at}", f"+1212555011{at}") for at in range(2)]
        jo = factories.user(session, campaign, "Jo Park", phone="+12125550101")
        action = factories.action(session, voters, contacts=people, audience=[jo])
        return [factories.held(session, action, each, jo) for each in people]


def press(database: Database, conversation: Conversation) -> None:
    with database.sessions.begin() as session:
        jo = session.get_one(User, conversation.holder_id)
        send_initial(session, conversation.id, by=jo, key=f"k{conversation.id}", now=utcnow())


def test_a_text_under_way_is_finished_and_none_is_begun(
    product: Product, own_database: Database, conversations: list[Conversation]
) -> None:
    carrier = SlowCarrier()
    product.tools = Tools(
        database=own_database, gateway=carrier, slack=FakeSlack(), public_url="https://text.example"
    )
    first, second = conversations
    press(product.database, first)
    product.start()
    assert carrier.asked.wait(WITHIN)

    with ThreadPoolExecutor(1) as hands:
        stopped = hands.submit(product.stop)
        assert product.tools.stopping.wait(WITHIN)
        press(own_database, second)
        carrier.go_on.set()
        stopped.result(WITHIN)

    with own_database.readers() as session:
        states = session.scalars(select(Message.state).order_by(Message.id)).all()
    assert ["accepted", "queued"] == states


def test_a_product_that_did_nothing_stops_too(product: Product) -> None:
    product.stop()

"""What is done before anybody texts: the list, the action, the volunteers, and the product that runs."""

from sqlalchemy import select, update

from core.actions import drafting, publishing
from core.actions.drafting import LARGEST_BATCH, Basics
from core.actions.scripts import initials
from core.clock import utcnow
from core.models import Campaign, ContactList, User
from core.people.links import sign_in_link
from tests import factories
from tests.running import scenario
from tests.running.product import ANYTIME
from tests.soak.evening import Evening
from tests.soak.volunteers import Volunteer, Volunteers


def prepare(it: Evening) -> tuple[int, Volunteers]:
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

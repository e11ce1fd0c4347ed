"""A volunteer with many people to text, committed to a database of a test's own."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.conversations.sending import send_initial
from core.db import Database
from core.models import Campaign, Message, SendingService, User
from tests import factories
from tests.factories import NOON


def press(database: Database, count: int, *, throughput: str = "", service: str = "MG" + "0" * 32) -> int:
    """Let the volunteer of a new campaign press so many first texts; return the campaign's id."""
    with database.sessions.begin() as session:
        number = len(session.scalars(select(Campaign.id)).all())
        campaign = factories.campaign(
            session, service=service, slack_team_id=f"T{number}", join_code=f"join{number}"
        )
        session.scalars(
            select(SendingService).filter_by(campaign_id=campaign.id)
        ).one().throughput = throughput
        press_more(session, factories.user(session, campaign, "Jo Park"), campaign, count)
        return campaign.id


def press_more(session: Session, jo: User, campaign: Campaign, count: int) -> None:
    """Let a volunteer press first texts of a new action to new people."""
    first = len(session.scalars(select(Message.id)).all())
    voters = factories.contact_list(session, campaign, f"Voters {first}")
    phones = [f"+1212556{n:04}" for n in range(first, first + count)]
    people = [factories.contact(session, voters, "Pat Quinn", phone) for phone in phones]
    action = factories.action(session, voters, contacts=people, audience=[jo], title=f"Vote {first}")
    for person in people:
        held = factories.held(session, action, person, jo)
        send_initial(session, held.id, by=jo, key=f"k{person.id}", now=NOON)


def states(database: Database) -> Counter[str]:
    """Tell how many texts are in which state."""
    with database.readers() as session:
        return Counter(session.scalars(select(Message.state)))

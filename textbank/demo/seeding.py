"""The demo's campaign: an owner, an admin, a volunteer, a sample list, and one action ready to text."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions import drafting, publishing
from core.actions.drafting import Basics
from core.actions.scripts import initials, responses
from core.actions.scripts.responses import Response
from core.clock import utcnow
from core.config import Settings
from core.contacts.importing import running, starting
from core.contacts.opting_out import opt_out
from core.delivery.hours.by_state import shipped
from core.migrating import migrate
from core.models import Campaign, ContactList, Import, Tag, User
from core.people import first_steps
from core.people.links import sign_in_link
from core.people.setting_up import found_campaign, make_owner
from core.settings.hours_by_state import StateForm, change_state
from core.settings.sending import change_service
from textbank.demo import words
from textbank.demo.place import CHANNEL, TEAM_ID
from textbank.product import Product

# shipped beside the stand-ins; read as a file, since nothing imports them
SAMPLE = Path(__file__).parents[2] / "sandbox" / "sample" / "riverside_voters.csv"


def seed(settings: Settings) -> str:
    """Bring the demo's database up to date and fill it at the first start.

    Returns:
        an address that signs in as the volunteer.
    """
    product = Product(settings)
    migrate(product.database.engine)
    with product.database.readers() as session:
        is_new = session.scalar(select(Campaign.id)) is None
    if is_new:
        _fill(product, utcnow())
    with product.database.readers() as session:
        jo = session.scalars(select(User).filter_by(phone=words.JO_PHONE)).one()
        link = sign_in_link(settings.public_url, settings.signing_key(), jo)
    product.database.dispose()
    return link


def _fill(product: Product, now: datetime) -> None:
    with product.database.sessions.begin() as session:
        maya = _people(session, product.settings, now)
        sample = _start_import(session, maya, now)
    running.run(product.database, sample.id, clock=utcnow)
    with product.database.sessions.begin() as session:
        _publish(session, maya, now)


def _people(session: Session, settings: Settings, now: datetime) -> User:
    campaign = found_campaign(
        session,
        name=words.CAMPAIGN,
        team_id=TEAM_ID,
        now=now,
        messaging_service_sid=settings.twilio_messaging_service_sid,
    )
    # a demo is tried at midnight too
    campaign.texting_from = campaign.sunday_from = 0
    campaign.texting_until = campaign.replies_until = 24
    maya = make_owner(session, campaign, "U0MAYA", "Maya Torres", now)
    _open_kentucky(session, maya, now)
    change_service(session, words.SENDER, by=maya, now=now)
    for step in (first_steps.GENERAL, first_steps.HOURS):
        first_steps.say_done(session, step, by=maya, now=now)
    session.add(_person(campaign, "Abe", "Lindqvist", now, role="admin", slack_id="U0ABE"))
    session.add(_person(campaign, "Jo", "Park", now, phone=words.JO_PHONE))
    session.add(_person(campaign, "Sam", "Ruiz", now, phone=words.SAM_PHONE))
    opt_out(session, campaign.id, words.OPTED_OUT_PHONE, route="admin", at=now, words="asked us by e-mail")
    return maya


def _open_kentucky(session: Session, maya: User, now: datetime) -> None:
    """Let the one state of the sample that keeps narrower hours be texted at midnight too."""
    hours = shipped("KY")
    form = StateForm(
        hours.weekday, hours.saturday, hours.sunday, applies=False, note="A demo is tried at any hour."
    )
    change_state(session, "KY", form, by=maya, now=now)


def _person(campaign: Campaign, first: str, last: str, now: datetime, **more: str) -> User:
    return User(
        campaign_id=campaign.id, first_name=first, last_name=last, created_at=now, joined_at=now, **more
    )


def _start_import(session: Session, maya: User, now: datetime) -> Import:
    upload = starting.look(SAMPLE.name, SAMPLE.read_bytes())
    draft = starting.draft(session, upload, list_name=words.LIST, by=maya, channel=None, now=now)
    return starting.start(session, draft.id, {}, by=maya, now=now)


def _publish(session: Session, maya: User, now: datetime) -> None:
    voters = session.scalars(select(ContactList).filter_by(name=words.LIST)).one()
    basics = Basics(words.TITLE, words.INSTRUCTIONS, voters.id, batch_size=25, channel=CHANNEL)
    action = drafting.create_draft(session, basics, by=maya, now=now)
    initials.write_initials(session, action.id, words.INITIALS, by=maya, now=now)
    wrong = session.scalars(select(Tag).filter_by(slug="wrong_number")).one()
    prepared = [Response(name, body) for name, body in words.RESPONSES]
    prepared.append(Response("Wrong number", words.WRONG_NUMBER, (wrong.id,)))
    for response in prepared:
        responses.add_response(session, action.id, response, by=maya, now=now)
    publishing.publish(session, action.id, by=maya, now=now)

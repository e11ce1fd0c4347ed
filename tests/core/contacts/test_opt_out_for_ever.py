"""An opt-out outlives actions, lists, imports and the contact; by hand it is made and lifted with care."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from core.actions.eligible import textable
from core.contacts.importing import running, starting
from core.contacts.opt_out_by_hand import lift_by_hand, opt_out_by_hand
from core.contacts.opt_out_exporting import export
from core.contacts.opt_out_listing import PAGE, every_line, look_up, page
from core.contacts.opting_out import is_opted_out, lift, opt_out
from core.conversations import stopping
from core.conversations.receiving import receive
from core.conversations.sending import send_initial
from core.db import Database
from core.delivery.safeguards import ContactOptedOut
from core.errors import Invalid, NotAllowed, Stale
from core.models import (
    Campaign,
    Contact,
    ContactList,
    Conversation,
    Event,
    ListMember,
    Message,
    Notice,
    OptOut,
    User,
)
from tests import factories
from tests.core.delivery.kit import SERVICE
from tests.factories import NOON

PAT = "+12125550111"
LATER = NOON + timedelta(days=1)


def test_a_later_action_and_another_list_leave_them_out(
    session: Session, campaign: Campaign, voters: ContactList, pat: Contact, jo: User
) -> None:
    opt_out(session, campaign.id, PAT, route="keyword", at=NOON)
    other = factories.contact_list(session, campaign, "Donors")
    session.add(ListMember(list_id=other.id, contact_id=pat.id))
    action = factories.action(session, other, contacts=[pat], audience=[jo], title="Next year")
    conversation = factories.held(session, action, pat, jo)

    with pytest.raises(ContactOptedOut):
        send_initial(session, conversation.id, by=jo, key="k", now=NOON)
    query = select(Conversation.id).join(Contact, Contact.id == Conversation.contact_id)
    assert [] == session.scalars(query.where(textable(campaign, NOON))).all()


def test_a_reimport_brings_nobody_back(
    database: Database, session: Session, campaign: Campaign, maya: User, pat: Contact
) -> None:
    opt_out(session, campaign.id, PAT, route="keyword", at=NOON)
    upload = starting.look("voters.csv", b"phone,first name\n2125550111,Patricia\n")
    kept = starting.draft(session, upload, list_name="Voters again", by=maya, channel=None, now=NOON)
    starting.start(session, kept.id, {}, by=maya, now=NOON)
    session.commit()
    running.run(database, kept.id, clock=lambda: LATER)
    session.expire_all()

    assert (1, 1) == (kept.counts["updated"], kept.counts["opted_out"])
    assert is_opted_out(session, campaign.id, PAT)


def test_it_outlives_the_contact(
    database: Database, session: Session, campaign: Campaign, maya: User, pat: Contact
) -> None:
    opt_out(session, campaign.id, PAT, route="keyword", at=NOON)
    session.execute(update(OptOut).values(contact_id=None))
    session.execute(delete(ListMember).filter_by(contact_id=pat.id))
    session.execute(delete(Contact).filter_by(id=pat.id))
    upload = starting.look("voters.csv", b"phone\n2125550111\n")
    kept = starting.draft(session, upload, list_name="Voters", by=maya, channel=None, now=NOON)
    starting.start(session, kept.id, {}, by=maya, now=NOON)
    session.commit()
    running.run(database, kept.id, clock=lambda: LATER)

    assert is_opted_out(session, campaign.id, PAT)
    assert PAT == look_up(session, campaign.id, PAT).lines[0].phone


def test_who_is_no_staff_opts_nobody_out_by_hand(session: Session, jo: User, maya: User) -> None:
    with pytest.raises(NotAllowed, match="Maya Torres can help"):
        opt_out_by_hand(session, PAT, means="voice", words="", by=jo, now=NOON)


def test_only_admins_lift(session: Session, campaign: Campaign, abe: User, maya: User) -> None:
    opt_out_by_hand(session, "(212) 555-0111", means="voice", words="", by=abe, now=NOON)

    with pytest.raises(NotAllowed):
        lift_by_hand(session, PAT, note="They called me about it.", by=abe, now=LATER)
    with pytest.raises(Invalid):
        lift_by_hand(session, PAT, note="ok", by=maya, now=LATER)
    lift_by_hand(session, PAT, note="They called me about it.", by=maya, now=LATER)
    with pytest.raises(Stale):
        lift_by_hand(session, PAT, note="They called me about it.", by=maya, now=LATER)

    names = session.execute(select(Event.name, Event.by_id).order_by(Event.id)).all()
    assert [("contact_opted_out", abe.id), ("opt_out_lifted", maya.id)] == names


def test_how_they_asked_must_be_one_of_the_ways(session: Session, maya: User) -> None:
    with pytest.raises(Invalid):
        opt_out_by_hand(session, PAT, means="carrier pigeon", words="", by=maya, now=NOON)


def test_lifting_takes_the_tag_off_where_the_stop_was_said(
    session: Session, campaign: Campaign, conversation: Conversation, maya: User
) -> None:
    factories.tag(session, campaign.id, "Opted out", built_in="opt_out")
    opt_out(session, campaign.id, PAT, route="keyword", at=NOON, conversation=conversation)
    lift_by_hand(session, PAT, note="They called me about it.", by=maya, now=LATER)

    assert conversation.opted_out_at is None


def test_the_record_is_read_a_page_at_a_time(session: Session, campaign: Campaign) -> None:
    for number in range(PAGE + 1):
        opt_out(session, campaign.id, f"+12125551{number:03}", route="keyword", at=NOON)
    lift(session, campaign.id, "+12125551000", at=LATER)
    beyond = page(session, campaign.id, 99)

    assert (1, PAGE + 1, PAGE) == (beyond.number, beyond.total, beyond.holding)
    assert ["+12125551000"] == [line.phone for line in beyond.lines]


def test_two_exports_of_one_press_at_once_are_one(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        maya = factories.user(session, campaign, "Maya Torres", role="owner", slack_id="U0MAYA")
        opt_out(session, campaign.id, PAT, route="keyword", at=NOON)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: export(own_database, by=maya, key="V1", now=NOON), range(4)))

    with own_database.readers() as session:
        assert 1 == session.scalar(select(func.count()).select_from(Notice))


def test_a_press_and_a_stop_at_once_confirm_once(own_database: Database) -> None:
    """The volunteer presses Opt out while "remove me" comes in: one opt-out, one text."""
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        jo = factories.user(session, campaign, "Jo Park", phone="+12125550101")
        voters = factories.contact_list(session, campaign, "Voters")
        pat = factories.contact(session, voters, "Pat Quinn", PAT)
        action = factories.action(session, voters, contacts=[pat], audience=[jo])
        conversation = factories.held(session, action, pat, jo)
        send_initial(session, conversation.id, by=jo, key="first", now=NOON)
        factories.heard(session, conversation, "Who is this?")

    def act(number: int) -> None:
        with own_database.sessions.begin() as session:
            if number % 2:
                stopping.stop(session, conversation.id, by=jo, key=f"k{number}", now=NOON)
                return
            form = {"MessageSid": f"SM{number}", "From": PAT, "To": "+13125550170", "Body": "remove me"}
            more = {"MessagingServiceSid": SERVICE, "NumMedia": "0", "NumSegments": "1"}
            receive(session, form | more, now=NOON)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, range(6)))
    with own_database.readers() as session:
        count = select(func.count()).select_from
        assert 1 == session.scalar(count(OptOut))
        assert 1 == session.scalar(count(Message).filter_by(kind="automatic"))


def test_the_whole_record_is_read_in_parts(session: Session, campaign: Campaign) -> None:
    phones = [f"+1212{number:07}" for number in range(2000000, 2004001)]
    rows = [{"phone": phone, "at": NOON, "route": "import", "campaign_id": campaign.id} for phone in phones]
    session.execute(insert(OptOut), rows)

    assert phones[::-1] == [line.phone for line in every_line(session, campaign.id)]

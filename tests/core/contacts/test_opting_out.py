"""A stop holds in every action, is kept once, and takes back what is queued."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.opting_out import is_opted_out, lift, opt_out
from core.conversations.hearing import hear
from core.conversations.sending import send_initial
from core.db import Database
from core.models import Campaign, Contact, ContactList, Conversation, Event, Fact, OptOut, User
from tests import factories
from tests.factories import NOON

LATER = NOON + timedelta(minutes=5)


def test_a_stop_is_kept_once(session: Session, campaign: Campaign, pat: Contact) -> None:
    first = opt_out(session, campaign.id, pat.phone, route="keyword", at=NOON, words="STOP")
    again = opt_out(session, campaign.id, pat.phone, route="admin", at=LATER)

    assert first is again
    assert ("keyword", NOON, "STOP") == (again.route, again.at, again.words)
    assert ["contact_opted_out"] == [event.name for event in session.scalars(select(Event))]
    assert is_opted_out(session, campaign.id, pat.phone)


def test_it_holds_in_every_action_of_the_contact(
    session: Session, conversation: Conversation, voters: ContactList, pat: Contact, jo: User, sam: User
) -> None:
    other = factories.action(session, voters, contacts=[pat], title="Second action")
    theirs = factories.held(session, other, pat, sam)
    hear(session, theirs.id, "Hello?", at=NOON)

    opt_out(
        session, conversation.campaign_id, pat.phone, route="keyword", at=LATER, conversation=conversation
    )

    assert (LATER, LATER) == (conversation.opted_out_at, theirs.opted_out_at)
    assert theirs.attention_since is None
    session.refresh(jo)
    session.refresh(sam)
    assert (1, 1) == (jo.inbox_version, sam.inbox_version)


def test_queued_texts_are_taken_back(
    session: Session, conversation: Conversation, pat: Contact, jo: User
) -> None:
    queued = factories.queued(session, send_initial(session, conversation.id, by=jo, key="k1", now=NOON))

    opt_out(session, conversation.campaign_id, pat.phone, route="keyword", at=LATER)

    session.refresh(queued)
    assert ("refused", "safeguard", "opted_out", LATER) == (
        queued.state,
        queued.bucket,
        queued.code,
        queued.finished_at,
    )


def test_the_built_in_tag_follows(
    session: Session, campaign: Campaign, conversation: Conversation, pat: Contact
) -> None:
    factories.tag(session, campaign.id, "Stop", built_in="opt_out")

    opt_out(session, campaign.id, pat.phone, route="keyword", at=NOON, conversation=conversation)
    opt_out(session, campaign.id, pat.phone, route="keyword", at=NOON, conversation=conversation)
    lift(session, campaign.id, pat.phone, at=LATER, conversation=conversation)

    facts = session.scalars(select(Fact).order_by(Fact.id)).all()
    assert [("yes", "opt-out"), ("no", "opt-out")] == [(fact.new, fact.source) for fact in facts]


def test_a_lifted_stop_stays_on_record(
    session: Session, campaign: Campaign, conversation: Conversation, pat: Contact, maya: User
) -> None:
    opt_out(session, campaign.id, pat.phone, route="keyword", at=NOON, conversation=conversation)

    lifted = lift(session, campaign.id, pat.phone, at=LATER, by=maya, note="Wrote to us")

    assert lifted is not None
    assert (LATER, maya.id, "Wrote to us") == (lifted.lifted_at, lifted.lifted_by_id, lifted.lift_note)
    assert not is_opted_out(session, campaign.id, pat.phone)
    assert conversation.opted_out_at is None


def test_lifting_what_is_not_there_does_nothing(session: Session, campaign: Campaign, pat: Contact) -> None:
    assert lift(session, campaign.id, pat.phone, at=NOON) is None


def test_a_phone_nobody_knows_can_stop_too(session: Session, campaign: Campaign) -> None:
    opt_out(session, campaign.id, "+12125550199", route="admin", at=NOON)

    assert is_opted_out(session, campaign.id, "+12125550199")


def test_stops_at_once_are_one(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)

    def stop(_: int) -> int:
        with own_database.sessions.begin() as session:
            return opt_out(session, campaign.id, "+12125550111", route="keyword", at=NOON).id

    with ThreadPoolExecutor(6) as pool:
        assert 1 == len(set(pool.map(stop, range(12))))
    with own_database.readers() as session:
        assert 1 == len(session.scalars(select(OptOut)).all())


def test_a_stop_taken_back_by_several_at_once_is_noted_once(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        opt_out(session, campaign.id, "+12125550111", route="keyword", at=NOON)

    def take_back(_: int) -> bool:
        with own_database.sessions.begin() as session:
            return lift(session, campaign.id, "+12125550111", at=LATER) is not None

    with ThreadPoolExecutor(6) as pool:
        assert 1 == sum(pool.map(take_back, range(12)))
    with own_database.readers() as session:
        assert 1 == len(session.scalars(select(Event).filter_by(name="opt_out_lifted")).all())

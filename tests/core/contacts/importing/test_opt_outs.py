"""A file of phones that must not be texted: each row is a stop, once; no import of contacts undoes it."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core.contacts.importing import opt_outs, running, starting
from core.contacts.opt_out_exporting import write
from core.contacts.opting_out import is_opted_out, lift, opt_out
from core.conversations.sending import send_initial
from core.db import Database
from core.errors import Invalid, NotAllowed, NotFound
from core.models import (
    Campaign,
    Contact,
    Conversation,
    Event,
    Import,
    ListMember,
    Message,
    OptOut,
    StoredFile,
    User,
)
from core.results.recount import recount
from tests import factories
from tests.factories import NOON

FILE = b"Cell,Note\n(212) 555-0111,asked\n310-555-0112,\n+12125550199,stranger\n212-555-0111,\nnothing,x\n"
LATER = NOON + timedelta(minutes=1)

Start = Callable[..., Import]


@pytest.fixture
def start(session: Session, maya: User) -> Start:
    """Upload a file and confirm its column of phones."""

    def upload(content: bytes = FILE, column: int = 0) -> Import:
        kept = opt_outs.keep(session, starting.look("no.csv", content), by=maya, channel="U0MAYA", now=NOON)
        started = opt_outs.start(session, kept.id, column, by=maya, now=NOON)
        session.commit()
        return started

    return upload


def work(database: Database, session: Session, found: Import) -> Import:
    running.run(database, found.id, clock=lambda: LATER)
    session.expire_all()
    return session.get_one(Import, found.id)


def test_every_phone_is_opted_out_contact_or_not(
    database: Database, session: Session, start: Start, conversation: Conversation, pat: Contact, lee: Contact
) -> None:
    factories.heard(session, conversation, "Hello")
    done = work(database, session, start())

    assert "finished" == done.state
    assert (5, 3, 0, 1, {"not_a_number": 1}) == (
        done.counts["rows"],
        done.counts["new"],
        done.counts["unchanged"],
        done.counts["duplicates"],
        done.counts["refused"],
    )
    rows = session.execute(select(OptOut.phone, OptOut.route, OptOut.contact_id).order_by(OptOut.phone)).all()
    assert [("+12125550111", "import", pat.id), ("+12125550199", "import", None)] == rows[:2]
    assert (LATER, None) == (conversation.opted_out_at, conversation.attention_since)
    assert [] == recount(session, pat.campaign_id)
    assert ["import_started", "opt_outs_imported"] == session.scalars(select(Event.name)).all()


def test_what_is_queued_is_taken_back(
    database: Database, session: Session, start: Start, conversation: Conversation, jo: User
) -> None:
    send_initial(session, conversation.id, by=jo, key="k", now=NOON)
    work(database, session, start())

    assert [("refused", "opted_out")] == session.execute(select(Message.state, Message.code)).all()


def test_it_confirms_to_nobody(
    database: Database, session: Session, start: Start, conversation: Conversation
) -> None:
    factories.heard(session, conversation, "Hello")
    work(database, session, start())

    assert 0 == session.scalar(select(func.count()).select_from(Message).filter_by(kind="automatic"))


def test_who_is_out_already_stays_as_they_were(
    database: Database, session: Session, start: Start, campaign: Campaign, pat: Contact
) -> None:
    opt_out(session, campaign.id, pat.phone, route="keyword", at=NOON, words="STOP")
    done = work(database, session, start())

    assert (2, 1) == (done.counts["new"], done.counts["unchanged"])
    assert ["STOP"] == session.scalars(select(OptOut.words).filter_by(phone=pat.phone)).all()


def test_again_it_changes_nothing(database: Database, session: Session, start: Start) -> None:
    work(database, session, start())
    done = work(database, session, start())

    assert (0, 3) == (done.counts["new"], done.counts["unchanged"])
    assert 3 == session.scalar(select(func.count()).select_from(OptOut))


def test_our_own_export_leaves_what_was_lifted_alone(
    database: Database, session: Session, start: Start, campaign: Campaign, pat: Contact, lee: Contact
) -> None:
    """They wrote START, or an admin knows that they want texts again; a back-up must not undo that."""
    for phone in (pat.phone, lee.phone):
        opt_out(session, campaign.id, phone, route="keyword", at=NOON, words="STOP")
    lift(session, campaign.id, pat.phone, at=NOON + timedelta(minutes=1))
    done = work(database, session, start(exported(session, campaign)))

    assert (0, 1, {"lifted": 1}) == (done.counts["new"], done.counts["unchanged"], done.counts["refused"])
    assert [False, True] == [is_opted_out(session, campaign.id, each.phone) for each in (pat, lee)]


def test_who_came_back_and_left_again_is_out_by_our_own_export(
    database: Database, session: Session, start: Start, campaign: Campaign, pat: Contact
) -> None:
    opt_out(session, campaign.id, pat.phone, route="keyword", at=NOON)
    lift(session, campaign.id, pat.phone, at=NOON + timedelta(minutes=1))
    opt_out(session, campaign.id, pat.phone, route="keyword", at=NOON + timedelta(minutes=2))
    content = exported(session, campaign)
    session.execute(delete(OptOut))
    done = work(database, session, start(content))

    assert (1, {"lifted": 1}) == (done.counts["new"], done.counts["refused"])
    assert is_opted_out(session, campaign.id, pat.phone)


def test_a_column_of_that_name_alone_lifts_nothing(
    database: Database, session: Session, start: Start
) -> None:
    done = work(database, session, start(b"Phone,Lifted\n2125550111,no idea\n"))

    assert (1, {}) == (done.counts["new"], done.counts["refused"])


def exported(session: Session, campaign: Campaign) -> bytes:
    file = BytesIO()
    write(session, campaign.id, file)
    return file.getvalue()


def test_an_abandoned_one_is_gone_on_with(database: Database, session: Session, start: Start) -> None:
    found = start()
    work(database, session, found)
    content = starting.look("no.csv", FILE).content
    again = StoredFile(campaign_id=found.campaign_id, name="no.csv", content=content, created_at=NOON)
    session.add(again)
    session.flush()
    halfway = {
        "state": "running",
        "heartbeat_at": NOON - timedelta(hours=1),
        "rows_done": 2,
        "file_id": again.id,
    }
    counts = {
        "rows": 2,
        "new": 2,
        "updated": 0,
        "unchanged": 0,
        "duplicates": 0,
        "opted_out": 2,
        "refused": {},
    }
    session.execute(update(Import).filter_by(id=found.id).values(**halfway, counts=counts))
    session.execute(delete(OptOut).filter_by(phone="+12125550199"))
    session.commit()
    done = work(database, session, found)

    assert ("finished", 3, 1) == (done.state, done.counts["new"], done.counts["duplicates"])
    assert 3 == session.scalar(select(func.count()).select_from(OptOut))


def test_no_list_is_made(database: Database, session: Session, start: Start) -> None:
    assert work(database, session, start()).list_id is None
    assert 0 == session.scalar(select(func.count()).select_from(ListMember))


def test_a_reimport_of_contacts_keeps_them_out(
    database: Database, session: Session, start: Start, maya: User, campaign: Campaign
) -> None:
    work(database, session, start())
    upload = starting.look("voters.csv", b"phone,first name\n2125550199,Ana\n")
    kept = starting.draft(session, upload, list_name="Voters", by=maya, channel=None, now=NOON)
    starting.start(session, kept.id, {}, by=maya, now=NOON)
    session.commit()
    done = work(database, session, kept)

    assert (1, 1) == (done.counts["new"], done.counts["opted_out"])
    assert is_opted_out(session, campaign.id, "+12125550199")


def test_a_column_that_is_not_there(session: Session, start: Start) -> None:
    with pytest.raises(Invalid, match="No column"):
        start(column=7)


def test_staff_may_not_import(session: Session, abe: User, maya: User) -> None:
    upload = starting.look("no.csv", FILE)
    with pytest.raises(NotAllowed, match="Maya Torres can help"):
        opt_outs.keep(session, upload, by=abe, channel="U0ABE", now=NOON)
    kept = opt_outs.keep(session, upload, by=maya, channel="U0MAYA", now=NOON)
    with pytest.raises(NotAllowed):
        opt_outs.start(session, kept.id, 0, by=abe, now=NOON)


def test_another_campaigns_import_is_not_there(session: Session, maya: User) -> None:
    kept = opt_outs.keep(session, starting.look("no.csv", FILE), by=maya, channel="U0MAYA", now=NOON)
    other = factories.campaign(session, service="MG2", slack_team_id="T2", join_code="other1")
    theirs = factories.user(session, other, "Rae Other", role="owner")

    with pytest.raises(NotFound):
        opt_outs.start(session, kept.id, 0, by=theirs, now=NOON)

"""Somebody is erased: nothing of them is left in any table, and the counts agree."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.erasing.erasing import WORD, consequence, erase, forget_late
from core.contacts.erasing.hashes import erased, sparing_erased
from core.contacts.importing import starting
from core.contacts.importing.columns import chosen
from core.contacts.importing.counting import Counts
from core.contacts.importing.refusals import Refusals
from core.contacts.importing.rows import ERASED, reader
from core.contacts.importing.running import run
from core.contacts.importing.sifting import Sieve
from core.contacts.labelling import Wanted, form, label
from core.contacts.opt_out_by_hand import opt_out_by_hand
from core.contacts.opt_out_listing import look_up
from core.contacts.opting_out import opt_out
from core.conversations import escalating, receiving
from core.db import Database
from core.errors import Invalid, NotAllowed, NotFound
from core.models import (
    Action,
    Base,
    Campaign,
    Contact,
    ContactList,
    Conversation,
    ErasedPhone,
    Event,
    ExternalId,
    Fact,
    Import,
    MediaFile,
    Message,
    StatusEvent,
    StoredFile,
    User,
)
from core.notices.telling import tell
from core.results.recount import recount
from tests import factories
from tests.factories import NOON

PHONE, NAME, SAID = "+12125550111", "Quinnifred", "zebrafinch"
MINE = (PHONE, PHONE[2:], "(212) 555-0111", NAME, SAID, "98765432")
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def full(session: Session, campaign: Campaign, action: Action, conversation: Conversation, pat: Contact,
    jo: User, maya: User) -> Contact:  # fmt: skip
    """Pat, of whom there is something in every table that may hold something."""
    pat.last_name, pat.zip, pat.state, pat.extra = NAME, "98765", "NY", {"note": SAID}
    pat.assigned_to_id = jo.id
    ids = {"contact_id": pat.id, "campaign_id": campaign.id, "system": "van"}
    session.add(ExternalId(**ids, value="98765432"))
    _stray(session, campaign)
    sent = _sent(session, conversation, pat, jo)
    session.flush()
    _hear(session, f"Hello {SAID}, call {PHONE}")
    said = session.scalars(select(Message).filter_by(direction="in", contact_id=pat.id)).one()
    stored = StoredFile(campaign_id=campaign.id, name="a.jpg", content=SAID.encode(), created_at=NOON)
    refused = StoredFile(campaign_id=campaign.id, name="r.csv", content=PHONE.encode(), created_at=NOON)
    session.add_all([stored, refused])
    session.flush()
    media = {"campaign_id": campaign.id, "message_id": said.id, "position": 0, "due_at": NOON}
    session.add(MediaFile(**media, url=f"https://api.example/{SAID}", state="fetched", file_id=stored.id))
    form_of = {"To": PHONE, "MessageSid": "SM" + "7" * 32}
    session.add(
        StatusEvent(attempt=sent.attempt, sid="SM" + "7" * 32, status="sent", form=form_of, received_at=NOON)
    )
    session.add(
        Import(campaign_id=campaign.id, list_name="V", file_name="v.csv", created_at=NOON, state="finished",
            refused_file_id=refused.id)
    )  # fmt: skip
    tag, words = factories.tag(session, campaign.id, "Supporter"), factories.field(session, action, "Notes")
    wanted = Wanted({tag.id}, (), {words.id: SAID})
    label(session, pat.id, wanted, by=maya, seen=form(session, pat.id, by=maya).seen, now=NOON)
    escalating.escalate(session, conversation.id, by=jo, note=SAID, key="e" * 32, now=NOON)
    opt_out(
        session,
        campaign.id,
        PHONE,
        route="keyword",
        at=NOON,
        words=SAID,
        conversation=conversation,
        message=said,
    )
    session.commit()
    return pat


def _hear(session: Session, body: str, sid: str = "SM" + "1" * 32, at: Any = NOON) -> None:
    form = {
        "MessageSid": sid,
        "From": PHONE,
        "To": "+12125550000",
        "Body": body,
        "MessagingServiceSid": "MG" + "0" * 32,
    }
    receiving.receive(session, form, now=at)
    session.flush()


def _sent(session: Session, conversation: Conversation, pat: Contact, jo: User) -> Message:
    conversation.initial_at, conversation.initial_by_id = NOON, jo.id
    conversation.last_message_at, conversation.last_direction = NOON, "out"
    conversation.last_preview = f"Hi {NAME}"
    sent = Message(
        campaign_id=pat.campaign_id, conversation_id=conversation.id, action_id=conversation.action_id,
        contact_id=pat.id, direction="out", kind="initial", sender_id=jo.id, their_number=PHONE,
        body=f"Hi {NAME}", state="delivered", rank=9, attempt="a1", carrier_sid="SM" + "7" * 32,
        problem=f"To {PHONE}", created_at=NOON,
    )  # fmt: skip
    session.add(sent)
    return sent


def _stray(session: Session, campaign: Campaign) -> None:
    """What the phone wrote before it was anybody's."""
    session.add(
        Message(
            campaign_id=campaign.id, direction="in", kind="reply", their_number=PHONE, body=SAID,
            state="received", created_at=NOON,
        )
    )  # fmt: skip


def everything(session: Session) -> str:
    """Return all rows of all tables, as text."""
    session.expire_all()
    rows = [
        str(dict(row._mapping))
        for mapper in Base.registry.mappers
        for row in session.execute(select(mapper.local_table))
    ]
    return "\n".join(rows)


def test_nothing_of_them_is_left_in_any_table(session: Session, full: Contact, maya: User) -> None:
    before = everything(session)
    assert all(word in before for word in MINE if word not in MINE[1:3])
    erase(session, full.id, WORD, by=maya, now=LATER)
    session.commit()

    after = everything(session)
    assert [] == [word for word in MINE if word in after]


def test_the_counts_stay_and_agree(session: Session, campaign: Campaign, full: Contact, maya: User) -> None:
    assert [] == recount(session, campaign.id)
    texts = session.scalars(select(Message.id).order_by(Message.id)).all()
    tags = session.scalars(select(Fact.id).where(Fact.tag_id.is_not(None)).order_by(Fact.id)).all()
    erase(session, full.id, WORD, by=maya, now=LATER)
    session.commit()

    session.expire_all()
    assert [] == recount(session, campaign.id)
    assert texts == session.scalars(select(Message.id).order_by(Message.id)).all()
    assert tags == session.scalars(select(Fact.id).where(Fact.tag_id.is_not(None)).order_by(Fact.id)).all()


def test_a_second_press_changes_nothing(session: Session, full: Contact, maya: User) -> None:
    for _ in range(2):
        erase(session, full.id, "erase ", by=maya, now=LATER)

    assert 1 == len(session.scalars(select(Event).filter_by(name="contact_erased")).all())
    assert 1 == len(session.scalars(select(ErasedPhone)).all())


def test_texts_waiting_are_not_sent(
    session: Session, conversation: Conversation, pat: Contact, jo: User, maya: User
) -> None:
    waiting = _sent(session, conversation, pat, jo)
    waiting.state, waiting.rank, waiting.carrier_sid = "queued", 0, None
    session.flush()
    assert 1 == consequence(session, pat.id, by=maya).queued
    erase(session, pat.id, WORD, by=maya, now=LATER)

    session.expire_all()
    assert ("refused", "undeliverable", "") == (waiting.state, waiting.code, waiting.body)


def test_the_phone_can_not_be_imported_again(
    session: Session, database: Database, full: Contact, voters: ContactList, maya: User
) -> None:
    erase(session, full.id, WORD, by=maya, now=LATER)
    content = f"phone,name\n(212) 555-0111,{NAME}\n2125550199,Ana\n".encode()
    draft = starting.draft(
        session, starting.look("v.csv", content), list_name="V", by=maya, channel=None, now=LATER
    )
    starting.start(session, draft.id, {"0": "phone", "1": "full_name"}, by=maya, now=LATER)
    session.commit()
    run(database, draft.id, clock=lambda: LATER)

    session.expire_all()
    assert {"erased": 1} == draft.counts["refused"]
    assert [] == session.scalars(select(Contact).filter_by(phone=PHONE)).all()
    assert NAME not in everything(session)


def test_the_row_of_an_erased_person_is_not_kept_among_the_refused(
    session: Session, campaign: Campaign, full: Contact, maya: User
) -> None:
    erase(session, full.id, WORD, by=maya, now=LATER)
    read = reader(chosen(["phone", "name"], {"0": "phone", "1": "full_name"}), ["US"])
    read = sparing_erased(session, campaign.id, read)

    assert ERASED == read([PHONE, NAME])
    refusals = Refusals(BytesIO(), ["phone", "name"])
    Sieve(read, refusals).sift([[PHONE, NAME]], Counts())
    written = refusals.rewound().read()
    assert NAME.encode() not in written
    assert b"Asked to be erased" in written


def test_looking_the_phone_up_says_so_and_it_is_not_opted_out_anew(
    session: Session, campaign: Campaign, full: Contact, maya: User
) -> None:
    erase(session, full.id, WORD, by=maya, now=LATER)

    assert LATER == look_up(session, campaign.id, PHONE).erased_at
    with pytest.raises(Invalid, match="erased on request"):
        opt_out_by_hand(session, PHONE, means="voice", words="", by=maya, now=LATER)


def test_a_text_from_them_is_kept_without_a_contact_and_start_brings_them_back(
    session: Session, campaign: Campaign, full: Contact, maya: User
) -> None:
    erase(session, full.id, WORD, by=maya, now=LATER)
    _hear(session, "Who is this?", sid="SM" + "2" * 32, at=LATER)
    stray = session.scalars(select(Message).filter_by(their_number=PHONE)).one()
    assert (None, None) == (stray.contact_id, stray.conversation_id)
    assert erased(session, campaign.id, PHONE)

    _hear(session, "START", sid="SM" + "3" * 32, at=LATER)

    assert erased(session, campaign.id, PHONE) is None
    assert "erasure_lifted" in session.scalars(select(Event.name)).all()
    assert [] == session.scalars(select(Contact).filter_by(phone=PHONE)).all()


def test_what_the_carrier_tells_of_them_later_is_emptied_too(
    session: Session, database: Database, full: Contact, maya: User
) -> None:
    erase(session, full.id, WORD, by=maya, now=LATER)
    late = StatusEvent(
        attempt="a1", sid="SM" + "7" * 32, status="delivered", form={"To": PHONE}, received_at=LATER
    )
    session.add(late)
    session.commit()
    for _ in range(2):
        forget_late(database, clock=lambda: LATER)

    assert PHONE not in everything(session)


def test_who_came_back_may_be_erased_again(
    session: Session, campaign: Campaign, full: Contact, voters: ContactList, maya: User
) -> None:
    erase(session, full.id, WORD, by=maya, now=LATER)
    _hear(session, "START", at=LATER, sid="SM" + "3" * 32)
    again = factories.contact(session, voters, f"Pat {NAME}", PHONE)
    erase(session, again.id, WORD, by=maya, now=LATER)
    session.commit()

    assert [] == [word for word in MINE if word in everything(session)]


def test_another_campaign_keeps_its_own(session: Session, full: Contact, maya: User) -> None:
    other = factories.campaign(session, slack_team_id="T0HILL", join_code="hill", service="MG" + "1" * 32)
    theirs = factories.contact(session, factories.contact_list(session, other, "T"), f"Pat {NAME}", PHONE)
    erase(session, full.id, WORD, by=maya, now=LATER)

    session.expire_all()
    assert (PHONE, NAME) == (theirs.phone, theirs.last_name)
    assert erased(session, other.id, PHONE) is None


def test_it_takes_the_word_and_the_right(session: Session, pat: Contact, maya: User, abe: User) -> None:
    other = factories.campaign(session, slack_team_id="T0HILL", join_code="hill", service="MG" + "1" * 32)
    stranger = factories.user(session, other, "Hill", role="owner")
    with pytest.raises(Invalid, match="Type ERASE"):
        erase(session, pat.id, "yes", by=maya, now=LATER)
    with pytest.raises(NotAllowed):
        erase(session, pat.id, WORD, by=abe, now=LATER)
    with pytest.raises(NotFound):
        erase(session, pat.id, WORD, by=stranger, now=LATER)
    assert pat.erased_at is None


def test_a_start_from_before_that_is_told_of_late_does_not_lift_it(
    session: Session, campaign: Campaign, full: Contact, maya: User
) -> None:
    erase(session, full.id, WORD, by=maya, now=LATER)
    _hear(session, "START", sid="SM" + "3" * 32, at=NOON)

    assert erased(session, campaign.id, PHONE)


def test_the_refused_rows_of_an_import_of_people_are_emptied_too(
    session: Session, campaign: Campaign, pat: Contact, maya: User
) -> None:
    kept = StoredFile(campaign_id=campaign.id, name="r.csv", content=PHONE.encode(), created_at=NOON)
    session.add(kept)
    session.flush()
    tell(session, campaign_id=campaign.id, key="k", kind="users_imported", channel="U0MAYA",
         data={"file_ids": [kept.id]}, now=NOON)  # fmt: skip
    erase(session, pat.id, WORD, by=maya, now=LATER)

    session.expire_all()
    assert PHONE.encode() not in kept.content


def test_nobody_is_asked_to_answer_them(
    session: Session, campaign: Campaign, conversation: Conversation, pat: Contact, jo: User, maya: User
) -> None:
    waiting = select(Conversation.id).where(Conversation.attention_since.is_not(None))
    _sent(session, conversation, pat, jo)
    session.flush()
    _hear(session, "Who is this?")
    assert [conversation.id] == session.scalars(waiting).all()
    erase(session, pat.id, WORD, by=maya, now=LATER)

    session.expire_all()
    assert [] == session.scalars(waiting).all()
    assert LATER == conversation.archived_at
    assert "attention_since" not in [each.column for each in recount(session, campaign.id)]

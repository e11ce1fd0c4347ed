"""Whom a filter fits, counted and saved as a list; on both databases the same."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.filtering import finding, saving
from core.contacts.filtering.answers import meant
from core.contacts.filtering.criteria import MOST, STATUSES, Criterion, added, read
from core.contacts.filtering.saving import fill_waiting, is_filling
from core.contacts.labelling import Wanted, form, label
from core.contacts.opting_out import lift, opt_out
from core.db import Database
from core.errors import Invalid, NotAllowed, NotFound
from core.jobs import JOBS, SWEEPS
from core.models import (
    Action,
    Campaign,
    Contact,
    ContactList,
    Conversation,
    Event,
    ExternalId,
    ListMember,
    Notice,
    User,
)
from tests import factories
from tests.factories import NOON

BOTH = ["Lee", "Pat"]


def fit(session: Session, campaign: Campaign, *criteria: Criterion) -> list[str]:
    """Return the first names of those whom all criteria fit."""
    session.flush()
    ids = session.scalars(finding.found(session, campaign.id, criteria)).all()
    assert len(ids) == finding.count(session, campaign.id, criteria)
    return sorted(session.scalars(select(Contact.first_name).where(Contact.id.in_(ids))))


def either_way(session: Session, campaign: Campaign, criterion: Criterion) -> tuple[list[str], list[str]]:
    """Return whom a criterion fits, and whom its opposite."""
    opposite = Criterion(criterion.what, criterion.ids, criterion.values, not criterion.negated)
    return fit(session, campaign, criterion), fit(session, campaign, opposite)


def tell(session: Session, contact: Contact, by: User, **wanted: Any) -> None:
    given = Wanted(**({"on": set(), "off": set(), "answers": {}} | wanted))
    seen = form(session, contact.id, by=by).seen
    label(session, contact.id, given, by=by, seen=seen, now=NOON)
    session.flush()


def test_by_tag_the_newest_word_counts(
    session: Session, campaign: Campaign, pat: Contact, lee: Contact, maya: User
) -> None:
    tag, other = (factories.tag(session, campaign.id, name) for name in ("Supporter", "Sign"))
    for person in (pat, lee):
        tell(session, person, maya, on={tag.id})
    tell(session, lee, maya, off={tag.id})

    assert (["Pat"], ["Lee"]) == either_way(session, campaign, Criterion("tag", (tag.id,)))
    assert ["Pat"] == fit(session, campaign, Criterion("tag", (tag.id, other.id)))


def test_by_answer(
    session: Session, campaign: Campaign, action: Action, pat: Contact, lee: Contact, maya: User
) -> None:
    ride = factories.field(session, action, "Ride?", "Bus", "Car")
    tell(session, pat, maya, answers={ride.id: "Bus"})
    tell(session, lee, maya, answers={ride.id: "Car"})
    tell(session, lee, maya, answers={ride.id: ""})

    assert (["Pat"], ["Lee"]) == either_way(session, campaign, Criterion("field", (ride.id,)))
    assert (["Pat"], ["Lee"]) == either_way(session, campaign, Criterion("field", (ride.id,), ("Bus",)))
    assert ([], BOTH) == either_way(session, campaign, Criterion("field", (ride.id,), ("Car",)))


def test_by_texts_and_replies(
    session: Session, campaign: Campaign, action: Action, conversation: Conversation, voters: ContactList
) -> None:
    conversation.initial_at, conversation.reply_count = NOON, 1
    other = factories.action(session, voters, title="Another")

    for what in ("texted", "replied"):
        assert (["Pat"], ["Lee"]) == either_way(session, campaign, Criterion(what))
        assert (["Pat"], ["Lee"]) == either_way(session, campaign, Criterion(what, (action.id,)))
        assert ([], BOTH) == either_way(session, campaign, Criterion(what, (other.id,)))


@pytest.mark.parametrize(
    ("status", "stamps"),
    [
        ("not_texted", {}),
        ("silent", {"initial_at": NOON}),
        ("answered", {"initial_at": NOON, "reply_count": 1}),
        ("attention", {"initial_at": NOON, "reply_count": 1, "attention_since": NOON}),
        ("reported", {"initial_at": NOON, "reported_at": NOON}),
        ("opted_out", {"initial_at": NOON, "opted_out_at": NOON}),
        ("archived", {"initial_at": NOON, "archived_at": NOON}),
    ],
)
def test_by_how_a_conversation_stands(
    session: Session, campaign: Campaign, conversation: Conversation, status: str, stamps: dict[str, Any]
) -> None:
    for name, value in stamps.items():
        setattr(conversation, name, value)

    assert status in STATUSES
    assert "Pat" in fit(session, campaign, Criterion("status", (), (status,)))
    assert "Pat" not in fit(session, campaign, Criterion("status", (), (status,), negated=True))


def test_by_state_however_it_is_written(
    session: Session, campaign: Campaign, pat: Contact, lee: Contact
) -> None:
    pat.state, lee.state = "NY", "new york"

    assert (BOTH, []) == either_way(session, campaign, Criterion("state", values=("NY", "CA")))


def test_by_opt_out_only_while_it_holds(
    session: Session, campaign: Campaign, pat: Contact, lee: Contact
) -> None:
    for person in (pat, lee):
        opt_out(session, campaign.id, person.phone, route="keyword", at=NOON)
    lift(session, campaign.id, lee.phone, at=NOON + timedelta(1))

    assert (["Pat"], ["Lee"]) == either_way(session, campaign, Criterion("opted_out"))


def test_by_what_stands_on_the_contact(
    session: Session, campaign: Campaign, pat: Contact, lee: Contact, jo: User, sam: User
) -> None:
    lee.undeliverable, pat.assigned_to_id = "landline", jo.id
    session.add(ExternalId(contact_id=pat.id, campaign_id=campaign.id, system="van", value="7"))

    assert (["Pat"], ["Lee"]) == either_way(session, campaign, Criterion("deliverable"))
    assert (["Pat"], ["Lee"]) == either_way(session, campaign, Criterion("assigned"))
    assert (["Pat"], ["Lee"]) == either_way(session, campaign, Criterion("assigned", (jo.id,)))
    assert ([], BOTH) == either_way(session, campaign, Criterion("assigned", (sam.id,)))
    assert (["Pat"], ["Lee"]) == either_way(session, campaign, Criterion("van_id"))


def test_lists_are_joined_cut_and_taken_from_one_another(
    session: Session, campaign: Campaign, voters: ContactList, pat: Contact, lee: Contact
) -> None:
    some = factories.contact_list(session, campaign, "Some")
    session.add(ListMember(list_id=some.id, contact_id=lee.id))
    factories.contact(session, some, "Kim Ode", "+12125550155")

    in_some, in_voters = Criterion("list", (some.id,)), Criterion("list", (voters.id,))
    assert ["Kim", "Lee", "Pat"] == fit(session, campaign, Criterion("list", (some.id, voters.id)))
    assert ["Lee"] == fit(session, campaign, in_some, in_voters)
    assert ["Pat"] == fit(session, campaign, Criterion("list", (some.id,), negated=True), in_voters)


def test_all_conditions_hold_at_once_and_nobody_else_is_found(
    session: Session, campaign: Campaign, voters: ContactList, pat: Contact, lee: Contact
) -> None:
    other = factories.campaign(session, slack_team_id="T0HILL", join_code="hill", service="MG" + "1" * 32)
    theirs = factories.contact_list(session, other, "Theirs")
    factories.contact(session, theirs, "Hill Person", "+12125550177", state="NY")
    pat.state, lee.state, lee.erased_at = "NY", "NY", NOON

    assert ["Pat"] == fit(
        session, campaign, Criterion("state", values=("NY",)), Criterion("list", (voters.id,))
    )
    assert [] == fit(session, campaign, Criterion("list", (theirs.id,)))


def save(session: Session, by: User, name: str = "New", key: str = "V1", *criteria: Criterion) -> ContactList:
    fitting = criteria or (Criterion("deliverable"),)
    return saving.save(session, name, fitting, by=by, key=key, channel="U0MAYA", now=NOON)


def member_names(session: Session, of: ContactList) -> list[str]:
    session.expire_all()
    query = select(Contact.first_name).join(ListMember, ListMember.contact_id == Contact.id)
    return sorted(session.scalars(query.where(ListMember.list_id == of.id)))


def test_it_is_saved_as_a_list_that_knows_how_it_was_made(
    session: Session, database: Database, pat: Contact, lee: Contact, maya: User
) -> None:
    lee.undeliverable = "landline"
    made = save(session, maya)
    assert is_filling(made)
    session.commit()
    fill_waiting(database, clock=lambda: NOON)

    assert ["Pat"] == member_names(session, made)
    assert not is_filling(made)
    assert [Criterion("deliverable")] == read(made.made_from["filter"])
    told = session.scalars(select(Notice)).one()
    assert ("list_filled", "U0MAYA", 1) == (told.kind, told.channel, told.data["contacts"])
    events = session.execute(select(Event.name, Event.by_id).order_by(Event.id)).all()
    assert [("list_created", maya.id), ("list_filled", None)] == events


def test_filled_twice_or_found_by_the_sweep_it_is_filled_once(
    session: Session, database: Database, pat: Contact, maya: User
) -> None:
    made = save(session, maya)
    session.commit()
    assert "fill_lists" in SWEEPS
    assert "fill_lists" in JOBS
    for _ in range(2):
        fill_waiting(database, clock=lambda: NOON)

    assert ["Pat"] == member_names(session, made)
    assert 1 == len(session.scalars(select(Event).filter_by(name="list_filled")).all())


def test_the_same_form_twice_is_one_list(session: Session, pat: Contact, maya: User) -> None:
    assert save(session, maya) is save(session, maya)
    assert save(session, maya, "Other", "V2") is not save(session, maya)


def test_what_cannot_be_saved_is_told(
    session: Session, voters: ContactList, pat: Contact, maya: User, abe: User
) -> None:
    with pytest.raises(Invalid, match="called “Voters” already"):
        save(session, maya, "Voters")
    with pytest.raises(Invalid, match="Add a condition"):
        saving.save(session, "New", [], by=maya, key="V9", channel=None, now=NOON)
    with pytest.raises(NotFound):
        save(session, maya, "New", "V1", Criterion("tag", (777_777,)))
    with pytest.raises(NotAllowed):
        save(session, abe)


def test_a_running_action_of_the_list_gets_its_contacts(
    session: Session, database: Database, pat: Contact, maya: User
) -> None:
    made = save(session, maya)
    factories.action(session, made)
    session.commit()
    fill_waiting(database, clock=lambda: NOON)

    assert [pat.id] == session.scalars(select(Conversation.contact_id)).all()


def test_an_answer_is_the_options_own_word(session: Session, action: Action, maya: User) -> None:
    ride = factories.field(session, action, "Ride?", "Bus", "Car")

    assert ("Bus",) == meant(session, Criterion("field", (ride.id,), ("bUS",)), by=maya).values
    with pytest.raises(Invalid, match="Bus, Car"):
        meant(session, Criterion("field", (ride.id,), ("Rocket",)), by=maya)


def test_twice_the_same_condition_is_once_and_there_is_an_end() -> None:
    one = Criterion("deliverable")
    assert [one] == added([one], one, field="holds")

    with pytest.raises(Invalid, match="at most"):
        added([Criterion("tag", (each,)) for each in range(MOST)], one, field="holds")


@pytest.mark.parametrize(
    "criterion",
    [Criterion("van_id"), Criterion("field", (1,), ("Bus",), negated=True), Criterion("tag", (1, 2))],
)
def test_a_criterion_survives_being_kept(criterion: Criterion) -> None:
    assert criterion == Criterion.of(criterion.as_json())

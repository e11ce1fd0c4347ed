"""Tags and answers of one contact are changed by hand: facts, and nothing but what changed."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.editing import ChangedMeanwhile
from core.contacts.labelling import Wanted, form, label
from core.contacts.opting_out import is_opted_out
from core.conversations import reporting
from core.conversations.facts import present
from core.errors import Invalid, NotAllowed, NotFound
from core.models import Action, Contact, Conversation, CustomField, Event, Fact, Tag, User
from tests import factories
from tests.factories import NOON


@pytest.fixture
def supporter(session: Session, action: Action) -> Tag:
    return factories.tag(session, action.campaign_id, "Supporter", on=action)


@pytest.fixture
def ride(session: Session, action: Action) -> CustomField:
    return factories.field(session, action, "Ride?", "Bus", "Car")


def save(session: Session, contact: Contact, by: User, seen: int | None = None, **wanted: Any) -> None:
    given = Wanted(**({"on": set(), "off": set(), "answers": {}} | wanted))
    seen = form(session, contact.id, by=by).seen if seen is None else seen
    label(session, contact.id, given, by=by, seen=seen, now=NOON)


def facts(session: Session) -> list[tuple[Any, ...]]:
    rows = session.scalars(select(Fact).order_by(Fact.id))
    return [(row.old, row.new, row.source, row.user_id, row.conversation_id) for row in rows]


def test_only_what_changed_becomes_a_fact(
    session: Session, pat: Contact, maya: User, supporter: Tag, ride: CustomField
) -> None:
    save(session, pat, maya, on={supporter.id}, answers={ride.id: "Bus"})
    save(session, pat, maya, on={supporter.id}, answers={ride.id: "Car"})
    save(session, pat, maya, off={supporter.id}, answers={ride.id: ""})

    assert [
        (None, "yes", "admin", maya.id, None),
        (None, "Bus", "admin", maya.id, None),
        ("Bus", "Car", "admin", maya.id, None),
        ("yes", "no", "admin", maya.id, None),
        ("Car", None, "admin", maya.id, None),
    ] == facts(session)
    events = session.execute(select(Event.name, Event.particulars).order_by(Event.id)).all()
    assert [("contact_labelled", {"changes": count}) for count in (2, 1, 2)] == events


def test_nothing_changed_is_no_fact(session: Session, pat: Contact, maya: User, supporter: Tag) -> None:
    save(session, pat, maya, off={supporter.id})

    assert [] == facts(session)
    assert [] == session.scalars(select(Event)).all()


def test_an_opt_out_tag_opts_out(
    session: Session, conversation: Conversation, pat: Contact, maya: User
) -> None:
    tag = factories.tag(session, pat.campaign_id, "Moved away", opt_out=True)
    save(session, pat, maya, on={tag.id})

    assert is_opted_out(session, pat.campaign_id, pat.phone)
    assert NOON == conversation.opted_out_at


def test_a_report_filed_meanwhile_is_told(
    session: Session, conversation: Conversation, pat: Contact, jo: User, maya: User, supporter: Tag
) -> None:
    seen = form(session, pat.id, by=maya).seen
    given: dict[str, Any] = {"tags": {supporter.id: True}, "fields": {}}
    reporting.file_report(session, conversation.id, by=jo, key="k" * 32, now=NOON, **given)
    other = factories.tag(session, pat.campaign_id, "Yard sign")

    with pytest.raises(ChangedMeanwhile):
        save(session, pat, maya, seen=seen, on={other.id})
    assert 1 == len(facts(session))


def test_the_same_form_twice_is_one_change(
    session: Session, pat: Contact, maya: User, supporter: Tag
) -> None:
    for _ in range(2):
        save(session, pat, maya, seen=0, on={supporter.id})

    assert 1 == len(facts(session))


def test_what_cannot_be_kept_is_told_beside_its_field(
    session: Session, pat: Contact, maya: User, supporter: Tag, ride: CustomField
) -> None:
    with pytest.raises(Invalid) as refusal:
        save(session, pat, maya, answers={ride.id: "Rocket"})
    assert f"answer_{ride.id}" == refusal.value.field
    supporter.archived_at = NOON
    with pytest.raises(Invalid) as refusal:
        save(session, pat, maya, on={supporter.id})
    assert "contact_tags" == refusal.value.field


def test_an_answer_that_was_retired_may_stay(
    session: Session, pat: Contact, maya: User, supporter: Tag, ride: CustomField
) -> None:
    save(session, pat, maya, answers={ride.id: "Bus"})
    ride.options[0].retired_at = NOON
    save(session, pat, maya, on={supporter.id}, answers={ride.id: "Bus"})

    assert {"Bus", "yes"} == set(present(session, pat.id).values())


def test_nobody_else_may(session: Session, pat: Contact, maya: User, abe: User, supporter: Tag) -> None:
    other = factories.campaign(session, slack_team_id="T0HILL", join_code="hill", service="MG" + "1" * 32)
    stranger = factories.user(session, other, "Hill", role="owner")
    with pytest.raises(NotAllowed):
        save(session, pat, abe, seen=0, on={supporter.id})
    with pytest.raises(NotFound):
        save(session, pat, stranger, seen=0, on={supporter.id})

"""A report: filed once, changes become facts, nothing that was typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.contacts.opting_out import is_opted_out
from core.conversations.facts import present
from core.conversations.hearing import hear
from core.conversations.keys import PageTooOld
from core.conversations.report_form import report_form
from core.conversations.reporting import NoLongerAsked, file_report
from core.errors import Invalid, NotFound
from core.models import (
    Action,
    ActionField,
    Contact,
    Conversation,
    CustomField,
    Fact,
    Report,
    Tag,
    User,
)
from tests import factories
from tests.factories import NOON


@pytest.fixture
def wrong(session: Session, action: Action) -> Tag:
    return factories.tag(session, action.campaign_id, "Wrong number", on=action, position=2)


@pytest.fixture
def stop(session: Session, action: Action) -> Tag:
    return factories.tag(session, action.campaign_id, "Opt out", on=action, opt_out=True)


@pytest.fixture
def rating(session: Session, action: Action) -> CustomField:
    return factories.field(session, action, "Rating", "Yes", "No")


@pytest.fixture
def notes(session: Session, action: Action) -> CustomField:
    return factories.field(session, action, "Notes")


def test_the_form_asks_in_order(
    session: Session, conversation: Conversation, wrong: Tag, stop: Tag, rating: CustomField
) -> None:
    form = report_form(session, conversation)

    assert ["Opt out", "Wrong number"] == [asked.about.name for asked in form.tags]
    assert ("Yes", "No") == form.questions[0].options


def test_a_report_becomes_facts_and_ends_the_attention(
    session: Session,
    conversation: Conversation,
    jo: User,
    wrong: Tag,
    stop: Tag,
    rating: CustomField,
    notes: CustomField,
) -> None:
    hear(session, conversation.id, "Yes!", at=NOON)

    report = file_report(
        session,
        conversation.id,
        by=jo,
        key="k1",
        tags={wrong.id: True, stop.id: False},
        fields={rating.id: "Yes", notes.id: " Call\r\nafter 5 \0"},
        now=NOON + timedelta(minutes=1),
    )
    session.flush()

    known = present(session, conversation.contact_id)
    assert {
        ("tag", wrong.id): "yes",
        ("field", rating.id): "Yes",
        ("field", notes.id): "Call\nafter 5",
    } == known
    assert {report.id} == set(session.scalars(select(Fact.report_id)))
    assert conversation.attention_since is None
    assert NOON + timedelta(minutes=1) == conversation.reported_at


def test_pressed_twice_is_one_report(
    session: Session, conversation: Conversation, jo: User, wrong: Tag
) -> None:
    for _ in range(2):
        file_report(session, conversation.id, by=jo, key="k1", tags={wrong.id: True}, fields={}, now=NOON)

    assert 1 == session.scalar(select(func.count()).select_from(Report))


def test_a_second_report_changes_only_what_is_new(
    session: Session, conversation: Conversation, jo: User, wrong: Tag, rating: CustomField
) -> None:
    for key, on, answer in (("k1", True, "Yes"), ("k2", False, "Yes"), ("k3", False, "")):
        file_report(
            session,
            conversation.id,
            by=jo,
            key=key,
            tags={wrong.id: on},
            fields={rating.id: answer},
            now=NOON,
        )
    session.flush()

    facts = session.execute(select(Fact.old, Fact.new).order_by(Fact.id)).all()
    assert [(None, "yes"), (None, "Yes"), ("yes", "no"), ("Yes", None)] == [tuple(fact) for fact in facts]


def test_an_opt_out_tag_opts_the_contact_out(
    session: Session, conversation: Conversation, jo: User, pat: Contact, stop: Tag
) -> None:
    file_report(session, conversation.id, by=jo, key="k1", tags={stop.id: True}, fields={}, now=NOON)

    assert is_opted_out(session, pat.campaign_id, pat.phone)


def test_the_built_in_opt_out_tag_is_on_every_report_and_no_volunteer_lifts_it(
    session: Session, conversation: Conversation, jo: User, pat: Contact
) -> None:
    given: dict[str, Any] = {"built_in": "opt_out", "opt_out": True, "reportable": False}
    built_in = factories.tag(session, conversation.campaign_id, "Opt out", **given)
    for key, is_on in (("1" * 32, True), ("2" * 32, False)):
        tags = {built_in.id: is_on}
        file_report(session, conversation.id, by=jo, key=key, tags=tags, fields={}, now=NOON)

    assert {("tag", built_in.id): "yes"} == present(session, pat.id)
    assert is_opted_out(session, pat.campaign_id, pat.phone)


def test_a_required_field_that_is_not_asked_holds_nobody_up(
    session: Session, conversation: Conversation, action: Action, jo: User
) -> None:
    factories.field(session, action, "Gone", "Yes", required=True, archived_at=NOON)
    factories.field(session, action, "Hidden", required=True, reportable=False)
    off = factories.field(session, action, "Off", required=True)
    session.execute(delete(ActionField).filter_by(field_id=off.id))

    filed = file_report(session, conversation.id, by=jo, key="1" * 32, tags={}, fields={}, now=NOON)
    assert filed.id


def test_a_tag_archived_meanwhile_is_told_and_nothing_is_kept(
    session: Session, conversation: Conversation, jo: User, wrong: Tag, notes: CustomField
) -> None:
    wrong.archived_at = NOON
    session.flush()

    with pytest.raises(NoLongerAsked, match="Wrong number"):
        file_report(
            session, conversation.id, by=jo, key="k", tags={wrong.id: True}, fields={notes.id: "x"}, now=NOON
        )
    # switched off it says nothing, so the rest is kept
    file_report(session, conversation.id, by=jo, key="k", tags={wrong.id: False}, fields={}, now=NOON)


def test_the_name_of_another_campaigns_tag_is_not_told(
    session: Session, conversation: Conversation, jo: User
) -> None:
    other = factories.campaign(session, service="MG" + "1" * 32, join_code="hill22", slack_team_id="T0HILL")
    secret = factories.tag(session, other.id, "Secret")

    with pytest.raises(NoLongerAsked, match="“Something” was taken off"):
        file_report(session, conversation.id, by=jo, key="k", tags={secret.id: True}, fields={}, now=NOON)


@pytest.mark.parametrize("key", ["", "k" * 101, "nul\0"])
def test_a_form_without_a_good_key_is_out_of_date(
    session: Session, conversation: Conversation, jo: User, key: str
) -> None:
    with pytest.raises(PageTooOld):
        file_report(session, conversation.id, by=jo, key=key, tags={}, fields={}, now=NOON)


def test_a_field_archived_meanwhile_is_told(
    session: Session, conversation: Conversation, jo: User, notes: CustomField
) -> None:
    notes.archived_at = NOON
    session.flush()

    with pytest.raises(NoLongerAsked, match="Notes"):
        file_report(session, conversation.id, by=jo, key="k", tags={}, fields={notes.id: "x"}, now=NOON)


def test_required_fields_and_known_options_are_asked_for(
    session: Session, action: Action, conversation: Conversation, jo: User, rating: CustomField
) -> None:
    needed = factories.field(session, action, "Polling place", required=True)

    for fields in ({rating.id: "Maybe", needed.id: "x"}, {rating.id: "Yes"}, {needed.id: "x" * 2001}):
        with pytest.raises(Invalid) as refusal:
            file_report(session, conversation.id, by=jo, key="k", tags={}, fields=fields, now=NOON)
        assert refusal.value.field in {f"field-{rating.id}", f"field-{needed.id}"}


def test_sam_cannot_report_on_jos_conversation(
    session: Session, conversation: Conversation, sam: User
) -> None:
    with pytest.raises(NotFound):
        file_report(session, conversation.id, by=sam, key="k", tags={}, fields={}, now=NOON)

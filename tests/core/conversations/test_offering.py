"""What is offered for an answer: what follows the last script first, and what sending it notes."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.scripts.following import follow_first
from core.actions.scripts.responses import Response, add_response, edit_response, remove_response
from core.conversations.offering import AT_ONCE, notes_of, offer, responses
from core.conversations.sending import send_initial, send_reply
from core.conversations.threads import thread
from core.db import Database
from core.labels import fields, tags
from core.labels.fields import FieldForm
from core.labels.tags import TagForm
from core.models import Action, Conversation, CustomField, Fact, FieldOption, Script, User
from tests import factories
from tests.counting import counted
from tests.factories import NOON


@pytest.fixture
def support(session: Session, maya: User) -> CustomField:
    return fields.create(session, FieldForm("Support", "selection", "Strong\nLeaning"), by=maya, now=NOON)


@pytest.fixture
def texted(session: Session, conversation: Conversation, jo: User) -> Conversation:
    send_initial(session, conversation.id, by=jo, key="first", now=NOON)
    factories.heard(session, conversation, "Yes!")
    return conversation


def offered(session: Session, conversation: Conversation, user: User) -> tuple[list[str], list[str]]:
    """Return the names of what is at hand, and of the others."""
    shown = thread(session, conversation.id, user)
    found = offer(session, shown.conversation, user, after=shown.last_script)
    return [each.name for each in found.first], [each.name for each in found.others]


def test_without_anything_that_follows_all_are_at_hand(
    session: Session, action: Action, texted: Conversation, jo: User
) -> None:
    assert (["Yes"], []) == offered(session, texted, jo)
    for number in range(20):
        factories.script(session, action, "response", "OK", name=f"No {number}", position=3)
    first, others = offered(session, texted, jo)

    assert (AT_ONCE, 21 - AT_ONCE) == (len(first), len(others))


def test_what_follows_the_script_sent_last_is_offered_first(
    session: Session, action: Action, texted: Conversation, jo: User, maya: User
) -> None:
    bye = add_response(session, action.id, Response("Bye", "Goodbye!"), by=maya, now=NOON)
    ride = add_response(
        session, action.id, Response("Ride", "A ride?", next_ids=(bye.id,)), by=maya, now=NOON
    )
    follow_first(session, action.id, [ride.id], by=maya, now=NOON)

    assert (["Ride"], ["Yes", "Bye"]) == offered(session, texted, jo)
    send_reply(session, texted.id, by=jo, body="A ride?", key="k1", now=NOON, script_id=ride.id)
    assert (["Bye"], ["Yes", "Ride"]) == offered(session, texted, jo)
    send_reply(session, texted.id, by=jo, body="In my own words", key="k2", now=NOON)
    assert (["Bye"], ["Yes", "Ride"]) == offered(session, texted, jo)

    remove_response(session, bye.id, by=maya, now=NOON)
    assert (["Yes", "Ride"], []) == offered(session, texted, jo)


def test_scripts_may_lead_in_a_circle(
    session: Session, action: Action, texted: Conversation, jo: User, maya: User
) -> None:
    (first,) = session.scalars(select(Script).filter_by(kind="response"))
    second = add_response(session, action.id, Response("B", "B", next_ids=(first.id,)), by=maya, now=NOON)
    there = Response(first.name, first.body)
    wanted = Response(first.name, first.body, next_ids=(second.id, first.id))
    edit_response(session, first.id, wanted, seen=there.stamp, by=maya, now=NOON)

    send_reply(session, texted.id, by=jo, body="B", key="k1", now=NOON, script_id=second.id)
    assert (["Yes"], ["B"]) == offered(session, texted, jo)
    send_reply(session, texted.id, by=jo, body="Yes", key="k2", now=NOON, script_id=first.id)
    assert (["Yes", "B"], []) == offered(session, texted, jo)


def test_what_a_response_notes_is_said_and_learned(
    session: Session, action: Action, texted: Conversation, support: CustomField, jo: User, maya: User
) -> None:
    supporter = tags.create(session, TagForm("Supporter"), by=maya, now=NOON)
    given = Response("Strong yes", "Great!", (supporter.id,), "Support = Strong")
    script = add_response(session, action.id, given, by=maya, now=NOON)

    send_reply(session, texted.id, by=jo, body="Great!", key="k1", now=NOON, script_id=script.id)

    assert ["Supporter", "Support: Strong"] == notes_of(session, script.id)
    facts = session.scalars(select(Fact).order_by(Fact.id)).all()
    assert [("yes", "auto-tag", jo.id), ("Strong", "auto-tag", jo.id)] == [
        (fact.new, fact.source, fact.user_id) for fact in facts
    ]
    send_reply(session, texted.id, by=jo, body="Great!", key="k2", now=NOON, script_id=script.id)
    assert 2 == len(session.scalars(select(Fact)).all())


def test_what_is_archived_or_retired_is_passed_over(
    session: Session, action: Action, texted: Conversation, support: CustomField, jo: User, maya: User
) -> None:
    supporter = tags.create(session, TagForm("Supporter"), by=maya, now=NOON)
    notes = fields.create(session, FieldForm("Notes", "text"), by=maya, now=NOON)
    given = Response("Strong yes", "Great!", (supporter.id,), "Support = Strong\nNotes = called")
    script = add_response(session, action.id, given, by=maya, now=NOON)
    tags.archive(session, supporter.id, by=maya, now=NOON)
    fields.archive(session, notes.id, by=maya, now=NOON)
    session.scalars(select(FieldOption).filter_by(label="Strong")).one().retired_at = NOON
    session.flush()

    send_reply(session, texted.id, by=jo, body="Great!", key="k1", now=NOON, script_id=script.id)

    assert () == tuple(notes_of(session, script.id))
    assert [] == session.scalars(select(Fact)).all()


def test_the_offer_costs_the_same_queries_whatever_it_holds(
    database: Database,
    session: Session,
    action: Action,
    texted: Conversation,
    support: CustomField,
    jo: User,
    maya: User,
) -> None:
    shown = thread(session, texted.id, jo)
    with counted(database) as few:
        responses(session, shown.conversation, jo, after=shown.last_script)
    for number in range(20):
        given = Response(f"R {number}", "Great!", answers="Support = Strong")
        add_response(session, action.id, given, by=maya, now=NOON)
    session.flush()
    with counted(database) as many:
        responses(session, shown.conversation, jo, after=shown.last_script)

    assert 2 == len(few) == len(many)


def test_each_text_says_what_it_was_made_of(
    session: Session, action: Action, texted: Conversation, jo: User
) -> None:
    (yes,) = session.scalars(select(Script).filter_by(kind="response"))
    send_reply(session, texted.id, by=jo, body="Great!", key="k1", now=NOON, script_id=yes.id)
    send_reply(session, texted.id, by=jo, body="In my own words", key="k2", now=NOON)

    shown = thread(session, texted.id, jo).bubbles

    assert [("initial", 1), None, ("response", 1), None] == [
        (each.script.kind, each.message.script_version) if each.script else None for each in shown
    ]

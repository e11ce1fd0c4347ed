"""Initial scripts while an action runs: reworded with their versions kept, joined and left by others."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.scripts.initials import RemovedMeanwhile, Seen, write_initials
from core.actions.scripts.keeping import written
from core.actions.scripts.versions import (
    MOST_SHOWN,
    RewordedMeanwhile,
    Version,
    count_reworded,
    reworded,
)
from core.conversations.sending import send_initial
from core.models import Action, Contact, ContactList, Conversation, Script, ScriptVersion, User
from tests import factories
from tests.factories import HELLO, NOON

LATER = NOON + timedelta(hours=1)
HEY = HELLO.replace("Hi", "Hey")


def only(session: Session, action: Action) -> Script:
    (script,) = written(session, action.id, "initial")
    return script


def test_a_reworded_script_keeps_how_it_read(
    session: Session, maya: User, action: Action, conversation: Conversation, jo: User
) -> None:
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)

    write_initials(session, action.id, [HEY], by=maya, now=LATER)

    assert 1 == count_reworded(session, action)
    (shown,) = reworded(session, action, first=0, count=5)
    assert [Version(2, HEY, None, None, 0), Version(1, HELLO, LATER, "Maya Torres", 1)] == shown.versions
    assert HEY == shown.script.body


def test_of_many_wordings_the_newest_are_shown(session: Session, maya: User, action: Action) -> None:
    for number in range(20):
        write_initials(session, action.id, [f"Hello {number}"], by=maya, now=LATER)

    (shown,) = reworded(session, action, first=0, count=5)

    assert [f"Hello {19 - number}" for number in range(MOST_SHOWN + 1)] == [
        each.body for each in shown.versions
    ]


def test_saving_the_same_words_makes_no_version(session: Session, maya: User, action: Action) -> None:
    for _ in range(2):
        write_initials(session, action.id, [HEY], by=maya, now=LATER)

    assert 2 == only(session, action).version
    assert 1 == len(session.scalars(select(ScriptVersion)).all())


def test_the_second_of_two_admins_is_told_how_it_reads_now(
    session: Session, maya: User, action: Action
) -> None:
    seen = [Seen(only(session, action).id, 1)]
    write_initials(session, action.id, [HEY], by=maya, now=LATER, seen=seen)

    with pytest.raises(RewordedMeanwhile, match="It reads now: “Hey") as refusal:
        write_initials(session, action.id, ["Good day"], by=maya, now=LATER, seen=seen)

    assert "initial_1" == refusal.value.field


def test_what_the_second_admin_left_as_it_was_stays_as_the_first_made_it(
    session: Session, maya: User, action: Action
) -> None:
    seen = [Seen(only(session, action).id, 1)]
    write_initials(session, action.id, [HEY], by=maya, now=LATER, seen=seen)

    write_initials(session, action.id, [HELLO, "Good day"], by=maya, now=LATER, seen=seen)

    assert [HEY, "Good day"] == [script.body for script in written(session, action.id, "initial")]


def test_a_script_taken_away_meanwhile_is_said_beside_it(
    session: Session, maya: User, action: Action
) -> None:
    write_initials(session, action.id, [HELLO, "Good day"], by=maya, now=NOON)
    seen = [Seen(each.id, each.version) for each in written(session, action.id, "initial")]
    write_initials(session, action.id, [HELLO, ""], by=maya, now=LATER, seen=seen)

    with pytest.raises(RemovedMeanwhile) as refusal:
        write_initials(session, action.id, [HELLO, "Good evening"], by=maya, now=LATER, seen=seen)

    assert "initial_2" == refusal.value.field


def test_the_same_form_twice_adds_one_script(session: Session, maya: User, action: Action) -> None:
    seen = [Seen(only(session, action).id, 1)]
    for _ in range(2):
        write_initials(session, action.id, [HELLO, "Good day"], by=maya, now=LATER, seen=seen)

    assert 2 == len(written(session, action.id, "initial"))


def test_contacts_without_a_text_are_dealt_out_anew(
    session: Session, maya: User, voters: ContactList, jo: User
) -> None:
    people = [factories.contact(session, voters, f"Voter {n}", f"+1212555{n:04}") for n in range(9)]
    action = factories.action(session, voters, contacts=people, audience=[jo])
    texted = factories.held(session, action, people[4], jo)
    send_initial(session, texted.id, by=jo, key="k1", now=NOON)

    first, second = write_initials(session, action.id, [HELLO, "Good day"], by=maya, now=LATER)

    session.expire_all()
    dealt = session.scalars(select(Conversation.script_id).order_by(Conversation.id)).all()
    assert [first.id, second.id] * 2 == dealt[:4]
    assert first.id == dealt[4]
    assert [first.id, second.id] * 2 == dealt[5:]


def test_nobody_keeps_a_script_that_was_taken_away_but_those_who_got_it(
    session: Session, maya: User, action: Action, pat: Contact, lee: Contact, jo: User
) -> None:
    first, second = write_initials(session, action.id, [HELLO, "Good day"], by=maya, now=NOON)
    conversation = factories.held(session, action, pat, jo)
    send_initial(session, conversation.id, by=jo, key="k1", now=NOON)

    write_initials(session, action.id, ["", "Good day"], by=maya, now=LATER)

    session.expire_all()
    assert first.archived_at == LATER
    assert first.id == conversation.script_id
    assert second.id == factories.held(session, action, lee, jo).script_id

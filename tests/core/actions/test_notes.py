"""Notes on an action: kept once, by those who may, and read a page at a time."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actions.notes import LONGEST_NOTE, PAGE, add_note, notes_of
from core.errors import Invalid, NotAllowed, NotFound
from core.models import Action, ActionNote, User
from tests import factories
from tests.factories import NOON


def kept(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(ActionNote)) or 0


def test_the_same_form_twice_keeps_one_note(session: Session, action: Action, maya: User) -> None:
    for _ in range(2):
        add_note(session, action.id, body="Skip the dorms", key="k", by=maya, now=NOON)

    assert kept(session) == 1


@pytest.mark.parametrize(
    ("body", "sentence"), [(" \n", "Write the note."), ("n" * (LONGEST_NOTE + 1), "at most 3,000 characters")]
)
def test_a_note_that_cannot_be_kept_is_refused(
    session: Session, action: Action, maya: User, body: str, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        add_note(session, action.id, body=body, key="k", by=maya, now=NOON)
    assert kept(session) == 0


def test_volunteers_keep_no_notes(session: Session, action: Action, jo: User) -> None:
    with pytest.raises(NotAllowed):
        add_note(session, action.id, body="Skip the dorms", key="k", by=jo, now=NOON)


def test_another_campaigns_action_is_not_there(session: Session, action: Action) -> None:
    other = factories.campaign(session, slack_team_id="T2", join_code="two", service="MG" + "2" * 32)
    olga = factories.user(session, other, "Olga Other", role="owner")

    with pytest.raises(NotFound):
        add_note(session, action.id, body="Skip the dorms", key="k", by=olga, now=NOON)
    with pytest.raises(NotFound):
        notes_of(session, action.id, 0, by=olga)


def test_the_newest_come_first_and_pages_follow(session: Session, action: Action, maya: User) -> None:
    for number in range(PAGE + 1):
        add_note(session, action.id, body=f"Note {number}", key=str(number), by=maya, now=NOON)

    first, last = (notes_of(session, action.id, number, by=maya) for number in (0, 1))
    assert [note.body for note in first.notes][:2] == [f"Note {PAGE}", f"Note {PAGE - 1}"]
    assert [note.body for note in last.notes] == ["Note 0"]
    assert (first.total, first.notes[0].by) == (PAGE + 1, "Maya Torres")

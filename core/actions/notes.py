"""Notes on an action: written there, or taken from what somebody said in Slack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import events, finding
from core.errors import Invalid
from core.inserting import insert_new
from core.models import Action, ActionNote, User
from core.models.contact import full_name
from core.naming import worded
from core.people.rights import Right, require

LONGEST_NOTE = 3000  # characters: what one field of Slack takes
PAGE = 10


@dataclass(frozen=True)
class Note:
    """One note as screens show it; `permalink` leads to the Slack message it was taken from, if it was."""

    body: str
    permalink: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Notes:
    """A page of an action's notes, newest first; `number` of the page from 0, `total` of all notes."""

    action_id: int
    title: str
    notes: Sequence[Note]
    number: int
    total: int


def add_note(
    session: Session,
    action_id: int | None,
    *,
    body: str,
    key: str,
    permalink: str = "",
    by: User,
    now: datetime,
) -> Action:
    """Keep a note with an action; the same form sent twice keeps one.

    Args:
        action_id: None when nothing was chosen.
        key: made by the form.
        permalink: of the Slack message it was taken from.

    Raises:
        NotAllowed: `by` may not look at actions.
        NotFound: no such action in this person's campaign.
        Invalid: no action, no words or too many; its field is `note_action` or `body`.
    """
    require(session, by, Right.LOOK)
    if action_id is None:
        raise Invalid("note_action", "Choose the action it belongs to.")
    action = finding.find(session, Action, action_id, by=by, called="That action")
    words = worded(body, field="body", what="note", limit=LONGEST_NOTE)
    if not words:
        raise Invalid("body", "Write the note.")
    mine = {"campaign_id": by.campaign_id, "action_id": action.id, "by_id": by.id}
    note = insert_new(session, ActionNote, key=key, body=words, permalink=permalink, at=now, **mine)
    if note:
        events.record(session, "note_added", action, by=by, at=now)
    return action


def notes_of(session: Session, action_id: int, number: int, *, by: User) -> Notes:
    """Return a page of an action's notes, counted from 0. Raises NotFound."""
    action = finding.find(session, Action, action_id, by=by, called="That action")
    mine = select(ActionNote, User.first_name, User.last_name).outerjoin(User, User.id == ActionNote.by_id)
    newest = mine.where(ActionNote.action_id == action.id).order_by(ActionNote.id.desc())
    rows = session.execute(newest.offset(number * PAGE).limit(PAGE))
    notes = [
        Note(note.body, note.permalink, note.at, full_name(first or "", last or ""))
        for note, first, last in rows
    ]
    count = select(func.count()).select_from(ActionNote).where(ActionNote.action_id == action.id)
    return Notes(action.id, action.title, notes, number, session.scalar(count) or 0)

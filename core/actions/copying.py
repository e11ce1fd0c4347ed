"""An action made anew from one that is there: all that was decided, none of what happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from core import events
from core.actions.drafting import SENT_TWICE_WITHIN, TITLE_LIMIT
from core.actions.listing import get_action
from core.models import (
    Action,
    ActionField,
    ActionTag,
    ActionUser,
    ActionUserList,
    Base,
    ContactList,
    CustomField,
    FolderItem,
    Script,
    ScriptAnswer,
    ScriptNext,
    ScriptTag,
    Tag,
    User,
)
from core.people.rights import Right, require
from core.turns import take_turns

_DECIDED = (
    "kind",
    "instructions",
    "batch_size",
    "channel",
    "sent_to",
    "keeps_assignments",
    "most_each",
    "approves_texts",
)


def copy(session: Session, action_id: int, *, by: User, now: datetime) -> Action:
    """Make a draft that is like an action: its list, scripts, report, folders and whom it is sent to.

    A list that is archived by now is left out, and so are archived tags and fields. Copied twice within a
    few seconds, by one press that came twice, it is one draft.

    Raises:
        NotAllowed, NotFound: not this person's to copy.
    """
    require(session, by, Right.RUN)
    take_turns(session, by.campaign_id)
    original = get_action(session, action_id, by=by)
    if twin := _just_made(session, original, by, now):
        return twin
    made = _copied(session, original, by, now)
    _copy_scripts(session, original, made)
    _copy_rows(session, ActionTag, original, made, ActionTag.tag_id.in_(_living(Tag)))
    _copy_rows(session, ActionField, original, made, ActionField.field_id.in_(_living(CustomField)))
    _copy_rows(session, ActionUserList, original, made)
    _copy_rows(session, ActionUser, original, made)
    _copy_folders(session, original, made)
    events.record(session, "action_copied", made, by=by, at=now, copied_from=original.id)
    return made


def _just_made(session: Session, original: Action, by: User, now: datetime) -> Action | None:
    query = select(Action).filter_by(copied_from_id=original.id, created_by_id=by.id, state="draft")
    lately = query.where(Action.created_at > now - SENT_TWICE_WITHIN)
    return session.scalar(lately.order_by(Action.id.desc()).limit(1))


def _copied(session: Session, original: Action, by: User, now: datetime) -> Action:
    of = session.get(ContactList, original.list_id) if original.list_id else None
    made = Action(
        campaign_id=original.campaign_id,
        title=f"Copy of {original.title}"[:TITLE_LIMIT].rstrip(),
        list_id=of.id if of and not of.archived_at else None,
        state="draft",
        created_at=now,
        updated_at=now,
        created_by_id=by.id,
        copied_from_id=original.id,
        **{name: getattr(original, name) for name in _DECIDED},
    )
    session.add(made)
    session.flush()
    return made


def _copy_scripts(session: Session, original: Action, made: Action) -> None:
    query = select(Script).filter_by(action_id=original.id, archived_at=None)
    twins: dict[int, Script] = {}
    for script in session.scalars(query.order_by(Script.position, Script.id)):
        same = {"kind": script.kind, "name": script.name, "position": script.position}
        text = {"body": script.body, "media": list(script.media)}
        twins[script.id] = Script(campaign_id=made.campaign_id, action_id=made.id, **same, **text)
    session.add_all(twins.values())
    session.flush()
    new = {old: twin.id for old, twin in twins.items()}
    _copy_of_scripts(session, ScriptTag, new, ScriptTag.tag_id.in_(_living(Tag)))
    _copy_of_scripts(session, ScriptAnswer, new, ScriptAnswer.field_id.in_(_living(CustomField)))
    _copy_of_scripts(session, ScriptNext, new, ScriptNext.next_id.in_(new))


def _copy_of_scripts(session: Session, table: Any, new: dict[int, int], *which: Any) -> None:
    rows = session.execute(select(table.__table__).where(table.script_id.in_(new), *which)).mappings().all()
    anew = [{**row, "script_id": new[row["script_id"]]} for row in rows]
    for row in anew:
        if "next_id" in row:
            row["next_id"] = new[row["next_id"]]
    if anew:
        session.execute(insert(table), anew)


def _copy_rows(session: Session, table: Any, original: Action, made: Action, *which: Any) -> None:
    rows = session.execute(select(table.__table__).where(table.action_id == original.id, *which))
    anew = [{**row, "action_id": made.id} for row in rows.mappings()]
    if anew:
        session.execute(insert(table), anew)


def _copy_folders(session: Session, original: Action, made: Action) -> None:
    theirs = select(FolderItem.folder_id).filter_by(thing="action", thing_id=original.id)
    rows = [{"folder_id": each, "thing": "action", "thing_id": made.id} for each in session.scalars(theirs)]
    if rows:
        session.execute(insert(FolderItem), rows)


def _living(table: type[Base]) -> Any:
    columns = table.__table__.c
    return select(columns.id).where(columns.archived_at.is_(None))

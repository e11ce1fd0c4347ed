"""Drafting an action, and changing what it is about while it runs; its list is fixed once it is published."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import events
from core.actions.on_report import choose_usual_report
from core.actions.states import changed, find_open
from core.errors import Invalid
from core.models import Action, Campaign, ContactList, User
from core.naming import named, worded
from core.turns import take_turns

TITLE_LIMIT = 80
INSTRUCTIONS_LIMIT = 2000
LARGEST_BATCH = 1000
SENT_TWICE_WITHIN = timedelta(seconds=10)


@dataclass(frozen=True)
class Basics:
    """What an action is about.

    Attributes:
        batch_size: contacts that a volunteer claims at once; None is the campaign's usual size.
        channel: the Slack channel that hears of it.
    """

    title: str
    instructions: str
    list_id: int | None
    batch_size: int | None = None
    channel: str | None = None


def create_draft(session: Session, basics: Basics, *, by: User, now: datetime) -> Action:
    """Begin an action; what is shown on reports is on its report at first.

    The same form sent twice makes one draft.

    Raises:
        Invalid: a title, list or batch size that cannot be kept.
    """
    take_turns(session, by.campaign_id)
    stamps = {"created_at": now, "updated_at": now, "created_by_id": by.id}
    action = Action(campaign_id=by.campaign_id, title="", state="draft", **stamps)
    _fill(session, action, basics, by)
    if twin := _just_made(session, action, now):
        return twin
    session.add(action)
    session.flush()
    choose_usual_report(session, action)
    events.record(session, "action_drafted", action, by=by, at=now)
    return action


def edit_basics(session: Session, action_id: int, basics: Basics, *, by: User, now: datetime) -> Action:
    """Change what an action is about; one that runs keeps its list. Raises NotFound, Stale, Invalid."""
    action = find_open(session, action_id, by=by)
    before = _kept(action)
    _fill(session, action, basics, by)
    names = [name for name, value in _kept(action).items() if before[name] != value]
    changed(session, action, "basics", by=by, now=now, fields=names)
    return action


def _just_made(session: Session, action: Action, now: datetime) -> Action | None:
    query = select(Action).filter_by(
        campaign_id=action.campaign_id,
        created_by_id=action.created_by_id,
        state="draft",
        title=action.title,
        instructions=action.instructions,
        list_id=action.list_id,
    )
    return session.scalar(query.filter(Action.created_at > now - SENT_TWICE_WITHIN).limit(1))


def _kept(action: Action) -> dict[str, object]:
    return {each.name: getattr(action, each.name) for each in fields(Basics)}


def _fill(session: Session, action: Action, basics: Basics, by: User) -> None:
    action.title = named(basics.title, field="title", what="title", limit=TITLE_LIMIT)
    action.instructions = worded(
        basics.instructions, field="instructions", what="instructions", limit=INSTRUCTIONS_LIMIT
    )
    if action.state == "draft":
        action.list_id = _living_list(session, basics.list_id, by).id
    action.batch_size = _batch(session, basics.batch_size, by)
    action.channel = basics.channel


def _living_list(session: Session, list_id: int | None, by: User) -> ContactList:
    query = select(ContactList).filter_by(id=list_id, campaign_id=by.campaign_id)
    chosen = session.scalar(query) if list_id is not None else None
    if chosen is None:
        raise Invalid("contact_list", "Choose a contact list.")
    if chosen.archived_at:
        raise Invalid("contact_list", f"“{chosen.name}” was archived meanwhile. Choose another list.")
    return chosen


def _batch(session: Session, size: int | None, by: User) -> int:
    if size is None:
        return session.get_one(Campaign, by.campaign_id).batch_size
    if not 1 <= size <= LARGEST_BATCH:
        raise Invalid("batch_size", f"Batch size is a whole number from 1 to {LARGEST_BATCH:,}.")
    return size

"""Drafting an action: what it is about, and its report. Nothing here can be done to a published one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core import events
from core.actions.running import OtherState, find
from core.errors import Invalid
from core.models import Action, ActionField, ActionTag, Campaign, ContactList, CustomField, Tag, User
from core.naming import named, worded

TITLE_LIMIT = 80
INSTRUCTIONS_LIMIT = 2000
LARGEST_BATCH = 1000
MOST_ON_REPORT = 100
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
    session.get_one(Campaign, by.campaign_id, with_for_update=True)
    if twin := _just_made(session, basics, by, now):
        return twin
    action = Action(campaign_id=by.campaign_id, title="", created_at=now, updated_at=now, created_by_id=by.id)
    _fill(session, action, basics, by)
    session.add(action)
    session.flush()
    _choose_usual_report(session, action)
    events.record(session, "action_drafted", action, by=by, at=now)
    return action


def edit_basics(session: Session, action_id: int, basics: Basics, *, by: User, now: datetime) -> Action:
    """Change what a draft is about. Raises NotFound, Stale when it is no draft any more, Invalid."""
    action = find_draft(session, action_id, by=by)
    _fill(session, action, basics, by)
    action.updated_at = now
    return action


def choose_report(
    session: Session,
    action_id: int,
    *,
    tag_ids: Sequence[int],
    field_ids: Sequence[int],
    by: User,
    now: datetime,
) -> Action:
    """Say which tags and fields are on a draft's report. Raises NotFound, Stale, Invalid."""
    action = find_draft(session, action_id, by=by)
    tags = living_tags(session, tag_ids, by=by, field="report_tags")
    fields = _living_fields(session, field_ids, by)
    session.execute(delete(ActionTag).filter_by(action_id=action.id))
    session.execute(delete(ActionField).filter_by(action_id=action.id))
    _put_on_report(session, action, [tag.id for tag in tags], [each.id for each in fields])
    action.updated_at = now
    return action


def find_draft(session: Session, action_id: int, *, by: User) -> Action:
    """Return a draft of this person's campaign, locked. Raises NotFound, Stale when it is no draft."""
    action = find(session, action_id, by=by)
    if action.state != "draft":
        raise OtherState(action.state)
    return action


def living_tags(session: Session, tag_ids: Sequence[int], *, by: User, field: str) -> Sequence[Tag]:
    """Return these tags of the campaign. Raises Invalid beside `field` when one was archived meanwhile."""
    query = select(Tag).filter_by(campaign_id=by.campaign_id).filter(Tag.id.in_(tag_ids))
    tags = session.scalars(query.order_by(Tag.position, Tag.name)).all()
    _all_living(tags, tag_ids, field)
    return tags


def _living_fields(session: Session, field_ids: Sequence[int], by: User) -> Sequence[CustomField]:
    query = select(CustomField).filter_by(campaign_id=by.campaign_id).filter(CustomField.id.in_(field_ids))
    fields = session.scalars(query.order_by(CustomField.position, CustomField.name)).all()
    _all_living(fields, field_ids, "report_fields")
    return fields


def _all_living(found: Sequence[Tag] | Sequence[CustomField], wanted: Sequence[int], field: str) -> None:
    if gone := next((each for each in found if each.archived_at), None):
        raise Invalid(field, f"“{gone.name}” was archived meanwhile. Take it away here.")
    if len(found) < len(set(wanted)):
        raise Invalid(field, "One of these is not there any more. Choose again.")
    if len(found) > MOST_ON_REPORT:
        raise Invalid(field, f"A report has at most {MOST_ON_REPORT}.")


def _just_made(session: Session, basics: Basics, by: User, now: datetime) -> Action | None:
    query = select(Action).filter_by(
        campaign_id=by.campaign_id,
        created_by_id=by.id,
        state="draft",
        title=basics.title,
        instructions=basics.instructions,
        list_id=basics.list_id,
    )
    return session.scalar(query.filter(Action.updated_at > now - SENT_TWICE_WITHIN).limit(1))


def _fill(session: Session, action: Action, basics: Basics, by: User) -> None:
    action.title = named(basics.title, field="title", what="title", limit=TITLE_LIMIT)
    action.instructions = worded(
        basics.instructions, field="instructions", what="instructions", limit=INSTRUCTIONS_LIMIT
    )
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


def _choose_usual_report(session: Session, action: Action) -> None:
    usual = {"campaign_id": action.campaign_id, "archived_at": None, "reportable": True}
    tags = select(Tag.id).filter_by(**usual).order_by(Tag.position, Tag.name)
    fields = select(CustomField.id).filter_by(**usual).order_by(CustomField.position, CustomField.name)
    _put_on_report(
        session,
        action,
        session.scalars(tags.limit(MOST_ON_REPORT)).all(),
        session.scalars(fields.limit(MOST_ON_REPORT)).all(),
    )


def _put_on_report(
    session: Session, action: Action, tag_ids: Sequence[int], field_ids: Sequence[int]
) -> None:
    if tag_ids:
        session.execute(insert(ActionTag), [{"action_id": action.id, "tag_id": each} for each in tag_ids])
    if field_ids:
        rows = [{"action_id": action.id, "field_id": each} for each in field_ids]
        session.execute(insert(ActionField), rows)

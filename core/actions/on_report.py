"""Which tags and fields are on an action's report."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.actions.states import changed, find_open
from core.errors import Invalid
from core.models import Action, ActionField, ActionTag, CustomField, Tag, User

MOST_ON_REPORT = 100


def choose_report(
    session: Session,
    action_id: int,
    *,
    tag_ids: Sequence[int],
    field_ids: Sequence[int],
    by: User,
    now: datetime,
) -> Action:
    """Say which tags and fields are on an action's report. Raises NotFound, Stale, Invalid."""
    action = find_open(session, action_id, by=by)
    tags = living_tags(session, tag_ids, by=by, field="report_tags")
    fields = _living_fields(session, field_ids, by)
    session.execute(delete(ActionTag).filter_by(action_id=action.id))
    session.execute(delete(ActionField).filter_by(action_id=action.id))
    _put_on_report(session, action, [tag.id for tag in tags], [each.id for each in fields])
    changed(session, action, "report", by=by, now=now)
    return action


def choose_usual_report(session: Session, action: Action) -> None:
    """Put every tag and field that is shown on reports on a new draft's."""
    usual = {"campaign_id": action.campaign_id, "archived_at": None, "reportable": True}
    tags = select(Tag.id).filter_by(**usual).order_by(Tag.position, Tag.name)
    fields = select(CustomField.id).filter_by(**usual).order_by(CustomField.position, CustomField.name)
    _put_on_report(
        session,
        action,
        session.scalars(tags.limit(MOST_ON_REPORT)).all(),
        session.scalars(fields.limit(MOST_ON_REPORT)).all(),
    )


def on_report(session: Session, action_id: int) -> tuple[set[int], set[int]]:
    """Return the ids of the tags, and of the fields, on an action's report."""
    tags = session.scalars(select(ActionTag.tag_id).filter_by(action_id=action_id))
    fields = session.scalars(select(ActionField.field_id).filter_by(action_id=action_id))
    return set(tags), set(fields)


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


def _put_on_report(
    session: Session, action: Action, tag_ids: Sequence[int], field_ids: Sequence[int]
) -> None:
    if tag_ids:
        session.execute(insert(ActionTag), [{"action_id": action.id, "tag_id": each} for each in tag_ids])
    if field_ids:
        rows = [{"action_id": action.id, "field_id": each} for each in field_ids]
        session.execute(insert(ActionField), rows)

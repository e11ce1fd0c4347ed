"""Custom fields: questions on a report, answered with a choice or with words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core import events
from core.errors import Invalid
from core.labels import common
from core.labels.options import changed, parsed
from core.models import CustomField, FieldOption, User
from core.turns import take_turns

KINDS = {"selection": "Selection", "text": "Text"}


@dataclass(frozen=True)
class FieldForm:
    """What an admin says about a custom field.

    Attributes:
        kind: `selection` or `text`; it cannot be changed later.
        options: of a selection, one a line.
        position: its display order; None is after the last.
        required: whether a report needs an answer.
    """

    name: str
    kind: str
    options: str = ""
    position: int | None = None
    reportable: bool = True
    required: bool = False


def list_fields(session: Session, campaign_id: int, *, archived: bool = False) -> Sequence[CustomField]:
    """Return a campaign's fields with their options, in display order; the archived ones when asked for."""
    query = select(CustomField).filter_by(campaign_id=campaign_id).options(selectinload(CustomField.options))
    query = query.filter(
        CustomField.archived_at.is_not(None) if archived else CustomField.archived_at.is_(None)
    )
    return session.scalars(query.order_by(CustomField.position, CustomField.name, CustomField.id)).all()


def find(session: Session, field_id: int, *, by: User) -> CustomField:
    """Return a field of this person's campaign with its options. Raises NotFound."""
    field = common.find(session, CustomField, field_id, by=by)
    session.refresh(field, ["options"])
    return field


def live_options(field: CustomField) -> list[FieldOption]:
    """Return the options that can be chosen now, in order."""
    return [option for option in field.options if option.retired_at is None]


def create(session: Session, form: FieldForm, *, by: User, now: datetime) -> CustomField:
    """Make a field; its slug comes from its name and never changes. Raises Invalid."""
    take_turns(session, by.campaign_id)
    if form.kind not in KINDS:
        raise Invalid("kind", "Choose Selection or Text.")
    name = common.free_name(session, CustomField, form.name, by=by)
    choices = parsed(form.options, kind=form.kind)
    field = CustomField(
        campaign_id=by.campaign_id,
        name=name,
        slug=common.free_slug(session, name, by=by, otherwise="field"),
        kind=form.kind,
        position=common.placed(session, CustomField, form.position, by=by),
        reportable=form.reportable,
        required=form.required,
        created_at=now,
        updated_at=now,
    )
    field.options = changed([], choices, now=now)
    session.add(field)
    session.flush()
    events.record(session, "field_created", field, by=by, at=now)
    return field


def edit(
    session: Session, field_id: int, form: FieldForm, *, by: User, seen: datetime, now: datetime
) -> CustomField:
    """Change a field; options that are left out are retired, and old answers keep them.

    Args:
        seen: the field's `updated_at` when the form was opened.

    Raises:
        NotFound: no such field in this person's campaign.
        Stale: somebody changed or archived it meanwhile.
        Invalid: a name, number or options that cannot be kept, or another kind.
    """
    take_turns(session, by.campaign_id)
    field = find(session, field_id, by=by)
    common.still_as_seen(field, seen)
    if form.kind != field.kind:
        raise Invalid("kind", "A field keeps its kind, because answers were given. Make a new field instead.")
    field.name = common.free_name(session, CustomField, form.name, by=by, own_id=field.id)
    field.options = changed(field.options, parsed(form.options, kind=field.kind), now=now)
    field.position = common.placed(session, CustomField, form.position, by=by)
    field.reportable, field.required, field.updated_at = form.reportable, form.required, now
    session.flush()
    events.record(session, "field_changed", field, by=by, at=now)
    return field


def archive(session: Session, field_id: int, *, by: User, now: datetime) -> CustomField:
    """Take a field off reports and menus; its answers stay. Raises NotFound."""
    field = find(session, field_id, by=by)
    common.archive(session, field, by=by, now=now)
    return field


def restore(session: Session, field_id: int, *, by: User, now: datetime) -> CustomField:
    """Bring an archived field back. Raises NotFound, Invalid when another field took its name."""
    take_turns(session, by.campaign_id)
    field = find(session, field_id, by=by)
    common.restore(session, field, by=by, now=now)
    return field

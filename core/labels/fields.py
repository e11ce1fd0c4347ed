"""Custom fields: questions on a report, answered with a choice or with words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core import differing, events
from core.differing import Values
from core.errors import Invalid
from core.folders.putting import ids_of, put
from core.labels import common
from core.labels.common import Clash
from core.labels.options import parsed
from core.labels.ordering import placed
from core.models import CustomField, FieldOption, User

KINDS = {"selection": "Selection", "text": "Text"}


@dataclass(frozen=True)
class FieldForm:
    """What an admin says about a custom field.

    Attributes:
        kind: `selection` or `text`; it cannot be changed later.
        options: of a new selection, one a line; later they change in `core.labels.changing_options`.
        position: its display order; None is after the last.
        required: whether a report needs an answer.
        folder_ids: the folders it is in; None leaves them as they are.
    """

    name: str
    kind: str
    options: str = ""
    position: int | None = None
    reportable: bool = True
    required: bool = False
    folder_ids: tuple[int, ...] | None = None


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
    return sorted((each for each in field.options if each.retired_at is None), key=_place)


def retired_options(field: CustomField) -> list[FieldOption]:
    """Return the options that only old answers have."""
    return sorted((each for each in field.options if each.retired_at is not None), key=_place)


def values(session: Session, field: CustomField, *, by: User) -> dict[str, Any]:
    """Return what a form shows of a field and may change, as small JSON values."""
    return {
        "name": field.name,
        "position": field.position,
        "reportable": field.reportable,
        "required": field.required,
        "folders": ids_of(session, "field", field.id, by=by),
        "archived": field.archived_at is not None,
    }


def create(session: Session, form: FieldForm, *, by: User, now: datetime, key: str = "") -> CustomField:
    """Make a field; its slug comes from its name and never changes. Raises NotAllowed, Invalid.

    Args:
        key: made by the form; the same key again returns the same field.
    """
    common.begin(session, by)
    if made := common.made_before(session, CustomField, key, by=by, now=now):
        return made
    if form.kind not in KINDS:
        raise Invalid("kind", "Choose Selection or Text.")
    name = common.free_name(session, CustomField, form.name, by=by)
    choices = parsed(form.options, kind=form.kind)
    field = CustomField(
        campaign_id=by.campaign_id,
        name=name,
        slug=common.free_slug(session, name, by=by, otherwise="field"),
        kind=form.kind,
        position=placed(session, CustomField, form.position, by=by),
        reportable=form.reportable,
        required=form.required,
        created_at=now,
        updated_at=now,
    )
    field.options = [FieldOption(label=label, position=at) for at, label in enumerate(choices, 1)]
    session.add(field)
    session.flush()
    put(session, "field", field.id, form.folder_ids or (), by=by, now=now)
    events.record(session, "field_created", field, by=by, at=now, form=key)
    return field


def clash(session: Session, field_id: int, form: FieldForm, *, by: User, seen: Values) -> Clash | None:
    """Return what saving this form would write over, None when nothing. Raises NotFound."""
    field = find(session, field_id, by=by)
    present = values(session, field, by=by)
    return common.clash(session, field, seen, present, _typed(form, seen, present))


def edit(
    session: Session, field_id: int, form: FieldForm, *, by: User, seen: Values, now: datetime
) -> CustomField:
    """Change a field; one that this person knows to be archived comes back.

    Args:
        seen: the field's `values` when the form was opened, or when its changes were last shown.

    Raises:
        NotAllowed: `by` is no admin.
        NotFound: no such field in this person's campaign.
        ChangedMeanwhile: somebody changed or archived it, and this person has not seen that.
        Invalid: a name, number or folder that cannot be kept, or another kind.
    """
    common.begin(session, by)
    field = find(session, field_id, by=by)
    present = values(session, field, by=by)
    typed = _typed(form, seen, present)
    differing.check(field.name, seen, present, typed)
    if form.kind != field.kind:
        raise Invalid("kind", "A field keeps its kind, because answers were given. Make a new field instead.")
    if typed == present:
        return field
    field.name = common.free_name(session, CustomField, form.name, by=by, own_id=field.id)
    common.restore(session, field, by=by, now=now)
    field.position = placed(session, CustomField, typed["position"], by=by)
    field.reportable, field.required, field.updated_at = form.reportable, form.required, now
    put(session, "field", field.id, typed["folders"], by=by, now=now)
    events.record(session, "field_changed", field, by=by, at=now)
    return field


def archive(session: Session, field_id: int, *, by: User, now: datetime) -> CustomField:
    """Take a field off reports and menus; its answers stay. Raises NotAllowed, NotFound."""
    common.begin(session, by)
    field = find(session, field_id, by=by)
    common.archive(session, field, by=by, now=now)
    return field


def restore(session: Session, field_id: int, *, by: User, now: datetime) -> CustomField:
    """Bring an archived field back. Raises NotAllowed, NotFound, Invalid when another took its name."""
    common.begin(session, by)
    field = find(session, field_id, by=by)
    common.restore(session, field, by=by, now=now)
    return field


def _place(option: FieldOption) -> int:
    return option.position


def _typed(form: FieldForm, seen: Values, present: Values) -> dict[str, Any]:
    """Return a form's values; a number or folders that were not touched stay as they are now."""
    return {
        "name": form.name,
        "position": present["position"] if form.position == seen["position"] else form.position,
        "reportable": form.reportable,
        "required": form.required,
        "folders": present["folders"] if form.folder_ids is None else sorted(form.folder_ids),
        "archived": False,
    }

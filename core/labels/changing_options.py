"""Options of a field in use: added, renamed, moved, retired, restored; old answers keep their meaning."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core import differing, events
from core.errors import Invalid, NotFound
from core.labels import answers, common, fields
from core.labels.common import Clash
from core.labels.options import check_free, check_number, label, parsed
from core.labels.ordering import Spot, rearranged
from core.models import CustomField, Event, FieldOption, OldLabel, ScriptAnswer, User


def add(
    session: Session, field_id: int, lines: str, *, by: User, now: datetime, key: str = ""
) -> list[FieldOption]:
    """Add options after the others; return them.

    Args:
        lines: their labels, one a line.
        key: made by the form; the same key again adds nothing.

    Raises:
        NotAllowed, NotFound.
        Invalid: beside `options`: a label that cannot be kept, or that is or was another option's.
    """
    field = _selection(session, field_id, by)
    if _added_before(session, field, key):
        return []
    labels, old = parsed(lines), _old(session, field)
    for each in labels:
        check_free(each, field.options, old)
    check_number(len(fields.live_options(field)) + len(labels))
    made = [FieldOption(label=each, position=0) for each in labels]
    field.options = _numbered([*fields.live_options(field), *made, *fields.retired_options(field)])
    field.updated_at = now
    session.flush()
    events.record(session, "options_added", field, by=by, at=now, count=len(made), form=key)
    return made


def find(session: Session, field_id: int, option_id: int, *, by: User) -> FieldOption:
    """Return an option of a field of this person's campaign. Raises NotFound."""
    return _option(fields.find(session, field_id, by=by), option_id)


def rename_clash(
    session: Session, field_id: int, option_id: int, words: str, *, seen: str, by: User
) -> Clash | None:
    """Return what renaming would write over, None when nothing; as `rename` has it. Raises NotFound."""
    field = fields.find(session, field_id, by=by)
    present = {"label": _option(field, option_id).label}
    return common.clash(session, field, {"label": seen}, present, {"label": words})


def rename(
    session: Session, field_id: int, option_id: int, words: str, *, seen: str, by: User, now: datetime
) -> FieldOption:
    """Call an option something else; answers given under its old label are its own still.

    Args:
        seen: its label when the form was opened.

    Raises:
        NotAllowed, NotFound.
        ChangedMeanwhile: somebody else renamed it, to something else.
        Invalid: beside `options`: a label that cannot be kept, or that is or was another option's.
    """
    field = _selection(session, field_id, by)
    option, wanted = _option(field, option_id), label(words)
    differing.check(seen, {"label": seen}, {"label": option.label}, {"label": wanted})
    if option.label == wanted:
        return option
    check_free(wanted, field.options, _old(session, field), own=option)
    was, option.label, field.updated_at = option.label, wanted, now
    session.execute(delete(OldLabel).filter_by(field_id=field.id, label=wanted))
    session.add(OldLabel(campaign_id=field.campaign_id, field_id=field.id, label=was, option_id=option.id))
    scripts = update(ScriptAnswer).filter_by(field_id=field.id, value=was)
    session.execute(scripts.values(value=wanted))
    events.record(session, "option_renamed", field, by=by, at=now, option=option.id)
    return option


def retire(session: Session, field_id: int, option_id: int, *, by: User, now: datetime) -> FieldOption:
    """Offer an option no more; whoever was given it keeps it. Raises NotAllowed, NotFound, Invalid."""
    field = _selection(session, field_id, by)
    option, live = _option(field, option_id), fields.live_options(field)
    if option.retired_at is None:
        if live == [option]:
            raise Invalid("options", "A selection needs an option. Add another one first.")
        option.retired_at = field.updated_at = now
        _numbered([each for each in live if each is not option] + fields.retired_options(field))
        events.record(session, "option_retired", field, by=by, at=now, option=option.id)
    return option


def restore(session: Session, field_id: int, option_id: int, *, by: User, now: datetime) -> FieldOption:
    """Offer a retired option again, after the others. Raises NotAllowed, NotFound, Invalid."""
    field = _selection(session, field_id, by)
    option, live = _option(field, option_id), fields.live_options(field)
    if option.retired_at is not None:
        check_number(len(live) + 1)
        option.retired_at, field.updated_at = None, now
        _numbered([*live, option, *fields.retired_options(field)])
        events.record(session, "option_restored", field, by=by, at=now, option=option.id)
    return option


def move(
    session: Session, field_id: int, option_id: int, spot: Spot, *, by: User, now: datetime
) -> FieldOption:
    """Put an option somewhere else in the order. Raises NotAllowed, NotFound, Stale."""
    field = _selection(session, field_id, by)
    option, live = _option(field, option_id), fields.live_options(field)
    if option not in live:
        raise NotFound("That option")
    after = rearranged(live, option, spot)
    if after != live:
        _numbered([*after, *fields.retired_options(field)])
        field.updated_at = now
        events.record(session, "option_moved", field, by=by, at=now, option=option.id)
    return option


def old_labels(session: Session, option_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return what options were called before: id → labels."""
    old: dict[int, list[str]] = {each: [] for each in option_ids}
    query = select(OldLabel).where(OldLabel.option_id.in_(option_ids)).order_by(OldLabel.id)
    for each in session.scalars(query):
        old[each.option_id].append(each.label)
    return old


def _selection(session: Session, field_id: int, by: User) -> CustomField:
    common.begin(session, by)
    field = fields.find(session, field_id, by=by)
    if field.kind != "selection":
        raise Invalid("options", "A text field has no options.")
    return field


def _option(field: CustomField, option_id: int) -> FieldOption:
    found = next((each for each in field.options if each.id == option_id), None)
    if found is None:
        raise NotFound("That option")
    return found


def _old(session: Session, field: CustomField) -> dict[str, str]:
    return {old: present for (_, old), present in answers.renamed(session, [field.id]).items()}


def _numbered(options: list[FieldOption]) -> list[FieldOption]:
    for position, option in enumerate(options, 1):
        option.position = position
    return options


def _added_before(session: Session, field: CustomField, key: str) -> bool:
    told = select(Event).filter_by(subject_type="customfield", subject_id=field.id, name="options_added")
    return bool(key) and any(each.particulars.get("form") == key for each in session.scalars(told))

"""What an answer means: an option may be renamed, and whoever was given it has it under its present name.

Facts stay as they were written. An option's former labels are kept (`OldLabel`) and belong to it for ever:
no other option of the field may take one, so an old answer always means one option.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from core.models import Fact, FieldOption, OldLabel


def meaning() -> ColumnElement[Any]:
    """Return a fact's new value under its present name: what lists show, group by and count."""
    renamed = select(FieldOption.label).join(OldLabel, OldLabel.option_id == FieldOption.id)
    renamed = renamed.where(OldLabel.field_id == Fact.field_id, OldLabel.label == Fact.new)
    return func.coalesce(renamed.correlate(Fact).scalar_subquery(), Fact.new)


def ever_called(session: Session, field_id: int, label: str) -> set[str]:
    """Return all that an option was ever called, for a filter over facts.

    Args:
        label: its present one; another word stands for itself.
    """
    was = select(OldLabel.label).join(FieldOption, FieldOption.id == OldLabel.option_id)
    return {label, *session.scalars(was.where(FieldOption.field_id == field_id, FieldOption.label == label))}


def renamed(session: Session, field_ids: Collection[int]) -> dict[tuple[int, str], str]:
    """Return the present label of each that an option of these fields had before: (field, old) → present."""
    query = select(OldLabel.field_id, OldLabel.label, FieldOption.label)
    query = query.join(FieldOption, FieldOption.id == OldLabel.option_id)
    found = session.execute(query.where(OldLabel.field_id.in_(field_ids)))
    return {(field_id, old): present for field_id, old, present in found}

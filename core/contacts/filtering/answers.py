"""What somebody means who types an answer into a filter."""

from dataclasses import replace

from sqlalchemy.orm import Session

from core.contacts.filtering.criteria import Criterion
from core.errors import Invalid
from core.labels.fields import find, live_options
from core.models import CustomField, User


def meant(session: Session, criterion: Criterion, *, by: User) -> Criterion:
    """Return a criterion whose answer is an option's label as it stands in the field; words stay as they are.

    Raises:
        NotFound: the field is not of this person's campaign.
        Invalid: beside `answer`, when a selection has no such option.
    """
    if criterion.what != "field" or not criterion.values:
        return criterion
    field = find(session, criterion.ids[0], by=by)
    if field.kind != "selection":
        return criterion
    return replace(criterion, values=tuple(_label(field, each) for each in criterion.values))


def _label(field: CustomField, words: str) -> str:
    labels = [option.label for option in field.options]
    if found := next((label for label in labels if label.casefold() == words.casefold()), None):
        return found
    known = ", ".join(option.label for option in live_options(field)[:10])
    raise Invalid("answer", f"“{field.name}” has no such answer. It has: {known}.")

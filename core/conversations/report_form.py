"""What a report asks: the action's tags and fields in their order, with what is known already."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.conversations.facts import YES, key_of, present
from core.models import ActionField, ActionTag, Conversation, CustomField, Tag


@dataclass(frozen=True)
class Asked:
    """A tag or field on the form, and the contact's present value."""

    about: Tag | CustomField
    value: str | None

    @property
    def is_on(self) -> bool:
        return self.value == YES


@dataclass(frozen=True)
class Question(Asked):
    """A field on the form; `options` are the labels to choose from, empty for words."""

    about: CustomField
    options: tuple[str, ...]


@dataclass(frozen=True)
class ReportForm:
    """The whole form, in order."""

    tags: list[Asked]
    questions: list[Question]


def report_form(session: Session, conversation: Conversation) -> ReportForm:
    """Return what a report on this conversation asks now; archived and hidden ones are left out."""
    known = present(session, conversation.contact_id)
    tags = session.scalars(
        select(Tag)
        .join(ActionTag, ActionTag.tag_id == Tag.id)
        .filter(ActionTag.action_id == conversation.action_id)
        .filter(Tag.archived_at.is_(None), Tag.reportable)
        .order_by(Tag.position, Tag.id)
    )
    fields = session.scalars(
        select(CustomField)
        .join(ActionField, ActionField.field_id == CustomField.id)
        .filter(ActionField.action_id == conversation.action_id)
        .filter(CustomField.archived_at.is_(None), CustomField.reportable)
        .options(selectinload(CustomField.options))
        .order_by(CustomField.position, CustomField.id)
    )
    return ReportForm(
        [Asked(tag, known.get(key_of(tag))) for tag in tags],
        [_question(field, known.get(key_of(field))) for field in fields],
    )


def _question(field: CustomField, value: str | None) -> Question:
    # an answer given before its option was retired may stay
    labels = [each.label for each in field.options if each.retired_at is None or each.label == value]
    return Question(field, value, tuple(labels) if field.kind == "selection" else ())

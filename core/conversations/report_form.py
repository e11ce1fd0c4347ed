"""What a report asks: the action's tags and fields in their order, with what is known already."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, selectinload

from core.conversations.facts import YES, key_of, present
from core.labels.answers import renamed
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
    """A field on the form.

    Attributes:
        options: the labels to choose from, empty for words.
        renamed: what an option was called while somebody may have had the form open → its label.
    """

    about: CustomField
    options: tuple[str, ...]
    renamed: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class ReportForm:
    """The whole form, in order."""

    tags: list[Asked]
    questions: list[Question]


def report_form(session: Session, conversation: Conversation) -> ReportForm:
    """Return what a report on this conversation asks now; archived and hidden ones are left out.

    The built-in opt-out tag is on every report, so that people can always get out.
    """
    known = present(session, conversation.contact_id)
    on_it = exists().where(ActionTag.tag_id == Tag.id, ActionTag.action_id == conversation.action_id)
    tags = session.scalars(
        select(Tag)
        .filter(Tag.campaign_id == conversation.campaign_id, Tag.archived_at.is_(None))
        .filter(or_(on_it & Tag.reportable, Tag.built_in == "opt_out"))
        .order_by(Tag.position, Tag.id)
    )
    fields = session.scalars(
        select(CustomField)
        .join(ActionField, ActionField.field_id == CustomField.id)
        .filter(ActionField.action_id == conversation.action_id)
        .filter(CustomField.archived_at.is_(None), CustomField.reportable)
        .options(selectinload(CustomField.options))
        .order_by(CustomField.position, CustomField.id)
    ).all()
    former = renamed(session, [each.id for each in fields])
    return ReportForm(
        [Asked(tag, known.get(key_of(tag))) for tag in tags],
        [_question(each, known.get(key_of(each)), former) for each in fields],
    )


def _question(about: CustomField, value: str | None, former: Mapping[tuple[int, str], str]) -> Question:
    if about.kind == "text":
        return Question(about, value, ())
    # an answer given before its option was retired may stay
    labels = [each.label for each in about.options if each.retired_at is None or each.label == value]
    theirs = {old: label for (field_id, old), label in former.items() if field_id == about.id}
    return Question(about, value, tuple(labels), theirs)

"""Columns that fill tags and custom fields, or say whose contact somebody is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.contacts.importing.columns import Column, Role
from core.contacts.importing.rows import Cells, Refusal
from core.labels.answers import renamed
from core.models import CustomField, Tag, User

LONGEST_ANSWER = 2000  # characters, as in a report

NOT_YES_OR_NO = Refusal("not_yes_or_no", "Imported, but a tag's cell says neither yes nor no, so it was left")
NO_OPTION = Refusal("no_option", "Imported, but an answer is none of the field's options, so it was left")
TOO_LONG = Refusal("answer_too_long", "Imported, but an answer is too long, so it was left")
NO_VOLUNTEER = Refusal("no_volunteer", "Imported, but nobody here has the volunteer's e-mail")
REMARKS = {each.key: each.words for each in (NOT_YES_OR_NO, NO_OPTION, TOO_LONG, NO_VOLUNTEER)}

_YES = {"yes", "y", "true", "t", "1", "x", "on", "ja", "sí", "si", "oui"}
_NO = {"no", "n", "false", "f", "0", "off"}


@dataclass(frozen=True)
class Label:
    """A tag or custom field that a column fills.

    Attributes:
        key: such as `tag:7`.
        options: of a selection: the words of a cell in small letters → the option's label; None for others.
    """

    key: str
    name: str
    options: Mapping[str, str] | None = None


class Marks(NamedTuple):
    """What a row says of somebody beyond their details: label → value, and the volunteer's user id."""

    values: Mapping[str, str]
    assigned_to: int | None


@dataclass(frozen=True)
class LabelReader:
    """Reads the marks of a row.

    Attributes:
        labels: position of the column → the label it fills.
        assigned_at: position of the column with volunteers' e-mails, if there is one.
        people: their e-mails in small letters → user id.
    """

    labels: Mapping[int, Label]
    assigned_at: int | None = None
    people: Mapping[str, int] = field(default_factory=dict)

    def by_key(self) -> dict[str, Label]:
        """Return the labels by their keys, such as `tag:7`."""
        return {label.key: label for label in self.labels.values()}

    def read(self, row: Cells) -> tuple[Marks, list[Refusal]]:
        """Return what a row says, and what of it cannot be kept; a blank cell says nothing."""
        values: dict[str, str] = {}
        remarks: list[Refusal] = []
        for position, label in self.labels.items():
            if cell := _cell(row, position):
                value = _value(label, cell)
                if isinstance(value, Refusal):
                    remarks.append(value)
                else:
                    values[label.key] = value
        email = _cell(row, self.assigned_at).casefold() if self.assigned_at is not None else ""
        assigned_to = self.people.get(email)
        if email and assigned_to is None:
            remarks.append(NO_VOLUNTEER)
        return Marks(values, assigned_to), remarks


def headers(session: Session, campaign_id: int) -> dict[str, str]:
    """Return what a header may be for a column to fill a tag or field: its slug or name → `tag:7`."""
    found: dict[str, str] = {}
    for prefix, table in (("field", CustomField), ("tag", Tag)):
        query = select(table.id, table.slug, table.name).filter_by(campaign_id=campaign_id, archived_at=None)
        for label_id, slug, name in session.execute(query):
            found |= {slug: f"{prefix}:{label_id}", name.casefold(): f"{prefix}:{label_id}"}
    return found


def names(session: Session, campaign_id: int, keys: Sequence[str]) -> dict[str, str]:
    """Return what the labels of these keys are called; those that are gone are left out."""
    return {key: label.name for key, label in find(session, campaign_id, keys).items()}


def reader_for(session: Session, campaign_id: int, chosen: Sequence[Column]) -> LabelReader | None:
    """Return what reads the marks of a file's rows; None when no column holds any."""
    found = find(session, campaign_id, [column.label for column in chosen if column.label])
    labels = {column.position: found[column.label] for column in chosen if column.label in found}
    at = next((column.position for column in chosen if column.role is Role.ASSIGNED), None)
    if at is None:
        return LabelReader(labels) if labels else None
    known = select(User.email, User.id).filter_by(campaign_id=campaign_id, deactivated_at=None)
    people = {email.casefold(): user_id for email, user_id in session.execute(known) if email}
    return LabelReader(labels, at, people)


def find(session: Session, campaign_id: int, keys: Sequence[str]) -> dict[str, Label]:
    """Return the living tags and fields of these keys."""
    wanted: dict[str, list[int]] = {"tag": [], "field": []}
    for key in keys:
        kind, _, label_id = key.partition(":")
        wanted[kind].append(int(label_id))
    mine = {"campaign_id": campaign_id, "archived_at": None}
    tags = session.scalars(select(Tag).filter_by(**mine).where(Tag.id.in_(wanted["tag"])))
    found = {f"tag:{tag.id}": Label(f"tag:{tag.id}", tag.name) for tag in tags}
    fields = select(CustomField).filter_by(**mine).where(CustomField.id.in_(wanted["field"]))
    old = renamed(session, wanted["field"])
    for each in session.scalars(fields.options(selectinload(CustomField.options))):
        found[f"field:{each.id}"] = Label(f"field:{each.id}", each.name, options=_options(each, old))
    return found


def _options(of: CustomField, old: Mapping[tuple[int, str], str]) -> dict[str, str] | None:
    if of.kind != "selection":
        return None
    living = {each.label for each in of.options if each.retired_at is None}
    former = {
        was.casefold(): now for (field_id, was), now in old.items() if field_id == of.id and now in living
    }
    return former | {label.casefold(): label for label in living}


def _cell(row: Cells, position: int) -> str:
    return row[position].strip() if len(row) > position else ""


def _value(label: Label, cell: str) -> str | Refusal:
    if label.key.startswith("tag:"):
        said = cell.casefold()
        return "yes" if said in _YES else "no" if said in _NO else NOT_YES_OR_NO
    if label.options is not None:
        return label.options.get(cell.casefold(), NO_OPTION)
    return cell if len(cell) <= LONGEST_ANSWER else TOO_LONG

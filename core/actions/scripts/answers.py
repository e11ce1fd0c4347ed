"""The answers that sending a response gives to custom fields: typed one a line, as “Field = answer”."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Select, and_, delete, func, insert, or_, select
from sqlalchemy.orm import Session, selectinload

from core.actions.scripts.parsing import clipped
from core.errors import Invalid
from core.labels.fields import live_options
from core.models import CustomField, FieldOption, OldLabel, ScriptAnswer, ScriptTag, Tag, User
from core.naming import worded

MOST_ANSWERS = 10  # that one response gives
LONGEST_ANSWER = 300  # characters
FIELD = "response_answers"


Answer = tuple[CustomField, str]  # a field, and an option's label or words

_RENAMED = select(OldLabel.option_id).where(
    OldLabel.field_id == ScriptAnswer.field_id, OldLabel.label == ScriptAnswer.value
)
_OPTION = and_(
    FieldOption.field_id == ScriptAnswer.field_id,
    FieldOption.retired_at.is_(None),
    or_(FieldOption.label == ScriptAnswer.value, FieldOption.id.in_(_RENAMED)),
)
PRESENT = func.coalesce(FieldOption.label, ScriptAnswer.value)
COUNTS = and_(CustomField.archived_at.is_(None), or_(CustomField.kind == "text", FieldOption.id.is_not(None)))


def parsed(session: Session, lines: str, *, by: User) -> list[Answer]:
    """Return what was typed, in the fields' order.

    Raises:
        Invalid: a line without “=”, a field or option that is not there, a field twice, or too many.
    """
    typed = [line.strip() for line in lines.splitlines() if line.strip(" \t\0")]
    if len(typed) > MOST_ANSWERS:
        raise Invalid(FIELD, f"A response gives at most {MOST_ANSWERS} answers.")
    fields = _living(session, by.campaign_id) if typed else {}
    answers: dict[int, Answer] = {}
    for line in typed:
        field, value = _read(line, fields)
        if field.id in answers:
            raise Invalid(FIELD, f"“{field.name}” is there twice.")
        answers[field.id] = field, value
    return sorted(answers.values(), key=lambda each: (each[0].position, each[0].name))


def lines_of(answers: Iterable[Answer]) -> str:
    """Return answers as they are typed."""
    return "\n".join(f"{field.name} = {value}" for field, value in answers)


def kept(session: Session, script_id: int) -> list[Answer]:
    """Return a script's answers, in the fields' order; those of archived fields are left out."""
    query = answering(CustomField, PRESENT).order_by(CustomField.position, CustomField.name)
    living = query.where(ScriptAnswer.script_id == script_id, CustomField.archived_at.is_(None))
    return [(field, value) for field, value in session.execute(living)]


def set_answers(session: Session, script_id: int, answers: Sequence[Answer]) -> None:
    """Make these a script's answers."""
    session.execute(delete(ScriptAnswer).filter_by(script_id=script_id))
    if answers:
        rows = [{"script_id": script_id, "field_id": field.id, "value": value} for field, value in answers]
        session.execute(insert(ScriptAnswer), rows)


def answering(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Return the query for scripts' answers; `PRESENT` is what a script answers, `COUNTS` whether it counts.

    An option that was renamed meanwhile is answered by its present name. Of an archived field, or by a
    retired option, nothing is noted any more.
    """
    return (
        select(*columns)
        .select_from(ScriptAnswer)
        .join(CustomField, CustomField.id == ScriptAnswer.field_id)
        .outerjoin(FieldOption, _OPTION)
    )


def living_answers(
    session: Session, script_ids: Collection[int]
) -> tuple[dict[int, list[Answer]], dict[int, list[str]]]:
    """Return what each of these scripts answers now, and what it no longer can, by the scripts' ids.

    Returns:
        first the answers that count; second “Field = answer” of the others.
    """
    good: dict[int, list[Answer]] = {}
    gone: dict[int, list[str]] = {}
    query = answering(ScriptAnswer.script_id, CustomField, PRESENT, COUNTS)
    in_order = query.order_by(CustomField.position, CustomField.name)
    rows = session.execute(in_order.where(ScriptAnswer.script_id.in_(script_ids)))
    for script_id, field, value, counts in rows:
        if counts:
            good.setdefault(script_id, []).append((field, value))
        else:
            gone.setdefault(script_id, []).append(f"{field.name} = {value}")
    return good, gone


def no_longer_noted(session: Session, script_ids: Collection[int]) -> dict[int, list[str]]:
    """Return what scripts were to note and no longer do, in words, by the scripts' ids."""
    _, gone = living_answers(session, script_ids)
    tags = select(ScriptTag.script_id, Tag.name).join(Tag, Tag.id == ScriptTag.tag_id)
    archived = tags.where(ScriptTag.script_id.in_(script_ids), Tag.archived_at.is_not(None))
    for script_id, name in session.execute(archived):
        gone.setdefault(script_id, []).append(name)
    return gone


def _living(session: Session, campaign_id: int) -> dict[str, CustomField]:
    query = select(CustomField).filter_by(campaign_id=campaign_id, archived_at=None)
    found = session.scalars(query.options(selectinload(CustomField.options)))
    return {field.name.casefold(): field for field in found}


def _read(line: str, fields: Mapping[str, CustomField]) -> Answer:
    name, equals, words = (part.strip() for part in line.partition("="))
    if not (equals and name and words):
        raise Invalid(FIELD, f"Write “{clipped(line)}” as: field = answer")
    field = fields.get(name.casefold())
    if field is None:
        near = _near(name, [each.name for each in fields.values()])
        raise Invalid(FIELD, f"There is no field “{clipped(name)}”. {near}")
    value = worded(words, field=FIELD, what="answer", limit=LONGEST_ANSWER)
    return field, value if field.kind == "text" else _option(field, value)


def _option(field: CustomField, words: str) -> str:
    labels = [option.label for option in live_options(field)]
    found = next((label for label in labels if label.casefold() == words.casefold()), None)
    if found is None:
        raise Invalid(FIELD, f"“{field.name}” has no “{clipped(words)}”. {_near(words, labels)}")
    return found


def _near(words: str, known: Sequence[str]) -> str:
    folded = {each.casefold(): each for each in known}
    if near := get_close_matches(words.casefold(), folded, n=1, cutoff=0.5):
        return f"Did you mean “{folded[near[0]]}”?"
    return f"There are: {', '.join(known[:10])}." if known else "There are none yet: `/textbank fields`"

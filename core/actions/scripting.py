"""Writing a draft's scripts: the initials, one or more for A/B, and the responses with the tags they set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.actions import variables
from core.actions.on_report import living_tags
from core.actions.running import find_draft
from core.actions.scripts import check
from core.actions.wording import LONGEST
from core.errors import Invalid
from core.models import Action, Script, ScriptTag, Tag, User
from core.naming import named, worded

MOST_INITIALS = 8
MOST_RESPONSES = 12
MOST_TAGS = 5  # that one response sets


@dataclass(frozen=True)
class Response:
    """A prepared answer: what volunteers see it as, its wording, and the tags that sending it sets."""

    name: str
    body: str
    tag_ids: tuple[int, ...] = ()

    @property
    def is_blank(self) -> bool:
        return not (self.name.strip() or self.body.strip() or self.tag_ids)


def write_initials(
    session: Session, action_id: int, bodies: Sequence[str], *, by: User, now: datetime
) -> Sequence[Script]:
    """Keep a draft's initial scripts; blank ones are left out.

    Raises:
        NotFound, Stale: it is not there, or no draft any more.
        Invalid: none, or one that cannot be filled in; the field is `initial_1` and so on.
    """
    action = find_draft(session, action_id, by=by)
    known = variables.known(session, action.list_id, bodies=bodies)
    wanted = [
        ("", _body(body, f"initial_{number}", known), f"initial_{number}")
        for number, body in enumerate(bodies, 1)
        if body.strip(" \t\r\n\0")
    ]
    if not wanted:
        raise Invalid("initial_1", "Write the first text that contacts get.")
    _only_so_many(wanted, MOST_INITIALS)
    _differ([body.casefold() for _, body, _ in wanted], [field for *_, field in wanted], "These words are")
    return _write(session, action, "initial", [(name, body) for name, body, _ in wanted], now)


def write_responses(
    session: Session, action_id: int, responses: Sequence[Response], *, by: User, now: datetime
) -> Sequence[Script]:
    """Keep a draft's response scripts with their tags; blank ones are left out, and there may be none.

    Raises:
        NotFound, Stale: it is not there, or no draft any more.
        Invalid: a name or wording that cannot be kept, or a tag archived meanwhile; the fields are
            `response_1_name`, `response_1_body`, `response_1_tags` and so on.
    """
    action = find_draft(session, action_id, by=by)
    given = [(f"response_{number}", each) for number, each in enumerate(responses, 1) if not each.is_blank]
    known = variables.known(session, action.list_id, bodies=[each.body for _, each in given])
    wanted = [
        (
            named(each.name, field=f"{field}_name", what="response name"),
            _body(each.body, f"{field}_body", known),
            f"{field}_name",
        )
        for field, each in given
    ]
    _only_so_many(wanted, MOST_RESPONSES)
    _differ([name.casefold() for name, *_ in wanted], [field for *_, field in wanted], "This name is")
    tags = [_tags(session, each, f"{field}_tags", by) for field, each in given]
    scripts = _write(session, action, "response", [(name, body) for name, body, _ in wanted], now)
    for script, chosen in zip(scripts, tags, strict=True):
        _set_tags(session, script, [tag.id for tag in chosen])
    return scripts


def written(session: Session, action_id: int, kind: str) -> Sequence[Script]:
    """Return an action's initial or response scripts, in order."""
    query = select(Script).filter_by(action_id=action_id, kind=kind, archived_at=None)
    return session.scalars(query.order_by(Script.position, Script.id)).all()


def auto_tags(session: Session, scripts: Sequence[Script]) -> dict[int, list[int]]:
    """Return the ids of the tags that each script sets, by the script's id."""
    rows = session.execute(
        select(ScriptTag.script_id, ScriptTag.tag_id).filter(
            ScriptTag.script_id.in_([script.id for script in scripts])
        )
    )
    tags: dict[int, list[int]] = {script.id: [] for script in scripts}
    for script_id, tag_id in rows:
        tags[script_id].append(tag_id)
    return tags


def _body(body: str, field: str, known: Sequence[str]) -> str:
    text = worded(body, field=field, what="text", limit=LONGEST)
    if not text:
        raise Invalid(field, "Write the text.")
    check(text, known, field=field)
    return text


def _tags(session: Session, response: Response, field: str, by: User) -> Sequence[Tag]:
    if len(response.tag_ids) > MOST_TAGS:
        raise Invalid(field, f"A response sets at most {MOST_TAGS} tags.")
    return living_tags(session, response.tag_ids, by=by, field=field)


def _only_so_many(wanted: Sequence[tuple[str, str, str]], most: int) -> None:
    if len(wanted) > most:
        raise Invalid(wanted[most][2], f"There can be at most {most}.")


def _differ(words: Sequence[str], fields: Sequence[str], what: str) -> None:
    for at, each in enumerate(words):
        if each in words[:at]:
            raise Invalid(fields[at], f"{what} there twice.")


def _write(
    session: Session, action: Action, kind: str, wanted: Sequence[tuple[str, str]], now: datetime
) -> Sequence[Script]:
    """Change scripts in place, so that they keep their ids; add what is new, archive what is left over."""
    there = list(written(session, action.id, kind))
    for script in there[len(wanted) :]:
        script.archived_at = now
    made = [
        there[at]
        if at < len(there)
        else Script(campaign_id=action.campaign_id, action_id=action.id, kind=kind)
        for at in range(len(wanted))
    ]
    for position, (script, (name, body)) in enumerate(zip(made, wanted, strict=True), 1):
        if script.id and script.body != body:
            script.version += 1
        script.name, script.body, script.position = name, body, position
    session.add_all(made)
    action.updated_at = now
    session.flush()
    return made


def _set_tags(session: Session, script: Script, tag_ids: Sequence[int]) -> None:
    session.execute(delete(ScriptTag).filter_by(script_id=script.id))
    if tag_ids:
        session.execute(insert(ScriptTag), [{"script_id": script.id, "tag_id": each} for each in tag_ids])

"""The response scripts of an action: prepared answers, each with the tags that sending it sets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.actions.on_report import living_tags
from core.actions.scripts import variables
from core.actions.scripts.keeping import (
    Wording,
    body_of,
    keep,
    most_segments,
    refuse_too_many,
    refuse_twins,
)
from core.actions.states import changed, find_open
from core.errors import Invalid
from core.models import Script, ScriptTag, Tag, User
from core.naming import named

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


def write_responses(
    session: Session, action_id: int, responses: Sequence[Response], *, by: User, now: datetime
) -> Sequence[Script]:
    """Keep an action's response scripts with their tags; blank ones are left out, and there may be none.

    Raises:
        NotFound, Stale: it is not there, or closed.
        Invalid: a name or wording that cannot be kept, or a tag archived meanwhile; the fields are
            `response_1_name`, `response_1_body`, `response_1_tags` and so on.
    """
    action = find_open(session, action_id, by=by)
    given = {f"response_{number}": each for number, each in enumerate(responses, 1) if not each.is_blank}
    known = variables.known(session, action.list_id, bodies=[each.body for each in given.values()])
    most = most_segments(session, action)
    wordings = [_wording(field, each, known, most) for field, each in given.items()]
    refuse_too_many(wordings, MOST_RESPONSES)
    fields, names = [each.field for each in wordings], [each.name for each in wordings]
    refuse_twins(fields, names, "This name is there twice.")
    tags = [_tags(session, f"{field}_tags", each, by) for field, each in given.items()]
    scripts = keep(session, action, "response", wordings, now)
    for script, chosen in zip(scripts, tags, strict=True):
        _set_tags(session, script, [tag.id for tag in chosen])
    changed(session, action, "responses", by=by, now=now)
    return scripts


def auto_tags(session: Session, scripts: Sequence[Script]) -> dict[int, list[int]]:
    """Return the ids of the tags that each script sets, by the script's id."""
    tags: dict[int, list[int]] = {script.id: [] for script in scripts}
    query = select(ScriptTag.script_id, ScriptTag.tag_id).filter(ScriptTag.script_id.in_(tags))
    for script_id, tag_id in session.execute(query):
        tags[script_id].append(tag_id)
    return tags


def _wording(field: str, response: Response, known: Sequence[str], most: int) -> Wording:
    name = named(response.name, field=f"{field}_name", what="response name")
    body = body_of(response.body, known, field=f"{field}_body", most=most)
    return Wording(f"{field}_name", name, body)


def _tags(session: Session, field: str, response: Response, by: User) -> Sequence[Tag]:
    if len(response.tag_ids) > MOST_TAGS:
        raise Invalid(field, f"A response sets at most {MOST_TAGS} tags.")
    return living_tags(session, response.tag_ids, by=by, field=field)


def _set_tags(session: Session, script: Script, tag_ids: Sequence[int]) -> None:
    session.execute(delete(ScriptTag).filter_by(script_id=script.id))
    if tag_ids:
        session.execute(insert(ScriptTag), [{"script_id": script.id, "tag_id": each} for each in tag_ids])

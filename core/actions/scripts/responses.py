"""The responses of an action: prepared answers, each with what sending it notes and what follows it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core import finding
from core.actions.on_report import living_tags
from core.actions.scripts import answers as answering
from core.actions.scripts import variables
from core.actions.scripts.answers import lines_of
from core.actions.scripts.following import chosen_nexts, nexts, set_nexts
from core.actions.scripts.keeping import body_of, count_written, most_segments, new_script, reword, written
from core.actions.scripts.parsing import clipped
from core.actions.scripts.pictures import AS_IT_IS, Wish, wished
from core.actions.states import changed, find_open
from core.errors import Invalid, NotFound, Stale
from core.models import Action, Script, ScriptTag, Tag, User
from core.naming import named
from core.pictures import ids_of

MOST_RESPONSES = 300
MOST_TAGS = 5  # that one response sets
PICTURE = "response_picture"  # the field


@dataclass(frozen=True)
class Response:
    """A prepared answer.

    Attributes:
        name: what volunteers see it as.
        tag_ids: of the tags that sending it sets.
        answers: that sending it gives to custom fields, one a line: “Field = answer”.
        next_ids: of the responses that are offered first once it was sent.
        pictures: ids of the files that are sent with it; not typed, see `Wish`.
    """

    name: str
    body: str
    tag_ids: tuple[int, ...] = ()
    answers: str = ""
    next_ids: tuple[int, ...] = ()
    pictures: tuple[int, ...] = ()

    @property
    def stamp(self) -> str:
        """What tells it from any other, to find out whether somebody changed it meanwhile."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


class ChangedMeanwhile(Invalid, Stale):
    """Somebody changed the response after this person opened the form; says what is different now."""

    def __init__(self, now: Response, typed: Response) -> None:
        parts = [("name", now.name, typed.name), ("text", now.body, typed.body)]
        told = [f"its {what} is now “{clipped(there, 200)}”" for what, there, mine in parts if there != mine]
        others = [("tags", now.tag_ids, typed.tag_ids), ("answers", now.answers, typed.answers)]
        others.append(("next responses", now.next_ids, typed.next_ids))
        others.append(("pictures", now.pictures, typed.pictures))
        told += [f"its {what} are others" for what, there, mine in others if there != mine]
        super().__init__(
            "response_name",
            f"Somebody changed this response while you had it open: {', '.join(told)}. "
            "Keep your words apart, open it again, then change it.",
        )


def add_response(
    session: Session,
    action_id: int,
    response: Response,
    *,
    by: User,
    now: datetime,
    picture: Wish = AS_IT_IS,
) -> Script:
    """Put a response behind the others of an action; the same form sent twice makes one.

    Raises:
        NotFound, Stale: the action is not there, or closed.
        Invalid: something that cannot be kept; the fields are `response_name`, `response_body`,
            `response_tags`, `response_answers`, `response_nexts` and `response_picture`.
    """
    action = find_open(session, action_id, by=by)
    media = wished(session, action, [], picture, field=PICTURE, by=by, now=now)
    wanted = replace(_read(session, action, response, by), pictures=tuple(ids_of(media)))
    twin = _called(session, action, wanted.name)
    if twin and read_response(session, twin) == wanted:
        return twin
    _refuse_twin(twin)
    count = count_written(session, action.id, "response")
    if count >= MOST_RESPONSES:
        raise Invalid("response_name", f"An action has at most {MOST_RESPONSES} responses.")
    script = new_script(action, "response", wanted.body, position=count + 1, media=media)
    session.add(script)
    _carry(session, script, wanted, by)
    changed(session, action, "responses", by=by, now=now)
    return script


def check_response(session: Session, action_id: int, response: Response, *, by: User) -> None:
    """Refuse words that could not be kept; for a look beforehand, where keeping them takes a while."""
    action = finding.find(session, Action, action_id, by=by, called="That action")
    _read(session, action, response, by)


def edit_response(
    session: Session,
    script_id: int,
    response: Response,
    *,
    seen: str,
    by: User,
    now: datetime,
    picture: Wish = AS_IT_IS,
) -> Script:
    """Change a response; texts that are made of it from now on read so.

    Args:
        seen: the stamp of the response as the form showed it.

    Raises:
        NotFound, Stale, Invalid: as above.
        ChangedMeanwhile: somebody else changed it since.
    """
    action, script = _find(session, script_id, by=by)
    media = wished(session, action, script.media, picture, field=PICTURE, by=by, now=now)
    wanted = replace(_read(session, action, response, by), pictures=tuple(ids_of(media)))
    there = read_response(session, script)
    if there == wanted:
        return script
    if there.stamp != seen:
        raise ChangedMeanwhile(there, wanted)
    _refuse_twin(_called(session, action, wanted.name, own_id=script.id))
    reword(session, script, wanted.body, media, by=by, now=now)
    _carry(session, script, wanted, by)
    changed(session, action, "responses", by=by, now=now)
    return script


def remove_response(session: Session, script_id: int, *, by: User, now: datetime) -> Script:
    """Take a response away; texts made of it stay, nothing leads to it any more. Raises NotFound, Stale."""
    action, script = _find(session, script_id, by=by, archived=True)
    if script.archived_at is None:
        script.archived_at = now
        session.flush()
        changed(session, action, "responses", by=by, now=now)
    return script


def place_response(session: Session, script_id: int, position: int, *, by: User, now: datetime) -> Script:
    """Put a response at a place among its action's, counted from 1. Raises NotFound, Stale."""
    action, script = _find(session, script_id, by=by)
    others = [each for each in written(session, action.id, "response") if each is not script]
    at = min(max(position, 1), len(others) + 1)
    for number, each in enumerate([*others[: at - 1], script, *others[at - 1 :]], 1):
        each.position = number
    changed(session, action, "responses", by=by, now=now)
    return script


def find_response(session: Session, script_id: int, *, by: User) -> Script:
    """Return a living response of this person's campaign. Raises NotFound."""
    script = finding.find(session, Script, script_id, by=by, called="That response")
    if script.kind != "response" or script.archived_at:
        raise NotFound("That response")
    return script


def position_of(session: Session, script: Script) -> int:
    """Return a response's place among its action's, from 1."""
    return [each.id for each in written(session, script.action_id, "response")].index(script.id) + 1


def read_response(session: Session, script: Script) -> Response:
    """Return a response as it is kept now, with what can still be set by it."""
    return Response(
        script.name,
        script.body,
        tuple(auto_tags(session, [script])[script.id]),
        lines_of(answering.kept(session, script.id)),
        tuple(each.id for each in nexts(session, [script.id])[script.id]),
        tuple(ids_of(script.media)),
    )


def auto_tags(session: Session, scripts: Sequence[Script]) -> dict[int, list[int]]:
    """Return the ids of the living tags that each script sets, by the script's id, in the tags' order."""
    tags: dict[int, list[int]] = {script.id: [] for script in scripts}
    query = (
        select(ScriptTag.script_id, ScriptTag.tag_id)
        .join(Tag, Tag.id == ScriptTag.tag_id)
        .where(ScriptTag.script_id.in_(tags), Tag.archived_at.is_(None))
        .order_by(Tag.position, Tag.name)
    )
    for script_id, tag_id in session.execute(query):
        tags[script_id].append(tag_id)
    return tags


def _find(session: Session, script_id: int, *, by: User, archived: bool = False) -> tuple[Action, Script]:
    """Return a response and its action, which is locked, so that changes to its scripts line up."""
    script = finding.find(session, Script, script_id, by=by, called="That response")
    action = find_open(session, script.action_id, by=by)
    session.refresh(script)
    if script.kind != "response" or (script.archived_at and not archived):
        raise NotFound("That response")
    return action, script


def _read(session: Session, action: Action, response: Response, by: User) -> Response:
    """Return what was typed as it will be kept. Raises Invalid."""
    known = variables.known(session, action.list_id, bodies=[response.body])
    name = named(response.name, field="response_name", what="response name")
    body = body_of(response.body, known, field="response_body", most=most_segments(session, action))
    if len(response.tag_ids) > MOST_TAGS:
        raise Invalid("response_tags", f"A response sets at most {MOST_TAGS} tags.")
    tags = living_tags(session, response.tag_ids, by=by, field="response_tags")
    answers = answering.parsed(session, response.answers, by=by)
    next_ids = chosen_nexts(session, action.id, response.next_ids, field="response_nexts")
    return Response(name, body, tuple(tag.id for tag in tags), lines_of(answers), tuple(next_ids))


def _called(session: Session, action: Action, name: str, *, own_id: int = 0) -> Script | None:
    others = (each for each in written(session, action.id, "response") if each.id != own_id)
    return next((each for each in others if each.name.casefold() == name.casefold()), None)


def _refuse_twin(twin: Script | None) -> None:
    if twin:
        raise Invalid("response_name", f"There is a response called “{twin.name}” already.")


def _carry(session: Session, script: Script, wanted: Response, by: User) -> None:
    """Give a script its name and what sending it notes, and say what follows it."""
    script.name = wanted.name
    session.flush()
    session.execute(delete(ScriptTag).filter_by(script_id=script.id))
    if wanted.tag_ids:
        rows = [{"script_id": script.id, "tag_id": each} for each in wanted.tag_ids]
        session.execute(insert(ScriptTag), rows)
    answering.set_answers(session, script.id, answering.parsed(session, wanted.answers, by=by))
    set_nexts(session, script.id, wanted.next_ids)

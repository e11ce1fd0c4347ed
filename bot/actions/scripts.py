"""The screens about scripts as they are now: read from the database, built for Slack."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from bot.actions import response_form, wordings
from bot.actions import responses as responses_view
from bot.actions.place import Place
from bot.actions.response_form import Known
from bot.actions.response_form import Place as FormPlace
from bot.actions.responses import PAGE, Carried
from bot.request import View
from core.actions.listing import get_action
from core.actions.scripts import variables
from core.actions.scripts.answers import living_answers
from core.actions.scripts.following import first_nexts, nexts
from core.actions.scripts.keeping import count_written, written
from core.actions.scripts.responses import (
    Response,
    auto_tags,
    find_response,
    position_of,
    read_response,
)
from core.actions.scripts.versions import count_reworded, reworded
from core.labels.common import living
from core.labels.fields import list_fields
from core.models import Action, Script, Tag, User
from core.pictures import ids_of


def responses(session: Session, action_id: int, person: User, *, page: int = 0) -> View:
    """Return a page of an action's responses; one that is not there any more becomes the last one."""
    action = get_action(session, action_id, by=person)
    count = count_written(session, action.id, "response")
    page = min(page, max(count - 1, 0) // PAGE)
    scripts = written(session, action.id, "response")[page * PAGE : (page + 1) * PAGE]
    carried, first = _carried(session, scripts, person), first_nexts(session, action.id)
    return responses_view.build(action, scripts, carried, first, page=page, count=count)


def new_response(session: Session, place: Place, person: User) -> View:
    """Return the form for one more response of an action."""
    action = get_action(session, place.known, by=person)
    position = count_written(session, action.id, "response") + 1
    at = FormPlace(action.id, None, "", position, place.page)
    return _form(session, action, Response("", ""), (), at, person)


def response(session: Session, script_id: int, person: User, *, page: int = 0) -> View:
    """Return the form for a response that is there."""
    script = find_response(session, script_id, by=person)
    action = get_action(session, script.action_id, by=person)
    known = read_response(session, script)
    at = FormPlace(action.id, script.id, known.stamp, position_of(session, script), page)
    return _form(session, action, known, nexts(session, [script.id])[script.id], at, person)


def response_as_typed(session: Session, typed: Response, place: FormPlace, person: User) -> View:
    """Return the form of a response with what was typed, whether that is kept or not."""
    action = get_action(session, place.action, by=person)
    chosen = [each for each in written(session, action.id, "response") if each.id in typed.next_ids]
    script = session.get(Script, place.script) if place.script else None
    there = tuple(ids_of(script.media)) if script else ()
    return _form(session, action, replace(typed, pictures=there), chosen, place, person)


def earlier(session: Session, action_id: int, person: User, *, page: int = 0) -> View:
    """Return a page of the scripts that were reworded, with how they read before."""
    action = get_action(session, action_id, by=person)
    count = count_reworded(session, action)
    page = min(page, max(count - 1, 0) // wordings.PAGE)
    shown = reworded(session, action, first=page * wordings.PAGE, count=wordings.PAGE)
    return wordings.build(shown, Place(action.id, page=page), count)


def _form(
    session: Session,
    action: Action,
    known: Response,
    following: Sequence[Script],
    place: FormPlace,
    person: User,
) -> View:
    about = Known(
        variables.known(session, action.list_id),
        living(session, Tag, known.tag_ids, by=person),
        following,
        list_fields(session, person.campaign_id),
        place.position,
    )
    return response_form.build(known, about, place)


def _carried(session: Session, scripts: Sequence[Script], person: User) -> dict[int, Carried]:
    ids = [script.id for script in scripts]
    tag_ids, after = auto_tags(session, scripts), nexts(session, ids)
    answers, gone = living_answers(session, ids)
    wanted = {tag_id for of_script in tag_ids.values() for tag_id in of_script}
    names = {tag.id: tag.name for tag in living(session, Tag, wanted, by=person)}
    return {
        script_id: Carried(
            [
                *(names[each] for each in tag_ids[script_id]),
                *(f"{field.name} = {value}" for field, value in answers.get(script_id, ())),
                *(f"{words} (no longer there)" for words in gone.get(script_id, ())),
            ],
            [each.name for each in after[script_id]],
        )
        for script_id in ids
    }

"""The initial scripts of an action: one, or several that are tried against each other (A/B)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from core import finding
from core.actions.dealing import deal_anew
from core.actions.scripts import variables
from core.actions.scripts.following import first_nexts, set_nexts
from core.actions.scripts.keeping import (
    body_of,
    most_segments,
    new_script,
    refuse_twins,
    reword,
    written,
)
from core.actions.scripts.pictures import AS_IT_IS, Wish, refuse_other, wished
from core.actions.scripts.versions import merged
from core.actions.states import changed, find_open
from core.errors import Invalid, Stale
from core.models import Action, Script, User
from core.models.action import OUT

MOST_INITIALS = 8


class Seen(NamedTuple):
    """A script as a form showed it."""

    id: int
    version: int


class _Box(NamedTuple):
    """One box of the form: the script that it showed, if any, and the words that are to be kept.

    Attributes:
        number: of the box, from 1.
        seen: the version that it showed.
    """

    number: int
    script: Script | None
    body: str
    seen: int = 0

    @property
    def field(self) -> str:
        return f"initial_{self.number}"

    @property
    def picture(self) -> str:
        return picture_field(self.number)

    def media(
        self, session: Session, action: Action, pictures: Mapping[int, Wish], by: User, now: datetime
    ) -> list[Any]:
        """Return what goes along with the words. Raises Invalid."""
        script, wish = self.script, pictures.get(self.number, AS_IT_IS)
        before = script.media if script else []
        media = wished(session, action, before, wish, field=self.picture, by=by, now=now)
        if script and self.seen and wish.is_any:
            refuse_other(session, script, media, seen=self.seen, field=self.picture)
        return media


class RemovedMeanwhile(Invalid, Stale):
    """Somebody took the script away after this person opened the form."""

    def __init__(self, field: str) -> None:
        super().__init__(field, "Somebody took this script away while you had it open. Leave it empty.")


def picture_field(number: int) -> str:
    """Return the name of the field of a script's picture."""
    return f"initial_picture_{number}"


def write_initials(
    session: Session,
    action_id: int,
    bodies: Sequence[str],
    *,
    by: User,
    now: datetime,
    seen: Sequence[Seen] | None = None,
    pictures: Mapping[int, Wish] | None = None,
) -> Sequence[Script]:
    """Keep an action's initial scripts; blank ones are taken away.

    While it runs, contacts without a text are dealt out anew among those that remain; whoever has been texted
    stays with the script they got.

    Args:
        bodies: the words of each, new ones behind those that are there.
        seen: the scripts as the form showed them, in order; None: as they are now.
        pictures: what is asked for the script of a box, by the box's number from 1; the others keep theirs.

    Raises:
        NotFound, Stale: it is not there, or closed.
        Invalid: none, one that cannot be filled in, or one that somebody reworded or took away meanwhile; the
            field is `initial_1` and so on, of a picture `initial_picture_1` and so on.
    """
    action = find_open(session, action_id, by=by)
    there = {script.id: script for script in written(session, action.id, "initial")}
    shown = seen if seen is not None else [Seen(each.id, each.version) for each in there.values()]
    boxes = _boxes(session, action, bodies, shown, there)
    gone = [there[each.id] for each in shown if each.id in there and not _is_kept(there[each.id], boxes)]
    media = [each.media(session, action, pictures or {}, by, now) for each in boxes]
    added = _keep(session, action, boxes, media, gone, by, now)
    if action.state in OUT and (added or gone):
        deal_anew(session, action)
    changed(session, action, "initial scripts", by=by, now=now)
    return written(session, action.id, "initial")


def check_initials(
    session: Session, action_id: int, bodies: Sequence[str], *, by: User, seen: Sequence[Seen]
) -> None:
    """Refuse what `write_initials` would refuse; for a look beforehand, where keeping them takes a while."""
    action = finding.find(session, Action, action_id, by=by, called="That action")
    there = {script.id: script for script in written(session, action.id, "initial")}
    _boxes(session, action, bodies, seen, there)


def _boxes(
    session: Session,
    action: Action,
    bodies: Sequence[str],
    shown: Sequence[Seen],
    there: dict[int, Script],
) -> list[_Box]:
    """Return what is to be kept, read and checked."""
    known, most = variables.known(session, action.list_id, bodies=bodies), most_segments(session, action)
    unseen = {each.body: each for each in there.values() if each.id not in {one.id for one in shown}}
    boxes = []
    for number, words in enumerate(bodies, 1):
        field, before = f"initial_{number}", shown[number - 1] if number <= len(shown) else None
        if not words.strip(" \t\r\n\0"):
            continue
        body = body_of(words, known, field=field, most=most)
        if before is None:
            boxes.append(_Box(number, unseen.get(body), body))  # the same form may come twice
        elif before.id not in there:
            raise RemovedMeanwhile(field)
        else:
            script = there[before.id]
            body = merged(session, script, body, seen=before.version, field=field)
            boxes.append(_Box(number, script, body, before.version))
    _check(boxes)
    return boxes


def _check(boxes: Sequence[_Box]) -> None:
    if not boxes:
        raise Invalid("initial_1", "Write the first text that contacts get.")
    if len(boxes) > MOST_INITIALS:
        raise Invalid(boxes[MOST_INITIALS].field, f"There can be at most {MOST_INITIALS}.")
    fields, bodies = [each.field for each in boxes], [each.body for each in boxes]
    refuse_twins(fields, bodies, "These words are there twice.")


def _is_kept(script: Script, boxes: Sequence[_Box]) -> bool:
    return any(box.script is script for box in boxes)


def _keep(
    session: Session,
    action: Action,
    boxes: Sequence[_Box],
    media: Sequence[list[Any]],
    gone: Sequence[Script],
    by: User,
    now: datetime,
) -> list[Script]:
    """Reword, take away and add; return what was added."""
    for script in gone:
        script.archived_at = now
    added = []
    for position, (box, along) in enumerate(zip(boxes, media, strict=True), 1):
        if box.script:
            reword(session, box.script, box.body, along, by=by, now=now)
            box.script.position = position
        else:
            added.append(new_script(action, "initial", box.body, position=position, media=along))
    after = [script.id for script in first_nexts(session, action.id)] if added else []
    session.add_all(added)
    session.flush()
    for script in added:
        set_nexts(session, script.id, after)
    return added

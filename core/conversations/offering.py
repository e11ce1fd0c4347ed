"""The responses that are offered for an answer: those that follow the last script first, each filled in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, and_, literal, select, union_all
from sqlalchemy.orm import Session

from core.actions import scripts
from core.actions.scripts.answers import COUNTS, PRESENT, answering
from core.conversations.own_words import may_write
from core.delivery import segments
from core.models import (
    Campaign,
    Contact,
    Conversation,
    CustomField,
    Script,
    ScriptAnswer,
    ScriptNext,
    ScriptTag,
    Tag,
    User,
)
from core.pictures import ids_of

AT_ONCE = 8  # responses that stand in a row; where more are, the others are behind a press

_NO_VALUE = literal("", String).label("value")


@dataclass(frozen=True)
class Response:
    """A response script filled in for this contact.

    Attributes:
        tags: what sending it notes, in words: tags that it sets, answers that it gives.
        follows: whether it follows the script that was sent last.
        picture: the id of the one that goes along, if any.
    """

    id: int
    name: str
    text: str
    tags: tuple[str, ...]
    follows: bool = False
    picture: int | None = None


@dataclass(frozen=True)
class Offer:
    """The responses of an action, parted for the screen: what is at hand, and what a press brings.

    Attributes:
        others: all that are not `first`; in their order.
        is_following: whether `first` are the ones that follow the script sent last.
        own_words: whether words of one's own may be sent, too.
    """

    first: Sequence[Response]
    others: Sequence[Response]
    is_following: bool
    own_words: bool = True

    def get(self, script_id: str | None) -> Response | None:
        """Return the response with this id, as a form or an address has it; None when there is none."""
        return next((each for each in (*self.first, *self.others) if str(each.id) == script_id), None)


def offer(session: Session, conversation: Conversation, user: User, *, after: int | None = None) -> Offer:
    """Return what a volunteer may answer with.

    Args:
        after: the id of the script that was sent last: what follows it is offered first.
    """
    found = responses(session, conversation, user, after=after)
    may = may_write(session.get_one(Campaign, conversation.campaign_id), user)
    if following := [each for each in found if each.follows]:
        return Offer(
            following, [each for each in found if not each.follows], is_following=True, own_words=may
        )
    return Offer(found[:AT_ONCE], found[AT_ONCE:], is_following=False, own_words=may)


def responses(
    session: Session, conversation: Conversation, user: User, *, after: int | None = None
) -> list[Response]:
    """Return the action's response scripts, filled in for this contact.

    Args:
        after: the id of the script that was sent last; those that follow it are marked.
    """
    campaign = session.get_one(Campaign, conversation.campaign_id)
    notes = noted(session, Script.action_id == conversation.action_id)
    follows = and_(ScriptNext.next_id == Script.id, ScriptNext.script_id == after)
    rows = session.execute(
        select(Script, ScriptNext.script_id.is_not(None))
        .outerjoin(ScriptNext, follows)
        .filter(Script.action_id == conversation.action_id, Script.kind == "response")
        .filter(Script.archived_at.is_(None))
        .order_by(Script.position, Script.id)
    )
    return [
        _response(script, conversation.contact, user, campaign, tuple(notes.get(script.id, ())), follows)
        for script, follows in rows
    ]


def notes_of(session: Session, script_id: int | None) -> Sequence[str]:
    """Return what sending a script notes, in words; nothing for words of one's own."""
    return noted(session, Script.id == script_id).get(script_id, ()) if script_id else ()


def noted(session: Session, *which: ColumnElement[bool]) -> dict[int, list[str]]:
    """Return what sending some scripts notes, in words, by the scripts' ids; what is archived is left out."""
    tags = (
        select(Script.id, literal(0).label("kind"), Tag.position.label("place"), Tag.name, _NO_VALUE)
        .join(ScriptTag, ScriptTag.script_id == Script.id)
        .join(Tag, Tag.id == ScriptTag.tag_id)
        .where(Tag.archived_at.is_(None), *which)
    )
    answers = (
        answering(Script.id, literal(1).label("kind"), CustomField.position.label("place"), CustomField.name)
        .add_columns(PRESENT)
        .join(Script, Script.id == ScriptAnswer.script_id)
        .where(COUNTS, *which)
    )
    in_order = union_all(tags, answers).order_by("kind", "place")
    found: dict[int, list[str]] = {}
    for script_id, _, _, name, value in session.execute(in_order):
        found.setdefault(script_id, []).append(f"{name}: {value}" if value else name)
    return found


def _response(
    script: Script,
    contact: Contact,
    user: User,
    campaign: Campaign,
    tags: tuple[str, ...],
    follows: bool,  # noqa: FBT001 - the row's value
) -> Response:
    text = segments.clean(scripts.fill(script.body, contact=contact, sender=user, campaign=campaign))
    picture = next(iter(ids_of(script.media)), None)
    return Response(script.id, script.name or text[:40], text, tags, follows, picture)

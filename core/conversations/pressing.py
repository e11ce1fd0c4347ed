"""What a press is judged by, in one trip to the database: all the safeguards look at, the script, the key."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists
from sqlalchemy.orm import Session

from core.actions import scripts
from core.db import Database
from core.delivery.cases import WIDTH as CASE
from core.delivery.cases import Case, case_of, cases
from core.delivery.known import AnySender, KnownSender
from core.errors import NotFound
from core.models import Conversation, Message, Script, User
from core.models.base import BigKey
from core.pictures import Media
from core.standing import Standing


class Wording(NamedTuple):
    """The script of a press, and what goes along with its words."""

    id: int
    version: int
    body: str
    media: Media


class Found(NamedTuple):
    """What a press finds.

    Attributes:
        is_known: whether a text with its key is there already.
        wording: None when the script it names is not there.
    """

    case: Case
    is_known: bool
    wording: Wording | None

    @property
    def is_fresh(self) -> bool:
        """Whether nobody has texted in this conversation yet, and there are words for it."""
        return not self.is_known and self.case.conversation.initial_at is None and self.wording is not None

    def words(self, by: AnySender) -> str:
        """Return the script, filled in; there has to be one."""
        assert self.wording is not None  # noqa: S101 - asked by the caller
        case = self.case
        fill = scripts.fill_initial if case.is_initial else scripts.fill
        return fill(self.wording.body, contact=case.contact, sender=by, campaign=case.campaign)


class Look(NamedTuple):
    """What is to be known of a press before anybody has been asked who it is that presses."""

    found: Found
    by: KnownSender


def look_initial(database: Database, conversation_id: int, *, holder_id: int, key: str) -> Look | None:
    """Return what is to be known before a first text, with nothing locked: it may change at any moment.

    None when the conversation is not there, or not in the hands of an active user with this id.
    """
    row = database.look(_LOOK, {"conversation": conversation_id, "holder": holder_id, "key": key})
    return row and Look(_found(row, is_initial=True), KnownSender._make(row[-_OF_SENDER:]))


def find_initial(session: Session, conversation_id: int, *, by: User, key: str) -> Found:
    """Return what is to be known before a first text; the conversation's row is locked, so presses line up.

    Raises:
        NotFound: the conversation is not there, or `by` does not hold it.
    """
    return _find(session, _INITIAL, conversation_id, by, {"key": key, "holder": by.id}, is_initial=True)


def find_reply(
    session: Session,
    conversation_id: int,
    *,
    by: User,
    key: str,
    script_id: int | None,
    reviewing: bool = False,
) -> Found:
    """Return what is to be known before any other text, as above.

    Args:
        script_id: the response script it came from, if any.
        reviewing: whoever holds the conversation; the caller has asked whether `by` may.
    """
    asked = {"key": key, "script": script_id}
    if reviewing:
        return _find(session, _REVIEWED, conversation_id, by, asked, is_initial=False)
    return _find(session, _REPLY, conversation_id, by, asked | {"holder": by.id}, is_initial=False)


def _find(
    session: Session,
    query: Standing,
    conversation_id: int,
    by: User,
    asked: Mapping[str, Any],
    *,
    is_initial: bool,
) -> Found:
    session.flush()
    whose = {"conversation": conversation_id, "campaign": by.campaign_id}
    row = query.run(session, {**whose, **asked})
    if row is None:
        raise NotFound("That conversation")
    return _found(row, is_initial=is_initial)


def _found(row: Sequence[Any], *, is_initial: bool) -> Found:
    is_known, script_id, version, body, media = row[CASE : CASE + _MORE]
    wording = None if script_id is None else Wording(script_id, version, body, media)
    return Found(case_of(row, is_initial=is_initial), bool(is_known), wording)


def _query(script: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    is_known = exists().where(Message.client_key == bindparam("key", type_=Message.client_key.type))
    return (
        cases()
        .add_columns(is_known, Script.id, Script.version, Script.body, Script.media)
        .outerjoin(Script, script)
        .where(Conversation.id == bindparam("conversation"))
    )


def _locking(query: Select[*tuple[Any, ...]]) -> Standing:
    in_campaign = query.where(Conversation.campaign_id == bindparam("campaign"))
    return Standing(in_campaign.with_for_update(of=Conversation))


def _with_sender(query: Select[*tuple[Any, ...]]) -> Standing:
    sender = [getattr(User, name) for name in KnownSender._fields]
    same_campaign = User.campaign_id == Conversation.campaign_id
    active = and_(User.id == Conversation.holder_id, same_campaign, User.deactivated_at.is_(None))
    return Standing(query.add_columns(*sender).join(User, active))


_MORE = 5  # columns beyond those of a case: the key, and four of the script
_OF_SENDER = len(KnownSender._fields)

# Built once: putting these together anew would cost a quarter of a press.
_HELD = Conversation.holder_id == bindparam("holder")
_OF_INITIAL = _query(Script.id == Conversation.script_id).where(_HELD)
_OF_REPLY = _query(
    and_(
        Script.id == bindparam("script", type_=BigKey),
        Script.action_id == Conversation.action_id,
        Script.kind == "response",
    )
)
_LOOK = _with_sender(_OF_INITIAL)
_INITIAL, _REPLY = _locking(_OF_INITIAL), _locking(_OF_REPLY.where(_HELD))
_REVIEWED = _locking(_OF_REPLY)

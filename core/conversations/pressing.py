"""What a press is judged by, in one trip to the database: all the safeguards look at, the script, the key."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Executable, and_, bindparam, exists
from sqlalchemy.orm import Session

from core.delivery.cases import Case, case_of, cases
from core.errors import NotFound
from core.models import Conversation, Message, Script, User
from core.models.base import BigKey
from core.together import standing


class Wording(NamedTuple):
    """The script of a press."""

    id: int
    version: int
    body: str


class Found(NamedTuple):
    """What a press finds.

    Attributes:
        is_known: whether a text with its key is there already.
        wording: None when the script it names is not there.
    """

    case: Case
    is_known: bool
    wording: Wording | None


def find_initial(session: Session, conversation_id: int, *, by: User, key: str) -> Found:
    """Return what is to be known before a first text; the conversation's row is locked, so presses line up.

    Raises:
        NotFound: the conversation is not there, or `by` does not hold it.
    """
    return _find(session, _INITIAL, conversation_id, by, {"key": key}, is_initial=True)


def find_reply(session: Session, conversation_id: int, *, by: User, key: str, script_id: int | None) -> Found:
    """Return what is to be known before any other text, as above.

    Args:
        script_id: the response script it came from, if any.
    """
    asked = {"key": key, "script": script_id}
    return _find(session, _REPLY, conversation_id, by, asked, is_initial=False)


def _find(
    session: Session,
    query: Executable,
    conversation_id: int,
    by: User,
    asked: Mapping[str, Any],
    *,
    is_initial: bool,
) -> Found:
    session.flush()
    whose = {"conversation": conversation_id, "campaign": by.campaign_id, "holder": by.id}
    row = session.connection().execute(query, {**whose, **asked}).one_or_none()
    if row is None:
        raise NotFound("That conversation")
    *known, is_known, script_id, version, body = row
    wording = None if script_id is None else Wording(script_id, version, body)
    return Found(case_of(known, is_initial=is_initial), bool(is_known), wording)


def _query(script: ColumnElement[bool]) -> Executable:
    is_known = exists().where(Message.client_key == bindparam("key", type_=Message.client_key.type))
    query = (
        cases()
        .add_columns(is_known, Script.id, Script.version, Script.body)
        .outerjoin(Script, script)
        .where(
            Conversation.id == bindparam("conversation"),
            Conversation.campaign_id == bindparam("campaign"),
            Conversation.holder_id == bindparam("holder"),
        )
        .with_for_update(of=Conversation)
    )
    return standing(query)


# Built once: putting these together anew would cost a quarter of a press.
_INITIAL = _query(Script.id == Conversation.script_id)
_REPLY = _query(
    and_(
        Script.id == bindparam("script", type_=BigKey),
        Script.action_id == Conversation.action_id,
        Script.kind == "response",
    )
)

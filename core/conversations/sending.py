"""A press becomes a text: one press, one text, and none that must not go."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.bells import ring
from core.conversations import keys, pressing
from core.conversations.auto_tagging import note
from core.conversations.own_words import PreparedOnly, ReadsOtherwise, may_write
from core.conversations.pressing import Found, Wording
from core.conversations.queueing import Queued, queue
from core.delivery import checking, segments, states
from core.delivery.cases import Case
from core.delivery.endings import pressing_again
from core.delivery.known import KnownConversation
from core.errors import CoreError, Invalid, NotFound, Stale
from core.models import Conversation, Message, Script, User


class AlreadyTexted(CoreError):
    """The first text of this conversation was pressed before."""

    def __init__(self) -> None:
        super().__init__("This person has been texted already.")


def send_initial(session: Session, conversation_id: int, *, by: User, key: str, now: datetime) -> Queued:
    """Queue a conversation's first text, filled in; a worker texts it once this transaction commits.

    Args:
        key: made by the form; the same key again returns the same text.

    Raises:
        NotFound: the conversation is not there, or not theirs.
        AlreadyTexted: another press was first.
        Safeguard: it must not go now; says why.
    """
    keys.check(key)
    found = pressing.find_initial(session, conversation_id, by=by, key=key)
    case, is_known, wording = found
    is_texted = case.conversation.initial_at is not None
    if (is_known or is_texted) and (sent := _sent_with(session, key, case)):
        return sent
    if is_texted and not may_press_again(session, case.conversation, now=now):
        raise AlreadyTexted
    if wording is None:
        raise NotFound("The script of this text")
    return _queue(session, case, found.words(by), wording, by=by, key=key, now=now)


def send_reply(
    session: Session,
    conversation_id: int,
    *,
    by: User,
    body: str,
    key: str,
    now: datetime,
    script_id: int | None = None,
    reviewing: bool = False,
) -> Queued:
    """Queue a volunteer's own words or a response script; a worker texts it once this transaction commits.

    Args:
        body: as it stands on the volunteer's screen, filled in.
        key: made by the form; the same key again returns the same text.
        script_id: the response script it came from; what it notes is learned.
        reviewing: whoever holds the conversation; `answering` has asked whether `by` may.

    Raises:
        NotFound: the conversation is not there, or not theirs.
        Invalid: there are no words, or words of one's own where only prepared ones may be sent.
        Stale: the first text has not been sent.
        Safeguard: it must not go now; says why.
    """
    keys.check(key)
    found = pressing.find_reply(
        session, conversation_id, by=by, key=key, script_id=script_id, reviewing=reviewing
    )
    case, is_known, wording = found
    if is_known and (sent := _sent_with(session, key, case)):
        return sent
    if case.conversation.initial_at is None:
        raise Stale("Send the first text of this conversation before any other.")
    if wording is None and script_id is not None:
        raise NotFound("That response")
    if not may_write(case.campaign, by):
        _check_prepared(found, body, by)
    queued = _queue(session, case, body, wording, by=by, key=key, now=now)
    if wording:
        _note(session, case, wording, queued, by=by, now=now)
    return queued


def may_press_again(
    session: Session, conversation: Conversation | KnownConversation, *, now: datetime
) -> bool:
    """Whether its first text may be pressed once more.

    It certainly did not arrive, and its code allows another; or nobody could confirm that it went out: but
    what the carrier has is theirs to end, however long they say nothing.
    """
    if pressing_again.is_open(conversation, now):
        return True
    latest = select(Message.state, Message.carrier_sid).filter_by(
        conversation_id=conversation.id, kind="initial"
    )
    last = session.execute(latest.order_by(Message.id.desc()).limit(1)).one_or_none()
    return last is not None and last.state == states.NOT_CONFIRMED.name and last.carrier_sid is None


def judged(case: Case, words: str, now: datetime) -> str:
    """Return a text as it may go out: without what only costs, and past the safeguards.

    Raises:
        Invalid: there are no words.
        Safeguard: it must not go now; says why.
    """
    body = segments.clean(words).strip()
    if not body:
        raise Invalid("body", "Write something to send.")
    checking.check(case, body, now)
    return body


def _check_prepared(found: Found, body: str, by: User) -> None:
    """Raises PreparedOnly, ReadsOtherwise."""
    if found.wording is None:
        raise PreparedOnly
    if segments.clean(body).split() != segments.clean(found.words(by)).split():
        raise ReadsOtherwise


def _sent_with(session: Session, key: str, case: Case) -> Queued | None:
    """Return the text that this key made.

    Raises:
        PageTooOld: it made one in another conversation.
    """
    sent = session.execute(
        select(Message.id, Message.action_id, Message.conversation_id).filter_by(client_key=key)
    ).one_or_none()
    if sent is None:
        return None
    if sent.conversation_id != case.conversation.id:
        raise keys.PageTooOld
    return Queued(sent.id, sent.action_id)


def _queue(
    session: Session, case: Case, words: str, wording: Wording | None, *, by: User, key: str, now: datetime
) -> Queued:
    queued = queue(session, case, judged(case, words, now), wording, by=by, key=key, now=now)
    if queued is None:  # a press with the same key was first, while this one waited for its lock
        queued = _sent_with(session, key, case)
        assert queued is not None  # noqa: S101 - it has committed, or this one would wait still
        return queued
    ring(session, "deliver")
    return queued


def _note(session: Session, case: Case, wording: Wording, queued: Queued, *, by: User, now: datetime) -> None:
    conversation = session.get_one(Conversation, case.conversation.id)
    script, sent = session.get_one(Script, wording.id), session.get_one(Message, queued.id)
    note(session, conversation, script, by=by, sent=sent, now=now)

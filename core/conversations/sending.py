"""A press becomes a text: one press, one text, and none that must not go."""

from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from core import events
from core.actions import scripts
from core.bells import ring
from core.conversations import keys
from core.conversations.auto_tagging import set_tags
from core.conversations.inbox import touch
from core.delivery import checking, segments, states
from core.delivery.cases import Case, case_of, cases
from core.errors import CoreError, Invalid, NotFound, Stale
from core.models import Audience, Conversation, Message, Script, User


class AlreadyTexted(CoreError):
    """The first text of this conversation was pressed before."""

    def __init__(self) -> None:
        super().__init__("This person has been texted already.")


def send_initial(session: Session, conversation_id: int, *, by: User, key: str, now: datetime) -> Message:
    """Queue a conversation's first text, filled in; a worker texts it once this transaction commits.

    Args:
        key: made by the form; the same key again returns the same message.

    Raises:
        NotFound: the conversation is not there, or not theirs.
        AlreadyTexted: another press was first.
        Safeguard: it must not go now; says why.
    """
    case = _own(session, conversation_id, by, is_initial=True)
    conversation = case.conversation
    if sent := _sent_with(session, key, conversation):
        return sent
    if conversation.initial_at is not None and not may_press_again(session, conversation):
        raise AlreadyTexted
    script = session.get(Script, conversation.script_id or 0)
    if script is None:
        raise NotFound("The script of this text")
    filled = scripts.fill(script.body, contact=case.contact, sender=by, campaign=case.campaign)
    message = _queue(session, case, filled, script, by=by, key=key, now=now)
    conversation.initial_at, conversation.initial_by_id = now, by.id
    events.record(session, "initial_sent", conversation, by=by, at=now)
    first = {"in_action": conversation.action_id, "user": by.id, "now": now}
    session.execute(_FIRST_PERFORMANCE, first)
    _wake(session, by)
    return message


def send_reply(
    session: Session,
    conversation_id: int,
    *,
    by: User,
    body: str,
    key: str,
    now: datetime,
    script_id: int | None = None,
) -> Message:
    """Queue a volunteer's own words or a response script; a worker texts it once this transaction commits.

    Args:
        body: as it stands on the volunteer's screen, filled in.
        key: made by the form; the same key again returns the same message.
        script_id: the response script it came from; its tags are set.

    Raises:
        NotFound: the conversation is not there, or not theirs.
        Invalid: there are no words.
        Stale: the first text has not been sent.
        Safeguard: it must not go now; says why.
    """
    case = _own(session, conversation_id, by, is_initial=False)
    conversation = case.conversation
    if sent := _sent_with(session, key, conversation):
        return sent
    if conversation.initial_at is None:
        raise Stale("Send the first text of this conversation before any other.")
    script = _response(session, conversation, script_id)
    message = _queue(session, case, body, script, by=by, key=key, now=now)
    events.record(session, "reply_sent", conversation, by=by, at=now)
    _wake(session, by)
    if script:
        set_tags(session, conversation, script, by=by, now=now)
    return message


def may_press_again(session: Session, conversation: Conversation) -> bool:
    """Whether its first text may be pressed once more: nobody could confirm that the last one went out."""
    latest = select(Message.state).filter_by(conversation_id=conversation.id, kind="initial")
    return session.scalar(latest.order_by(Message.id.desc()).limit(1)) == states.NOT_CONFIRMED.name


def _own(session: Session, conversation_id: int, by: User, *, is_initial: bool) -> Case:
    """Return what is to be known of a conversation that `by` holds; its row is locked, so presses line up."""
    asked = {"conversation": conversation_id, "campaign": by.campaign_id, "holder": by.id}
    row = session.execute(_OWN, asked).one_or_none()
    if row is None:
        raise NotFound("That conversation")
    return case_of(row, is_initial=is_initial)


def _sent_with(session: Session, key: str, conversation: Conversation) -> Message | None:
    keys.check(key)
    sent = session.scalar(select(Message).filter_by(client_key=key))
    if sent and sent.conversation_id != conversation.id:
        raise keys.PageTooOld
    return sent


def _response(session: Session, conversation: Conversation, script_id: int | None) -> Script | None:
    if script_id is None:
        return None
    query = select(Script).filter_by(id=script_id, action_id=conversation.action_id, kind="response")
    script = session.scalar(query)
    if script is None:
        raise NotFound("That response")
    return script


def _queue(
    session: Session, case: Case, words: str, script: Script | None, *, by: User, key: str, now: datetime
) -> Message:
    body = segments.clean(words).strip()
    if not body:
        raise Invalid("body", "Write something to send.")
    checking.check(case, body, now)
    conversation = case.conversation
    message = Message(
        campaign_id=conversation.campaign_id,
        conversation_id=conversation.id,
        action_id=conversation.action_id,
        contact_id=conversation.contact_id,
        direction="out",
        kind="initial" if case.is_initial else "follow_up",
        script_id=script.id if script else None,
        script_version=script.version if script else None,
        sender_id=by.id,
        their_number=case.contact.phone,
        body=body,
        segments=segments.count(body).count,
        client_key=key,
        state=states.QUEUED.name,
        created_at=now,
    )
    session.add(message)
    conversation.wrote(body, at=now)
    return message


def _wake(session: Session, by: User) -> None:
    """Let the volunteer's other pages and a worker know, once it is committed."""
    session.flush()
    touch(session, by.id)
    ring(session, "deliver")


# Built once: putting these together anew would cost a quarter of a press.
_OWN = (
    cases()
    .where(
        Conversation.id == bindparam("conversation"),
        Conversation.campaign_id == bindparam("campaign"),
        Conversation.holder_id == bindparam("holder"),
    )
    .with_for_update(of=Conversation)
    .execution_options(populate_existing=True)
)
# Whoever has pressed once has begun the action, and has done something in it.
_FIRST_PERFORMANCE = (
    update(Audience)
    .where(
        Audience.action_id == bindparam("in_action"),
        Audience.user_id == bindparam("user"),
        Audience.completed_at.is_(None),
    )
    .values(started_at=func.coalesce(Audience.started_at, bindparam("now")), completed_at=bindparam("now"))
    .execution_options(synchronize_session=False)
)

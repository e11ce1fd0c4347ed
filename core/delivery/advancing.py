"""A text moves forward, whoever brings the news: the carrier's answer, a callback, or its list.

News come in any order and twice, so each is one conditional update; what the text was before is never asked.
"""

from datetime import datetime

import structlog
from sqlalchemy import func, or_, update
from sqlalchemy.orm import Session

from core.contacts.opting_out import opt_out
from core.conversations.inbox import touch
from core.delivery.outcomes import outcome
from core.delivery.states import State
from core.models import Contact, Conversation, Message

log = structlog.get_logger()

WITHOUT_TROUBLE = frozenset({"accepted", "sent", "delivered"})


def advance(
    session: Session,
    attempt: str,
    to: State,
    *,
    now: datetime,
    sid: str | None = None,
    our_number: str | None = None,
    code: str | None = None,
    words: str = "",
) -> Message | None:
    """Move the text of an attempt forward, with what follows from a failure.

    Args:
        attempt: our own id of the call to the carrier.
        sid: the carrier's id of the text; the first one that is told stays.
        our_number: the number it left from, once known.
        code, words: why it failed, in the carrier's words.

    Returns:
        the text, or None when this was no news.
    """
    values = {
        "state": to.name,
        "rank": to.rank,
        "carrier_sid": func.coalesce(Message.carrier_sid, sid),
        "our_number": func.coalesce(Message.our_number, our_number),
        "finished_at": now if to.is_final else None,
        "due_at": None,
    }
    failed = to.name not in WITHOUT_TROUBLE
    if failed:
        values |= {"bucket": outcome(code).bucket, "code": code, "problem": words}
    moved = session.scalars(
        update(Message)
        .where(
            Message.attempt == attempt,
            Message.rank < to.rank,
            or_(Message.carrier_sid.is_(None), Message.carrier_sid == sid),
        )
        .values(values)
        .returning(Message)
        .execution_options(synchronize_session=False, populate_existing=True)
    ).one_or_none()
    if moved and failed:
        _failed(session, moved, now)
    return moved


def _failed(session: Session, message: Message, now: datetime) -> None:
    """Let the volunteer see it, and remember what it says of the phone or of the person's wish."""
    conversation = _conversation(session, message)
    touch(session, conversation.holder_id if conversation else None)
    effect = outcome(message.code).effect
    if effect == "alert":
        log.error("text_failed", message_id=message.id, code=message.code, bucket=message.bucket)
    if effect == "opt_out":
        opt_out(
            session,
            message.campaign_id,
            message.their_number,
            route="carrier",
            at=now,
            conversation=conversation,
            message=message,
        )
    if effect in {"bad_number", "landline"}:
        _mark_undeliverable(session, message, effect)


def _conversation(session: Session, message: Message) -> Conversation | None:
    return session.get(Conversation, message.conversation_id) if message.conversation_id else None


def _mark_undeliverable(session: Session, message: Message, why: str) -> None:
    session.execute(
        update(Contact)
        .where(Contact.campaign_id == message.campaign_id, Contact.phone == message.their_number)
        .values(undeliverable=why)
        .execution_options(synchronize_session=False)
    )

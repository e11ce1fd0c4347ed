"""What follows when a text does not arrive: for the contact, the action, and the campaign as a whole."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.contacts.opting_out import opt_out
from core.conversations.inbox import touch
from core.delivery.endings import pressing_again, stop_loss, troubles
from core.delivery.endings.outcomes import outcome
from core.models import Contact, Conversation, Message

log = structlog.get_logger()


@dataclass(frozen=True)
class Failure:
    """A text that failed this moment; told once, by whoever moved it there.

    Attributes:
        phone: the contact's, E.164.
        code: Twilio's own, as it came; None when it gave none.
    """

    campaign_id: int
    message_id: int
    conversation_id: int | None
    action_id: int | None
    phone: str
    code: str | None


def follow_all(session: Session, failures: Iterable[Failure], *, now: datetime) -> None:
    """Do what the error table says of several failures, and let their volunteers see it.

    Rows that others want too are locked in one order: conversations, the volunteers' pages, then what
    concerns the action or the campaign. Call it last in the transaction.
    """
    failed = sorted(failures, key=lambda each: (each.conversation_id or 0, each.message_id))
    for each in failed:
        log.info("text_failed", message_id=each.message_id, code=each.code, bucket=outcome(each.code).bucket)
        pressing_again.allow(session, each.message_id, each.code, now=now)
    for each in failed:
        _of_person(session, each, now)
    _show(session, failed)
    for each in failed:
        if outcome(each.code).effect == "watch" and each.conversation_id:
            stop_loss.watch_filtering(session, each.conversation_id, now=now)
    for (campaign_id, code), times in sorted(Counter(_coded(failed)).items()):
        latest = max(each.message_id for each in failed if each.code == code)
        troubles.tell(session, campaign_id, code, message_id=latest, times=times, now=now)


def _show(session: Session, failed: Sequence[Failure]) -> None:
    ids = [each.conversation_id for each in failed if each.conversation_id]
    touch(session, *session.scalars(select(Conversation.holder_id).where(Conversation.id.in_(ids))))


def _of_person(session: Session, failure: Failure, now: datetime) -> None:
    effect = outcome(failure.code).effect
    if effect == "opt_out":
        _keep_the_wish(session, failure, now)
    if effect in {"bad_number", "landline"}:
        _mark_undeliverable(session, failure, effect)


def _coded(failed: Sequence[Failure]) -> list[tuple[int, str]]:
    return [(each.campaign_id, each.code) for each in failed if each.code]


def _keep_the_wish(session: Session, failure: Failure, now: datetime) -> None:
    message = session.get_one(Message, failure.message_id)
    conversation = session.get(Conversation, failure.conversation_id) if failure.conversation_id else None
    opt_out(
        session,
        failure.campaign_id,
        failure.phone,
        route="carrier",
        at=now,
        conversation=conversation,
        message=message,
    )


def _mark_undeliverable(session: Session, failure: Failure, why: str) -> None:
    session.execute(
        update(Contact)
        .where(Contact.campaign_id == failure.campaign_id, Contact.phone == failure.phone)
        .values(undeliverable=why)
        .execution_options(synchronize_session=False)
    )

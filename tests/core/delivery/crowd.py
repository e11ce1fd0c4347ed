"""Many people who were texted one after the other, and what the carrier then says of some."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.contacts.opting_out import opt_out
from core.delivery.endings.advancing import advance
from core.delivery.states import OF_TWILIO
from core.models import Action, Contact, Conversation, Message, User
from tests.core.delivery.kit import attempted
from tests.factories import NOON


def texted(
    session: Session, action: Action, holder: User, count: int, *, after: datetime = NOON
) -> list[Conversation]:
    """Return the conversations of so many new contacts, whose first texts left second by second."""
    first = session.query(Contact).count()
    people = [_contact(action, first + number) for number in range(count)]
    session.add_all(people)
    session.flush()
    made = [
        Conversation(
            campaign_id=action.campaign_id,
            action_id=action.id,
            contact_id=person.id,
            holder_id=holder.id,
            initial_at=after + timedelta(seconds=number),
            initial_by_id=holder.id,
        )
        for number, person in enumerate(people)
    ]
    session.add_all(made)
    session.commit()
    return made


def fail(session: Session, conversation: Conversation, code: str | None, *, now: datetime = NOON) -> Message:
    """Let the first text of a conversation come to nothing; its failure is told at `now`."""
    attempt = f"a{conversation.id}-{session.query(Message).count()}"
    sent = {"kind": "initial", "action_id": conversation.action_id, "attempted_at": conversation.initial_at}
    created = {"created_at": conversation.initial_at, "sender_id": conversation.holder_id}
    message = attempted(session, conversation, "accepted", attempt, **sent, **created)
    told_failed(session, message, code, now=now)
    return message


def told_failed(session: Session, message: Message, code: str | None, *, now: datetime = NOON) -> bool:
    """Let the carrier tell of a failure; whether that was news."""
    assert message.attempt
    news = advance(
        session,
        message.attempt,
        OF_TWILIO["undelivered"],
        now=now,
        sid=f"SM{message.id:032x}",
        code=code,
        words="as Twilio has it",
    )
    session.commit()
    session.expire_all()
    return bool(news)


def say_stop(
    session: Session, conversation: Conversation, *, route: str = "keyword", now: datetime = NOON
) -> None:
    """Let the contact of a conversation opt out."""
    phone = session.get_one(Contact, conversation.contact_id).phone
    opt_out(session, conversation.campaign_id, phone, route=route, at=now, conversation=conversation)
    session.commit()
    session.expire_all()


def _contact(action: Action, number: int) -> Contact:
    return Contact(
        campaign_id=action.campaign_id,
        phone=f"+1415{5550000 + number:07d}",
        first_name="Somebody",
        zones="America/New_York",
        created_at=NOON,
        updated_at=NOON,
    )

"""Which text in the carrier's list is the one of which we know nothing: each of ours takes one at most."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.db import Database
from core.delivery import states
from core.delivery.gateway import Carried
from core.delivery.settling.looking_up import take_over
from core.models import Message

CLOCKS_DIFFER = timedelta(seconds=60)
# A text waits in a worker's hand until the lease ends, and then for one slow call.
LATEST = timedelta(minutes=3) + CLOCKS_DIFFER


@dataclass(frozen=True)
class Lost:
    """A text to look for.

    Attributes:
        senders: the services and numbers that its campaign sends from.
    """

    id: int
    contact_id: int | None
    attempt: str
    to: str
    body: str
    attempted_at: datetime
    senders: frozenset[str]

    @property
    def since(self) -> datetime:
        """Before this the carrier cannot have made it."""
        return self.attempted_at - CLOCKS_DIFFER

    def is_like(self, text: Carried) -> bool:
        """Whether a text in the carrier's list can be this one, by all that the list tells."""
        ours = not self.senders.isdisjoint({text.messaging_service_sid, text.sender})
        in_time = self.since <= text.created_at <= self.attempted_at + LATEST
        same = text.direction == "out" and text.to == self.to and _lines(text.body) == _lines(self.body)
        return ours and in_time and same


def adopt(database: Database, lost: Lost, listed: Iterable[Carried], *, now: datetime, last: bool) -> bool:
    """Let a lost text be the oldest one like it that no text of ours is.

    Two at once, or a callback that comes this instant, are told apart by the unique SID: the first stays.

    Args:
        listed: the carrier's list, newest first.
        last: whether there will be no other look. Until then, where several lost texts with the same words
            went to the same person and the list has fewer, none is taken: a callback may tell which is which.

    Returns:
        whether it was found.
    """
    alike = [text for text in listed if lost.is_like(text)]
    for text in reversed(_free(database, lost, alike, last=last)):
        try:
            with database.sessions.begin() as session:
                if _take(session, lost, text, now):
                    return True
        except IntegrityError:
            continue  # another text of ours became that one in this instant
    return False


def _free(database: Database, lost: Lost, alike: list[Carried], *, last: bool) -> list[Carried]:
    if not alike:
        return []
    with database.readers() as session:
        sids = [text.sid for text in alike]
        taken = set(session.scalars(select(Message.carrier_sid).where(Message.carrier_sid.in_(sids))))
        others = _others(session, lost)
    free = [text for text in alike if text.sid not in taken]
    ambiguous = "sending" in others or len(free) <= len(others)
    return [] if others and ambiguous and not last else free


def _others(session: Session, lost: Lost) -> list[str]:
    """Return the states of other texts that may be the ones in the list too."""
    around = (lost.attempted_at - LATEST, lost.attempted_at + LATEST)
    query = select(Message.state).where(
        Message.contact_id == lost.contact_id,
        Message.id != lost.id,
        Message.body == lost.body,
        Message.state.in_(("sending", "unknown")),
        Message.attempted_at.between(*around),
    )
    return list(session.scalars(query))


def _take(session: Session, lost: Lost, text: Carried, now: datetime) -> bool:
    state = states.OF_TWILIO.get(text.status, states.ACCEPTED)
    return take_over(session, lost.attempt, state, text, now=now)


def _lines(body: str) -> str:
    """Forms send line ends in two characters, and carriers give them back in one."""
    return body.replace("\r\n", "\n").strip()

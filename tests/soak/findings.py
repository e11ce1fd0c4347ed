"""What an evening came to: the phones and the database held against each other."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.delivery.states import UNFINISHED
from core.models import Campaign, Message, OptOut
from core.results.recount import recount
from sandbox.twilio import TwilioStandIn


@dataclass(frozen=True)
class Findings:
    """The figures; every list of what must not be is empty when all is well.

    Attributes:
        doubles: texts that a phone got more than once, or that the carrier made more often than pressed.
        unknown_texts: texts of the carrier's that no message of ours is.
        lost_presses: presses that were acknowledged and left no message.
        lost_replies: texts that people wrote and that are no message of ours.
        after_a_stop: texts taken in hand after the product had said that it heard the stop.
        open: texts of which nobody knows how they ended.
        differences: counters that differ from a recount.
    """

    texts: int
    replies: int
    states: Counter[str]
    buckets: Counter[str]
    faults: Counter[str]
    stops: int
    doubles: list[str] = field(default_factory=list)
    unknown_texts: list[str] = field(default_factory=list)
    lost_presses: list[str] = field(default_factory=list)
    lost_replies: list[str] = field(default_factory=list)
    after_a_stop: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> dict[str, list[str]]:
        """Return what must not be, by name; empty when all is well."""
        return {kind: found for kind, found in vars(self).items() if isinstance(found, list) and found}


class Claims:
    """When each text was taken in hand; kept before a test turns the rows' clocks."""

    def __init__(self) -> None:
        self.at: dict[int, datetime] = {}

    def note(self, session: Session) -> None:
        """Keep the moments of all that were not known yet."""
        asked = select(Message.id, Message.attempted_at).where(Message.attempted_at.is_not(None))
        self.at = {message_id: at for message_id, at in session.execute(asked) if at} | self.at


def find(
    database: Database,
    twilio: TwilioStandIn,
    *,
    acknowledged: list[str],
    heard: dict[str, datetime],
    claims: Claims,
) -> Findings:
    """Hold all that happened against all that is kept.

    Args:
        acknowledged: keys of presses that were answered with a yes.
        heard: SID of a reply → when the product had said that it has it.
        claims: complete.
    """
    with database.readers() as session:
        messages = list(session.scalars(select(Message)))
        out = [message for message in messages if message.direction == "out"]
        sids = {message.carrier_sid for message in messages}
        keys = {message.client_key for message in out}
        written = [text.sid for text in twilio.desk.texts() if text.direction == "inbound"]
        return Findings(
            texts=len(out),
            replies=len(written),
            states=Counter(message.state for message in out),
            buckets=Counter(message.bucket for message in out if message.bucket),
            faults=Counter(text.outcome for text in twilio.sent if text.outcome != "delivered"),
            stops=len(session.scalars(select(OptOut.id)).all()),
            doubles=_doubles(twilio, out),
            unknown_texts=[text.sid for text in twilio.sent if text.sid not in sids],
            lost_presses=[key for key in acknowledged if key not in keys],
            lost_replies=[sid for sid in written if sid not in sids],
            after_a_stop=_after_a_stop(session, out, heard, claims),
            open=[f"{message.id} {message.state}" for message in out if message.state in UNFINISHED],
            differences=_differences(session),
        )


def _doubles(twilio: TwilioStandIn, out: list[Message]) -> list[str]:
    """Return who got the same words more than once, or for whom more texts were made than pressed.

    Every follow-up has words of its own, and a first text is pressed again only where it did not arrive.
    """
    pressed = Counter((message.their_number, message.body) for message in out)
    made = Counter((text.to, text.body) for text in twilio.sent) - pressed
    arrived = Counter((bubble.phone, bubble.body) for bubble in twilio.received)
    twice = {words: count for words, count in arrived.items() if count > 1}
    return [f"{phone} {count}" for (phone, _), count in [*made.items(), *twice.items()]]


def _after_a_stop(
    session: Session, out: list[Message], heard: dict[str, datetime], claims: Claims
) -> list[str]:
    asked = select(OptOut.phone, Message.carrier_sid).join(Message, Message.id == OptOut.message_id)
    stopped = {phone: heard[sid] for phone, sid in session.execute(asked) if sid in heard}
    return [
        f"{message.id} {claims.at[message.id] - stopped[message.their_number]}"
        for message in out
        if message.their_number in stopped
        and message.kind != "automatic"  # the one text that confirms the stop
        and message.id in claims.at
        and claims.at[message.id] > stopped[message.their_number]
    ]


def _differences(session: Session) -> list[str]:
    campaigns = session.scalars(select(Campaign.id)).all()
    return [str(difference) for campaign in campaigns for difference in recount(session, campaign)]

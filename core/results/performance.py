"""How the texts of an action did: message performance, in the words and by the rules of the results page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import Session

from core.models import Action, Conversation, OptOut
from core.results import conditions
from core.results.texts import Texts, problems


@dataclass(frozen=True)
class Performance:
    """Message performance.

    Always: listed = attempted + remaining + not_eligible.

    Attributes:
        filled, responders: conversations with a reply that have a report, of all conversations with a reply.
        accepted: initials that the carrier took; `attempted` were pressed, `delivered` are known to be there.
        replies: texts by contacts; `responders` is how many people wrote them.
        follow_ups: texts by volunteers after the initial; automatic ones are not texts.
        opt_outs: people who opted out in this action, by any route.
        listed: everybody in the action.
        remaining: initials still to be sent.
        not_eligible: not texted and not to be: opted out before, or a phone that gets no texts.
        attention: conversations whose latest text is the contact's and still waits.
        waiting_since: when the oldest of these came to wait.
        problems: outbound texts by bucket, see `core.delivery.outcomes.BUCKETS`; empty ones are absent.
    """

    filled: int
    responders: int
    accepted: int
    attempted: int
    delivered: int
    replies: int
    follow_ups: int
    opt_outs: int
    listed: int
    remaining: int
    not_eligible: int
    attention: int
    waiting_since: datetime | None
    problems: dict[str, int]

    @property
    def reports_filled(self) -> str:
        """Available Reports Filled: "n of m (p %)", a dash while nobody has answered."""
        if self.responders == 0:
            return "–"
        return f"{self.filled:,} of {self.responders:,} ({100 * self.filled // self.responders} %)"


def performance(session: Session, action: Action, texts: Texts) -> Performance:
    """Count how the texts of an action did so far."""
    row = session.execute(_conversations(action)).one()
    return Performance(
        filled=row.filled,
        responders=row.responders,
        accepted=texts.accepted,
        attempted=row.attempted,
        delivered=texts.delivered,
        replies=texts.replies,
        follow_ups=texts.follow_ups,
        opt_outs=_opt_outs(session, action),
        listed=row.listed,
        remaining=row.listed - row.attempted - row.not_eligible,
        not_eligible=row.not_eligible,
        attention=row.attention,
        waiting_since=row.waiting_since,
        problems=problems(session, action.id),
    )


def _conversations(action: Action) -> Select[Any]:
    # all of these columns stand in one index, so that no row is read; who is not eligible is asked apart
    out = select(func.count()).select_from(Conversation)
    out = out.where(Conversation.action_id == action.id, conditions.not_eligible(action))
    return select(
        func.count().label("listed"),
        func.count(Conversation.initial_at).label("attempted"),
        func.count().filter(conditions.ANSWERED).label("responders"),
        func.count().filter(conditions.FILLED).label("filled"),
        func.count(Conversation.attention_since).label("attention"),
        func.min(Conversation.attention_since).label("waiting_since"),
        out.scalar_subquery().label("not_eligible"),
    ).where(Conversation.action_id == action.id)


def _opt_outs(session: Session, action: Action) -> int:
    query = select(func.count(distinct(OptOut.phone))).where(OptOut.action_id == action.id)
    return session.scalar(query) or 0

"""How the texts of an action did: message performance, in the words and by the rules of the results page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, distinct, func, select
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
        problems: outbound texts by bucket, see `core.delivery.endings.outcomes`; empty ones are absent.
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
    attempts, answers = _attempts(session, action), _answers(session, action)
    return Performance(
        filled=answers.filled,
        responders=answers.responders,
        accepted=texts.accepted,
        attempted=attempts.attempted,
        delivered=texts.delivered,
        replies=texts.replies,
        follow_ups=texts.follow_ups,
        opt_outs=_opt_outs(session, action),
        listed=attempts.listed,
        remaining=attempts.listed - attempts.attempted - attempts.not_eligible,
        not_eligible=attempts.not_eligible,
        attention=answers.attention,
        waiting_since=answers.waiting_since,
        problems=problems(session, action.id),
    )


def _attempts(session: Session, action: Action) -> Row[*tuple[Any, ...]]:
    # in one statement, so that the three terms are of one moment and always add up
    barred = select(func.count()).select_from(Conversation)
    barred = barred.where(Conversation.action_id == action.id, conditions.not_eligible(action))
    query = select(
        func.count().label("listed"),
        func.count(Conversation.initial_at).label("attempted"),
        barred.scalar_subquery().label("not_eligible"),
    )
    return session.execute(query.where(Conversation.action_id == action.id)).one()


def _answers(session: Session, action: Action) -> Row[*tuple[Any, ...]]:
    # only who has answered can have been reported as answering, or need attention
    query = select(
        func.count().label("responders"),
        func.count(Conversation.reported_at).label("filled"),
        func.count(Conversation.attention_since).label("attention"),
        func.min(Conversation.attention_since).label("waiting_since"),
    )
    return session.execute(query.where(Conversation.action_id == action.id, conditions.ANSWERED)).one()


def _opt_outs(session: Session, action: Action) -> int:
    query = select(func.count(distinct(OptOut.phone))).where(OptOut.action_id == action.id)
    return session.scalar(query) or 0

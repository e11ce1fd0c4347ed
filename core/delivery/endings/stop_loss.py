"""An action that does harm pauses itself: its texts are filtered, too many opt out, or nothing can leave."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.actions import states
from core.delivery.endings.last_texted import CARRIER_FILTER, filtered, last_texted, opted_out
from core.delivery.endings.outcomes import outcome
from core.models import Action, Conversation
from core.notices import incidents
from core.notices.alerts import KINDS as ALERTS
from core.notices.incidents import Trouble

FEWEST = 50  # people; below it, one or two would decide
OPT_OUTS = "opt_outs"


@dataclass(frozen=True)
class Limit:
    """A share of the people texted that is too much.

    Attributes:
        alert: the share above which somebody is told; None tells nobody before the pause.
        pause: the share above which the action pauses itself.
        source: where the two come from.
    """

    alert: float | None
    pause: float
    source: str


LIMITS: dict[str, Limit] = {
    CARRIER_FILTER: Limit(
        None,
        0.10,
        "The practice of stopping at one in ten filtered; no carrier publishes a figure.",
    ),
    OPT_OUTS: Limit(
        0.05,
        0.10,
        "support.flowroute.com, Messaging Guidelines - Monitoring: carriers monitor a number from 5 % of its"
        " people opting out, and may suspend it from 10 %.",
    ),
}
Counted = Callable[[Session, Action, list[int]], int]
KINDS = {CARRIER_FILTER: "paused_filtered", OPT_OUTS: "paused_opt_outs"}


@dataclass(frozen=True)
class Share:
    """How many of the people texted last it concerns."""

    count: int
    of: int

    def passes(self, limit: float | None) -> bool:
        """Whether it is above a limit, among enough people to tell."""
        return limit is not None and self.of >= FEWEST and self.count > limit * self.of


def watch_filtering(session: Session, conversation_id: int, *, now: datetime) -> None:
    """A text of this conversation was filtered: pause its action if that happens too often."""
    _watch(session, conversation_id, CARRIER_FILTER, filtered, now)


def watch_opt_outs(session: Session, conversation_id: int, *, now: datetime) -> None:
    """The contact of this conversation opted out: pause its action if too many do."""
    _watch(session, conversation_id, OPT_OUTS, opted_out, now)


def why(code: str | None) -> str:
    """Return why an action paused itself, in words; empty when a person paused it.

    Args:
        code: as `Action.pause_code` has it: what was too much, or the carrier's code.
    """
    return ALERTS[KINDS.get(code, "paused_setup")].reason if code else ""


def stop_all(session: Session, campaign_id: int, code: str, *, sent_at: datetime, now: datetime) -> None:
    """No text of a campaign can leave: every action that runs since before `sent_at` pauses itself."""
    older = or_(Action.watched_from.is_(None), Action.watched_from <= sent_at)
    for action in states.pause_itself(session, Action.campaign_id == campaign_id, older, code=code, now=now):
        _tell(session, action, "paused_setup", {"code": code, "words": outcome(code).words}, now)


def _watch(session: Session, conversation_id: int, code: str, counted: Counted, now: datetime) -> None:
    found = session.execute(
        select(Conversation.initial_at, Action)
        .join(Action, Action.id == Conversation.action_id)
        .where(Conversation.id == conversation_id, Action.state == "published")
    ).one_or_none()
    if found is None:
        return
    initial_at, action = found
    if initial_at is None or (action.watched_from and initial_at < action.watched_from):
        return
    people = last_texted(session, action, initial_at)
    share = Share(counted(session, action, people), len(people))
    _judge(session, action, code, share, now)


def _judge(session: Session, action: Action, code: str, share: Share, now: datetime) -> None:
    limit, figures = LIMITS[code], {"count_of": share.count, "of": share.of}
    if share.passes(limit.pause):
        for paused in states.pause_itself(session, Action.id == action.id, code=code, now=now):
            _tell(session, paused, KINDS[code], figures, now)
            incidents.resolve(session, paused.campaign_id, f"{code}_high:{paused.id}", how="paused", now=now)
    elif share.passes(limit.alert):
        _tell(session, action, f"{code}_high", figures, now)


def _tell(session: Session, action: Action, kind: str, figures: dict[str, Any], now: datetime) -> None:
    prefix = "paused" if kind.startswith("paused") else kind
    trouble = Trouble(
        kind=kind,
        key=f"{prefix}:{action.id}",
        data={"title": action.title, **figures},
        action_id=action.id,
        channel=action.channel,
    )
    incidents.open_or_count(session, action.campaign_id, trouble, now=now)

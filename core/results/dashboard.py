"""What App Home shows: how running actions stand, what waits for somebody, what came in and went out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.conversations.strays_told import MOST_COUNTED, unseen
from core.models import Action, Campaign, Conversation, Escalation, Import, Incident, Notice, TextsWanted
from core.models.action import OUT
from core.results.progress import Progress, count_out, progress

MOST_ACTIONS = 12
MOST_RECENT = 3
EXPORTS = ("opt_outs_exported",)  # kinds of notices that carry a file to whoever asked for it


@dataclass(frozen=True)
class Waiting:
    """What somebody must see to.

    Attributes:
        conversations: that wait for an answer, in actions that are out; `since` is when the oldest came to.
        unheld: those of them that no volunteer holds.
        escalations: conversations that a volunteer asked the admins about.
        strays: replies without a conversation; at most `MOST_COUNTED` are counted.
        wanted: texts that volunteers asked for in Slack.
        alerts: troubles that are open.
    """

    conversations: int = 0
    since: datetime | None = None
    unheld: int = 0
    escalations: int = 0
    strays: int = 0
    wanted: int = 0
    alerts: int = 0


@dataclass(frozen=True)
class Planned:
    """An action that is published by itself at a time."""

    action_id: int
    title: str
    at: datetime | None


@dataclass(frozen=True)
class Recent:
    """A file that came in (`state` of the import) or went out (`state` of its message), and when."""

    name: str
    state: str
    at: datetime


@dataclass(frozen=True)
class Dashboard:
    """How a campaign stands at a glance.

    Attributes:
        running: how many actions are out; `actions` are the first of them.
    """

    running: int
    actions: Sequence[Progress]
    planned: Sequence[Planned]
    drafts: int
    waiting: Waiting
    imports: Sequence[Recent]
    exports: Sequence[Recent]
    join_code: str


def dashboard(session: Session, campaign_id: int) -> Dashboard:
    """Return what App Home shows of a campaign, as it is now."""
    return Dashboard(
        running=count_out(session, campaign_id),
        actions=progress(session, campaign_id, most=MOST_ACTIONS),
        planned=_planned(session, campaign_id),
        drafts=_count(session, select(Action.id).filter_by(campaign_id=campaign_id, state="draft")),
        waiting=waiting(session, campaign_id),
        imports=_imports(session, campaign_id),
        exports=_exports(session, campaign_id),
        join_code=session.get_one(Campaign, campaign_id).join_code,
    )


def waiting(session: Session, campaign_id: int) -> Waiting:
    """Return what somebody of this campaign must see to."""
    conversations, since, held = session.execute(_attention(campaign_id)).one()
    asked = select(TextsWanted.id).filter_by(campaign_id=campaign_id, state="asked")
    return Waiting(
        conversations,
        since,
        conversations - held,
        _count(session, select(Escalation.id).filter_by(campaign_id=campaign_id, resolved_at=None)),
        _count(session, unseen(campaign_id).limit(MOST_COUNTED)),
        _count(session, asked),
        _count(session, select(Incident.id).filter_by(campaign_id=campaign_id, resolved_at=None)),
    )


def _attention(campaign_id: int) -> Select[int, datetime | None, int]:
    out = select(Action.id).where(Action.campaign_id == campaign_id, Action.state.in_(OUT))
    return select(
        func.count(), func.min(Conversation.attention_since), func.count(Conversation.holder_id)
    ).where(Conversation.attention_since.is_not(None), Conversation.action_id.in_(out))


def _planned(session: Session, campaign_id: int) -> list[Planned]:
    query = select(Action.id, Action.title, Action.scheduled_for)
    soonest = query.filter_by(campaign_id=campaign_id, state="scheduled").order_by(Action.scheduled_for)
    return [Planned(*row) for row in session.execute(soonest.limit(MOST_RECENT))]


def _imports(session: Session, campaign_id: int) -> list[Recent]:
    query = select(Import.list_name, Import.state, Import.created_at)
    newest = query.filter_by(campaign_id=campaign_id).order_by(Import.id.desc())
    return [Recent(*row) for row in session.execute(newest.limit(MOST_RECENT))]


def _exports(session: Session, campaign_id: int) -> list[Recent]:
    query = select(Notice.kind, Notice.state, Notice.due_at).where(Notice.campaign_id == campaign_id)
    newest = query.where(Notice.kind.in_(EXPORTS)).order_by(Notice.id.desc())
    return [Recent(*row) for row in session.execute(newest.limit(MOST_RECENT))]


def _count(session: Session, query: Select[int]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0

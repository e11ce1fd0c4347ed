"""The list of a campaign's actions: where each stands, and how far its texting is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from core.finding import find
from core.folders.looking import filtered
from core.models import Action, Audience, ContactList, Conversation, User

_ORDER = {"published": 0, "publishing": 0, "paused": 1, "scheduled": 2, "draft": 3, "closed": 4}

# what the list can be narrowed to, and the states in it
SHOWN = {
    "all": tuple(_ORDER),
    "running": ("published", "publishing", "paused"),
    "scheduled": ("scheduled",),
    "drafts": ("draft",),
    "closed": ("closed",),
}


@dataclass(frozen=True)
class ActionLine:
    """One action in the list.

    Attributes:
        contacts: conversations in the action; 0 for a draft.
        texted: those whose initial was pressed.
        volunteers: whom it was sent to.
        pause_code: why it paused itself; see `core.delivery.endings.stop_loss.why`.
        scheduled_for: when it is published by itself.
        was_out: whether it was ever published, so that it can be opened again.
    """

    id: int
    title: str
    state: str
    list_name: str
    contacts: int
    texted: int
    volunteers: int
    pause_code: str | None = None
    scheduled_for: datetime | None = None
    was_out: bool = True


def list_actions(
    session: Session,
    campaign_id: int,
    *,
    first: int = 0,
    count: int = 20,
    shown: str = "all",
    folder_id: int | None = None,
) -> list[ActionLine]:
    """Return some of a campaign's actions: running ones first, then drafts, then closed ones; newest first.

    Args:
        first, count: which of them, from 0.
        shown: a key of `SHOWN`.
        folder_id: that they are in; None is everywhere.
    """
    order = case(_ORDER, value=Action.state)
    query = filtered(select(Action.id).where(_listed(campaign_id, shown)), "action", folder_id)
    query = query.order_by(order, Action.id.desc())
    return lines(session, session.scalars(query.offset(first).limit(count)).all())


def count_actions(
    session: Session, campaign_id: int, shown: str = "all", *, folder_id: int | None = None
) -> int:
    """Return how many actions a campaign has of those that are `shown`, in a folder or everywhere."""
    query = select(func.count()).select_from(Action).where(_listed(campaign_id, shown))
    return session.scalar(filtered(query, "action", folder_id)) or 0


def lines(session: Session, action_ids: Sequence[int]) -> list[ActionLine]:
    """Return these actions with their progress, in the order given."""
    query = select(Action, ContactList.name).outerjoin(ContactList, ContactList.id == Action.list_id)
    found = {
        action.id: (action, name) for action, name in session.execute(query.filter(Action.id.in_(action_ids)))
    }
    texted = _texted(session, action_ids)
    sent = _sent_to(session, action_ids)
    return [
        ActionLine(
            id=each,
            title=found[each][0].title,
            state=found[each][0].state,
            list_name=found[each][1] or "",
            contacts=texted.get(each, (0, 0))[0],
            texted=texted.get(each, (0, 0))[1],
            volunteers=sent.get(each, 0),
            pause_code=found[each][0].pause_code,
            scheduled_for=found[each][0].scheduled_for,
            was_out=found[each][0].published_at is not None,
        )
        for each in action_ids
    ]


def get_action(session: Session, action_id: int, *, by: User) -> Action:
    """Return an action of this person's campaign, to look at. Raises NotFound."""
    return find(session, Action, action_id, by=by, called="That action")


def _listed(campaign_id: int, shown: str) -> ColumnElement[bool]:
    return and_(Action.campaign_id == campaign_id, Action.state.in_(SHOWN.get(shown, SHOWN["all"])))


def _texted(session: Session, action_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    query = select(Conversation.action_id, func.count(), func.count(Conversation.initial_at))
    query = query.filter(Conversation.action_id.in_(action_ids)).group_by(Conversation.action_id)
    return {action_id: (contacts, texted) for action_id, contacts, texted in session.execute(query)}


def _sent_to(session: Session, action_ids: Sequence[int]) -> dict[int, int]:
    query = select(Audience.action_id, func.count()).filter(Audience.action_id.in_(action_ids))
    return dict(session.execute(query.group_by(Audience.action_id)).all())

"""Publishing an action, and letting newcomers in while it runs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import events
from core.actions import pooling
from core.actions.scripts import check, variables
from core.actions.states import find, move
from core.errors import CoreError
from core.models import Action, Audience, ContactList, Conversation, ListMember, Script, User
from core.models.action import OUT
from core.notices.telling import tell


class NotReady(CoreError):
    """The action lacks something it cannot be published without."""


class EmptyList(NotReady):
    """Nobody is in the action's list."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The list “{name}” has no contacts yet.")


@dataclass(frozen=True)
class Published:
    """What publishing made: conversations in the pool, and volunteers who have the action."""

    action: Action
    contacts: int
    volunteers: int


def publish(session: Session, action_id: int, *, by: User, now: datetime) -> Published:
    """Put every contact of the list into the pool and send the action to all volunteers.

    A second press finds the action published and changes nothing.

    Raises:
        NotFound: no such action in this person's campaign.
        NotReady: no contacts, an archived list, no initial script, or a script that cannot be filled in.
        Stale: it was closed meanwhile.
    """
    action = find(session, action_id, by=by)
    if action.state in OUT:
        return _as_published(session, action)
    _check_ready(session, action)
    move(session, action, "published", came_from="draft", now=now, published_at=now)
    pooling.add_conversations(session, action)
    pooling.add_audience(session, action, now=now)
    pooling.touch_audience(session, action)
    published = _as_published(session, action)
    events.record(
        session,
        "action_published",
        action,
        by=by,
        at=now,
        contacts=published.contacts,
        volunteers=published.volunteers,
    )
    if action.channel:
        _announce(session, published, by, now)
    return published


def add_newcomers(session: Session, list_id: int, now: datetime) -> int:
    """Put contacts imported into the list of a running action into its pool; return how many conversations.

    Call it once at the end of an import; calling it again adds nothing.
    """
    added = 0
    query = select(Action).filter_by(list_id=list_id).filter(Action.state.in_(OUT)).order_by(Action.id)
    for action in session.scalars(query.with_for_update()):
        count = pooling.add_conversations(session, action)
        if count:
            pooling.touch_audience(session, action)
            events.record(session, "action_joined_by_contacts", action, by=None, at=now, contacts=count)
        added += count
    return added


def add_volunteer(session: Session, user: User, now: datetime) -> int:
    """Send every running action to somebody who has just joined; return how many those were."""
    query = select(Action).filter_by(campaign_id=user.campaign_id).filter(Action.state.in_(OUT))
    actions = session.scalars(query).all()
    return sum(pooling.add_audience(session, action, now=now, only=user) for action in actions)


def _check_ready(session: Session, action: Action) -> None:
    chosen = session.get(ContactList, action.list_id) if action.list_id else None
    if chosen is None or chosen.archived_at:
        raise NotReady("Choose a contact list first; the one it had is gone.")
    if session.scalar(select(ListMember.contact_id).filter_by(list_id=chosen.id).limit(1)) is None:
        raise EmptyList(chosen.name)
    scripts = session.scalars(select(Script).filter_by(action_id=action.id, archived_at=None)).all()
    if not any(script.kind == "initial" for script in scripts):
        raise NotReady("Write at least one initial script first.")
    known = variables.known(session, chosen.id, bodies=[script.body for script in scripts])
    for script in scripts:
        check(script.body, known)


def _announce(session: Session, published: Published, by: User, now: datetime) -> None:
    action = published.action
    tell(
        session,
        campaign_id=action.campaign_id,
        key=f"action_published:{action.id}",
        kind="action_published",
        channel=action.channel or "",
        data={
            "title": action.title,
            "contacts": published.contacts,
            "volunteers": published.volunteers,
            "by": by.slack_id,
        },
        now=now,
    )


def _as_published(session: Session, action: Action) -> Published:
    contacts = session.scalar(select(func.count()).select_from(Conversation).filter_by(action_id=action.id))
    volunteers = session.scalar(select(func.count()).select_from(Audience).filter_by(action_id=action.id))
    return Published(action, contacts or 0, volunteers or 0)

"""First texts that did not arrive, among those to text: their volunteer may press each once more."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from core.actions import scripts
from core.actions.eligible import awake, reachable
from core.conversations.trying_again import did_not_arrive
from core.delivery import segments
from core.delivery.endings import pressing_again
from core.models import Campaign, Contact, Conversation, Message, Script, User

MOST = 50  # on one screen; the next ones come when these are done


@dataclass(frozen=True)
class Missed:
    """A first text that may go once more, as it would read now, and why the last one did not arrive."""

    conversation_id: int
    name: str
    text: str
    why: str


def missed(session: Session, action_id: int, user: User, *, now: datetime) -> list[Missed]:
    """Return what `user` may press again now, those first that could be for longest."""
    campaign = session.get_one(Campaign, user.campaign_id)
    rows = session.execute(
        select(Conversation.id, Contact, Script.body, _code())
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(Script, Script.id == Conversation.script_id)
        .where(
            Conversation.holder_id == user.id,
            Conversation.action_id == action_id,
            pressing_again.opened(now),
            reachable(campaign, now),
        )
        .order_by(Conversation.again_at, Conversation.id)
        .limit(MOST)
    ).all()
    there = awake(campaign, ((contact.zones, contact.state) for _, contact, _, _ in rows), now)
    return [
        Missed(
            number, contact.name or "No name", _filled(body, contact, user, campaign), did_not_arrive(code)
        )
        for number, contact, body, code in rows
        if (contact.zones, contact.state) in there
    ]


def _filled(body: str, contact: Contact, sender: User, campaign: Campaign) -> str:
    return segments.clean(
        scripts.fill_initial(body, contact=contact, sender=sender, campaign=campaign)
    ).strip()


def _code() -> ScalarSelect[str | None]:
    latest = select(Message.code).where(Message.conversation_id == Conversation.id, Message.kind == "initial")
    return latest.order_by(Message.id.desc()).limit(1).correlate(Conversation).scalar_subquery()

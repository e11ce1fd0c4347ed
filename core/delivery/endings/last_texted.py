"""The people whom an action texted last, and how many of them fared badly.

Looked at are those up to the one from whom the news came, so that it stays as true in a burst of fifty texts
a second as in a slow afternoon, and costs the same in an action of any size.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import Action, Contact, Conversation, Message, OptOut

LOOKED_AT = 200  # people; "over the last N sends (say 200)" of the reference on error codes
CARRIER_FILTER = "carrier_filter"
# an opt-out that a file or the carrier brings says nothing of this action's texts
SAID_HERE = ("keyword", "volunteer", "tag", "admin")


def last_texted(session: Session, action: Action, up_to: datetime) -> list[int]:
    """Return the conversations texted last up to an instant or, where those are few, the first ones."""
    since = [Conversation.initial_at >= action.watched_from] if action.watched_from else []
    texted = select(Conversation.id).where(
        Conversation.action_id == action.id, Conversation.initial_at.is_not(None), *since
    )
    newest = texted.where(Conversation.initial_at <= up_to).order_by(Conversation.initial_at.desc())
    found = list(session.scalars(newest.limit(LOOKED_AT)))
    if len(found) < LOOKED_AT:
        found = list(session.scalars(texted.order_by(Conversation.initial_at).limit(LOOKED_AT)))
    return found


def filtered(session: Session, action: Action, people: list[int]) -> int:
    """Return to how many of these conversations a text was filtered since the action is watched."""
    # looked at here: asked along, a database may begin with all that was ever filtered in the action
    columns = (Message.conversation_id, Message.bucket, Message.created_at)
    texts = session.execute(select(*columns).where(Message.conversation_id.in_(people)))
    since = action.watched_from
    return len(
        {
            conversation_id
            for conversation_id, bucket, created_at in texts
            if bucket == CARRIER_FILTER and (since is None or created_at >= since)
        }
    )


def opted_out(session: Session, action: Action, people: list[int]) -> int:
    """Return how many people of these conversations opted out in this action."""
    # looked at here, as above
    of_people = select(Contact.phone).join(Conversation, Conversation.contact_id == Contact.id)
    phones = session.scalars(of_people.where(Conversation.id.in_(people))).all()
    kept = session.execute(
        select(OptOut.action_id, OptOut.route).where(
            OptOut.campaign_id == action.campaign_id, OptOut.phone.in_(phones), OptOut.lifted_at.is_(None)
        )
    )
    return sum(1 for action_id, route in kept if action_id == action.id and route in SAID_HERE)

"""Everything the safeguards look at, read in one query, for a press and for a worker's claim alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, SQLColumnExpression, func, select
from sqlalchemy.orm import aliased

from core.delivery import hours
from core.models import Action, Campaign, Contact, Conversation, Message, OptOut, SendingService

NEVER_LEFT = ("refused", "failed")

_Columns = tuple[Conversation, Contact, Action, Campaign, SendingService, bool, datetime | None]


@dataclass(frozen=True)
class Case:
    """What the safeguards look at for one text.

    Attributes:
        is_initial: whether it is the first text of the conversation.
        opted_out: whether an opt-out of this phone is in force.
        texted_elsewhere_at: when another action last texted this contact.
        service: what it would leave from; None when the campaign has nothing to send from.
    """

    is_initial: bool
    conversation: Conversation
    contact: Contact
    action: Action
    campaign: Campaign
    service: SendingService | None
    opted_out: bool
    texted_elsewhere_at: datetime | None

    def window(self, now: datetime) -> hours.Window:
        """Return the hours in which this text may go."""
        replying = not self.is_initial and hours.in_conversation(self.conversation.last_inbound_at, now)
        return hours.window(self.campaign, self.contact.zones, now, replying=replying)


def cases(*, before: SQLColumnExpression[int] | None = None) -> Select[*_Columns]:
    """Return the query from conversations to what `case_of` reads.

    Args:
        before: the id of a message; only older ones count as texts from elsewhere, so that of two at once the
            first may go.
    """
    return (
        select(
            Conversation,
            Contact,
            Action,
            Campaign,
            SendingService,
            _opted_out(),
            _texted_elsewhere_at(before),
        )
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(Action, Action.id == Conversation.action_id)
        .join(Campaign, Campaign.id == Conversation.campaign_id)
        .outerjoin(SendingService, SendingService.id == _service_id())
    )


def case_of(row: Row[*_Columns] | tuple[Any, ...], *, is_initial: bool) -> Case:
    """Return one row of `cases` by its names."""
    return Case(is_initial, *row)


def _opted_out() -> ColumnElement[bool]:
    in_force = select(OptOut.id).where(
        OptOut.campaign_id == Contact.campaign_id,
        OptOut.phone == Contact.phone,
        OptOut.lifted_at.is_(None),
    )
    return in_force.exists()


def _texted_elsewhere_at(before: SQLColumnExpression[int] | None) -> ScalarSelect[datetime]:
    other = aliased(Message)
    texts = select(func.max(other.created_at)).where(
        other.contact_id == Conversation.contact_id,
        other.direction == "out",
        other.conversation_id != Conversation.id,
        other.state.not_in(NEVER_LEFT),
    )
    return (texts if before is None else texts.where(other.id < before)).scalar_subquery()


def _service_id() -> ScalarSelect[int]:
    first = select(func.min(SendingService.id)).where(SendingService.campaign_id == Conversation.campaign_id)
    return first.correlate(Conversation).scalar_subquery()

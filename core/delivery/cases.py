"""Everything the safeguards look at, read in one query, for a press and for a worker's claim alike."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, SQLColumnExpression, func, null, select
from sqlalchemy.orm import aliased

from core.delivery import known
from core.delivery.hours import windows
from core.delivery.known import KnownAction, KnownCampaign, KnownContact, KnownConversation, KnownService
from core.models import Action, Campaign, Contact, Conversation, Message, OptOut, SendingService

NEVER_LEFT = ("refused", "failed")


@dataclass(frozen=True)
class Case:
    """What the safeguards look at for one text.

    Attributes:
        is_initial: whether it is the first text of the conversation.
        opted_out: whether an opt-out of this phone is in force, other than the one that this text confirms.
        texted_elsewhere_at: when another action last texted this contact.
        confirm_by: until when this text may confirm an opt-out; None when it confirms none.
        service: what it would leave from; None when the campaign has nothing to send from.
    """

    is_initial: bool
    conversation: KnownConversation
    contact: KnownContact
    action: KnownAction
    campaign: KnownCampaign
    service: KnownService | None
    opted_out: bool
    texted_elsewhere_at: datetime | None
    confirm_by: datetime | None = None

    def window(self, now: datetime) -> windows.Window:
        """Return the hours in which this text may go."""
        contact = self.contact
        found = windows.window(self.campaign, contact.zones, contact.state, now, replying=self.is_reply(now))
        if found.closes_at and self.confirm_by:
            return replace(found, closes_at=min(found.closes_at, self.confirm_by))
        return found

    def is_reply(self, now: datetime) -> bool:
        """Whether it answers somebody who has just written, and may go until the later hour."""
        return not self.is_initial and windows.in_conversation(self.conversation.last_inbound_at, now)


def cases(*, before: SQLColumnExpression[int] | None = None) -> Select[*tuple[Any, ...]]:
    """Return the query from conversations to what `case_of` reads.

    Args:
        before: the id of the message itself, once there is one; only older ones count as texts from
            elsewhere, so that of two at once the first may go, and the one that confirms an opt-out may too.
    """
    return (
        select(
            *known.columns(),
            _opted_out(before),
            _texted_elsewhere_at(before),
            _confirm_by(before),
        )
        .select_from(Conversation)
        .join(Contact, Contact.id == Conversation.contact_id)
        .join(Action, Action.id == Conversation.action_id)
        .join(Campaign, Campaign.id == Conversation.campaign_id)
        .outerjoin(SendingService, SendingService.id == _service_id())
    )


def case_of(row: Sequence[Any], *, is_initial: bool) -> Case:
    """Return one row of `cases` by its names; what was added to the columns is passed over."""
    return Case(is_initial, *known.parts(row), *row[known.WIDTH : WIDTH])


def _opted_out(message: SQLColumnExpression[int] | None) -> ColumnElement[bool]:
    in_force = select(OptOut.id).where(*_IN_FORCE)
    if message is not None:
        in_force = in_force.where(OptOut.confirmation_id.is_distinct_from(message))
    return in_force.exists()


def _confirm_by(message: SQLColumnExpression[int] | None) -> ColumnElement[Any]:
    if message is None:
        return null()
    confirmed = select(OptOut.confirm_by).where(*_IN_FORCE, OptOut.confirmation_id == message)
    return confirmed.scalar_subquery()


def _texted_elsewhere_at(before: SQLColumnExpression[int] | None) -> ScalarSelect[datetime]:
    other = aliased(Message)
    texts = select(func.max(other.created_at)).where(
        other.contact_id == Conversation.contact_id,
        other.direction == "out",
        other.conversation_id != Conversation.id,
        *(other.state != state for state in NEVER_LEFT),
    )
    return (texts if before is None else texts.where(other.id < before)).scalar_subquery()


_IN_FORCE = (
    OptOut.campaign_id == Contact.campaign_id,
    OptOut.phone == Contact.phone,
    OptOut.lifted_at.is_(None),
)


def _service_id() -> ScalarSelect[int]:
    first = select(func.min(SendingService.id)).where(SendingService.campaign_id == Conversation.campaign_id)
    return first.correlate(Conversation).scalar_subquery()


# how many columns that is: those of the tables, and each field of a case but `is_initial` and the five parts
WIDTH = known.WIDTH + len(fields(Case)) - 6

"""What is read of each table to judge and fill in a text, as plain columns.

Reading whole rows as objects would cost more than a press otherwise does. A name that is added here is read
from then on.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any, NamedTuple

from sqlalchemy.orm import InstrumentedAttribute

from core.models import Action, Base, Campaign, Contact, Conversation, SendingService, User
from core.models.action import RUNNING
from core.models.contact import full_name


class KnownConversation(NamedTuple):
    """Of a conversation."""

    id: int
    campaign_id: int
    action_id: int
    contact_id: int
    holder_id: int | None
    initial_at: datetime | None
    again_at: datetime | None
    last_inbound_at: datetime | None


class KnownContact(NamedTuple):
    """Of its contact."""

    phone: str
    first_name: str
    last_name: str
    zip: str
    state: str
    zones: str
    undeliverable: str | None
    extra: dict[str, Any]

    @property
    def name(self) -> str:
        return full_name(self.first_name, self.last_name)


class KnownAction(NamedTuple):
    """Of its action."""

    state: str
    pause_code: str | None

    @property
    def is_running(self) -> bool:
        return self.state == RUNNING


class KnownCampaign(NamedTuple):
    """Of the campaign."""

    name: str
    organisation: str
    contact_first_name: str
    sender_first_name: str
    texting_from: int
    sunday_from: int
    texting_until: int
    replies_until: int
    state_hours: dict[str, Any]
    lock_hours: int
    most_segments: int
    appends_opt_out: bool
    opt_out_sentence: str
    scripts_only: bool
    area_codes: list[str]


class KnownService(NamedTuple):
    """Of what a text would leave from."""

    id: int
    messaging_service_sid: str | None
    from_number: str | None
    registration: str
    throughput: str
    paused_until: datetime | None
    pause_code: str | None
    numbers: list[str]


class KnownSender(NamedTuple):
    """Of the volunteer who texts."""

    id: int
    campaign_id: int
    first_name: str
    last_name: str
    last_seen_at: datetime | None


AnyContact = Contact | KnownContact
AnyCampaign = Campaign | KnownCampaign
AnyService = SendingService | KnownService
AnySender = User | KnownSender
Parts = tuple[KnownConversation, KnownContact, KnownAction, KnownCampaign, KnownService | None]


def columns() -> list[InstrumentedAttribute[Any]]:
    """Return what to select; `parts` reads it."""
    return [getattr(table, name) for table, kind in _KINDS.items() for name in kind._fields]


def parts(row: Sequence[Any]) -> Parts:
    """Return what a row that begins with `columns` says of each table."""
    conversation, contact, action, campaign, service = (
        kind._make(row[begin:end]) for kind, begin, end in _PLACES
    )
    return conversation, contact, action, campaign, service if service.id is not None else None


_KINDS: dict[type[Base], Any] = {
    Conversation: KnownConversation,
    Contact: KnownContact,
    Action: KnownAction,
    Campaign: KnownCampaign,
    SendingService: KnownService,
}
_ENDS = list(accumulate(len(kind._fields) for kind in _KINDS.values()))
_PLACES = list(zip(_KINDS.values(), [0, *_ENDS], _ENDS, strict=False))
WIDTH = _ENDS[-1]  # how many columns that is

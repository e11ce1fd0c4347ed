"""What is known of the service that texts leave from: its registration, class, brand, use case and token."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core import events
from core.delivery.endings.troubles import REGISTRATION
from core.delivery.numbers.learning import ask_again
from core.delivery.pace.throughput import THROUGHPUTS
from core.errors import Invalid, NotFound, Stale
from core.inserting import insert_new
from core.models import Campaign, SendingService, User
from core.naming import NAME_LIMIT, named
from core.notices import incidents
from core.settings.changing import put, record
from core.turns import take_turns

# how it stands with the carriers → what that means here
REGISTRATIONS = {
    "not stated": "Not stated: texts go, but carriers block senders without registration",
    "pending": "Pending: nothing is sent until it is through",
    "registered": "Registered",
    "refused": "Refused: nothing is sent",
}
_SID = re.compile(r"MG[0-9a-fA-F]{32}")
SOON = timedelta(days=30)  # a token is renewed in days, a registration in weeks


def service_of(session: Session, campaign_id: int) -> SendingService | None:
    """Return what the campaign's texts leave from, None when there is nothing."""
    return session.scalar(_first(campaign_id))


def choose_service(session: Session, sid: str, *, by: User, now: datetime) -> SendingService:
    """Let a campaign that has nothing to text from use a Messaging Service of the product's Twilio account.

    Args:
        sid: as Twilio's console shows it. It cannot be guessed, so whoever has it was given it.

    Raises:
        Invalid: beside `messaging_service_sid`: no such id, or another campaign's.
        Stale: the campaign has one meanwhile.
    """
    if not _SID.fullmatch(sid.strip()):
        raise Invalid("messaging_service_sid", "A Messaging Service's SID is MG and 32 letters and digits.")
    take_turns(session, by.campaign_id)
    if service_of(session, by.campaign_id):
        raise Stale("Somebody chose a sending service meanwhile.")
    chosen = {"campaign_id": by.campaign_id, "messaging_service_sid": sid.strip()}
    service = insert_new(session, SendingService, created_at=now, **chosen)
    if service is None:
        raise Invalid("messaging_service_sid", "Another campaign texts from that one.")
    ask_again(session, by.campaign_id)
    events.record(session, "sending_service_chosen", service, by=by, at=now)
    return service


def change_service(session: Session, given: Mapping[str, Any], *, by: User, now: datetime) -> SendingService:
    """Change what is known of the campaign's sending service; what is not given stays.

    Args:
        given: `registration`, `throughput`, `brand`, `use_case`, `token_expires_at`.

    Raises:
        NotFound: there is nothing to send from.
        Invalid: a value that cannot be kept, beside its field.
    """
    # the service alone, not the whole campaign: a worker that notes a used-up day goes the same way
    locked = _first(by.campaign_id).with_for_update().execution_options(populate_existing=True)
    service = session.scalar(locked)
    if service is None:
        raise NotFound("A number to text from")
    changed = put(service, {name: _RULES[name](name, value) for name, value in given.items()})
    record(session, session.get_one(Campaign, by.campaign_id), changed, by=by, now=now)
    if "registration" in changed and service.registration == "registered":
        incidents.resolve(session, by.campaign_id, REGISTRATION, how="seen", by=by, now=now)
    return service


def warnings(service: SendingService | None, now: datetime) -> list[str]:
    """Return what an admin should look at, one sentence each."""
    if service is None:
        return ["There is no number to text from yet: choose a sending service below."]
    found = []
    if service.registration == "not stated":
        found.append("Nobody has said how the registration with the carriers stands.")
    elif service.registration != "registered":
        found.append(f"The registration is {service.registration}, so nothing is sent.")
    if not service.throughput:
        found.append("The class of the registration is not set, so texts leave without a pace of ours.")
    if service.token_expires_at and service.token_expires_at <= now + SOON:
        past = service.token_expires_at <= now
        found.append(f"The Campaign Verify token {'has expired' if past else 'expires within 30 days'}.")
    return found


def _first(campaign_id: int) -> Select[SendingService]:
    query = select(SendingService).filter_by(campaign_id=campaign_id)
    return query.order_by(SendingService.id).limit(1)


def _one_of(known: Mapping[str, object], sentence: str) -> Callable[[str, Any], str]:
    def read(field: str, value: Any) -> str:
        if value not in known:
            raise Invalid(field, sentence)
        return str(value)

    return read


def _words(field: str, value: Any) -> str:
    return named(str(value), field=field, limit=NAME_LIMIT) if str(value).strip() else ""


_RULES: dict[str, Callable[[str, Any], Any]] = {
    "registration": _one_of(REGISTRATIONS, "Choose how the registration stands."),
    "throughput": _one_of({"": None, **THROUGHPUTS}, "Choose a class from the list."),
    "brand": _words,
    "use_case": _words,
    "token_expires_at": lambda _, value: value,
}

"""An admin puts a contact's details right: names, place, time zone, and whose contact it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from core import events
from core.contacts import zones
from core.contacts.importing.rows import LONGEST_NAME
from core.contacts.states import code_of
from core.contacts.zones import Zones
from core.errors import Invalid, NotFound, Stale
from core.finding import find
from core.models import Contact, User
from core.naming import worded
from core.people.rights import Right, require

FOUND: Final = "found"  # the time zone that the ZIP code or the area code says
KEPT: Final = "kept"  # the one it has, whatever that rests on
LONGEST_ZIP, LONGEST_STATE = 20, 50


class ChangedMeanwhile(Stale):
    """Somebody else changed the contact after this person opened the form."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody changed this contact while you had it open. Look at it again, then change it."
        )


class Erased(Stale):
    """The contact was erased on request; there is nothing left to change."""

    def __init__(self) -> None:
        super().__init__("This person was erased on request. Nothing can be kept of them any more.")


@dataclass(frozen=True)
class Details:
    """What an admin says of a contact.

    Attributes:
        zone: `FOUND`, `KEPT`, or an IANA name.
        assigned_to_id: whose contact it is; None is nobody's.
    """

    first_name: str
    last_name: str
    zip: str
    state: str
    zone: str
    assigned_to_id: int | None


def edit(
    session: Session, contact_id: int, details: Details, *, by: User, seen: datetime, now: datetime
) -> Contact:
    """Change a contact's details; what is as it was changes nothing.

    Args:
        seen: the contact's `updated_at` when the form was opened.

    Raises:
        NotAllowed, NotFound: `by` is no admin; no such contact in their campaign.
        Stale: somebody changed or erased it meanwhile.
        Invalid: beside the field that cannot be kept.
    """
    contact = to_change(session, contact_id, by=by)
    wanted = _wanted(session, contact, details, by)
    changed = sorted(name for name, value in wanted.items() if getattr(contact, name) != value)
    if not changed:
        return contact
    if contact.updated_at != seen:
        raise ChangedMeanwhile
    for name in changed:
        setattr(contact, name, wanted[name])
    contact.updated_at = now
    events.record(session, "contact_changed", contact, by=by, at=now, changed=changed)
    return contact


def to_change(session: Session, contact_id: int, *, by: User) -> Contact:
    """Return a contact, locked, for somebody who may change it. Raises NotAllowed, NotFound, Stale."""
    require(session, by, Right.RUN)
    contact = find(session, Contact, contact_id, by=by, called="That contact", lock=True)
    if contact.erased_at:
        raise Erased
    return contact


def _wanted(session: Session, contact: Contact, details: Details, by: User) -> dict[str, object]:
    zip_code = _short(details.zip, "zip", "ZIP code", LONGEST_ZIP)
    state = _short(details.state, "state", "state", LONGEST_STATE)
    found = _zones(contact, details.zone, zip_code)
    return {
        "first_name": _short(details.first_name, "first_name", "first name", LONGEST_NAME),
        "last_name": _short(details.last_name, "last_name", "last name", LONGEST_NAME),
        "zip": zip_code,
        "state": code_of(state) or state,
        "zones": found.names,
        "zone_source": found.source,
        "assigned_to_id": _volunteer(session, details.assigned_to_id, by),
    }


def _short(words: str, field: str, what: str, limit: int) -> str:
    return worded(" ".join(words.split()), field=field, what=what, limit=limit)


def _zones(contact: Contact, chosen: str, zip_code: str) -> Zones:
    if chosen == KEPT:
        return Zones(contact.zones, contact.zone_source)
    if chosen == FOUND:
        return zones.find("", zip_code, contact.phone)
    if chosen not in available_timezones():
        raise Invalid("zone", "Choose a time zone of the list.")
    return Zones(chosen, "hand")


def _volunteer(session: Session, user_id: int | None, by: User) -> int | None:
    if user_id is None:
        return None
    try:
        return find(session, User, user_id, by=by, called="That volunteer").id
    except NotFound as refusal:
        raise Invalid("contact_volunteer", refusal.sentence) from None

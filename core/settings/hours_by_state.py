"""An admin changes a state's line in the table of hours, or has it back as it came."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.contacts.states import NAMES
from core.delivery.hours.by_state import Day
from core.delivery.hours.state_rules import line
from core.errors import Invalid, NotFound
from core.models import Campaign, User
from core.naming import worded
from core.settings.changing import record
from core.turns import take_turns

LONGEST_NOTE = 300  # characters


@dataclass(frozen=True)
class StateForm:
    """What an admin wants of a state.

    Attributes:
        weekday, saturday, sunday: from and until, in whole hours; None is shut.
        applies: whether texts are kept to it.
        note: why, for the other admins.
    """

    weekday: Day
    saturday: Day
    sunday: Day
    applies: bool
    note: str = ""


def change_state(session: Session, code: str, form: StateForm, *, by: User, now: datetime) -> None:
    """Keep other hours for a state; of two admins at once, the last one's hold for the states they changed.

    Args:
        code: two letters.

    Raises:
        NotFound: there is no such state.
        Invalid: hours that end before they begin, or a note that is too long; the fields are `weekday`,
            `saturday`, `sunday` and `note`.
    """
    _known(code)
    for name in ("weekday", "saturday", "sunday"):
        _check(name, getattr(form, name))
    note = worded(form.note, field="note", what="note", limit=LONGEST_NOTE)
    wanted = {
        "weekday": form.weekday and list(form.weekday),
        "saturday": form.saturday and list(form.saturday),
        "sunday": form.sunday and list(form.sunday),
        "applies": form.applies,
        "note": note,
    }
    take_turns(session, by.campaign_id)
    campaign = session.get_one(Campaign, by.campaign_id)
    if _is_so_already(campaign, code, form, note):
        return
    stamped = wanted | {"by": by.id, "at": now.isoformat()}
    campaign.state_hours = _changes(campaign) | {code: stamped}
    told = {name: value for name, value in wanted.items() if name != "note"}
    record(session, campaign, {"state_hours": {code: told}}, by=by, now=now)


def restore_state(session: Session, code: str, *, by: User, now: datetime) -> None:
    """Have a state's line back as it came with the product. Raises NotFound for what is no state."""
    _known(code)
    take_turns(session, by.campaign_id)
    campaign = session.get_one(Campaign, by.campaign_id)
    changes = _changes(campaign)
    if code not in changes:
        return
    campaign.state_hours = {other: change for other, change in changes.items() if other != code}
    record(session, campaign, {"state_hours": {code: "restored"}}, by=by, now=now)


def _known(code: str) -> None:
    if code not in NAMES:
        raise NotFound("That state")


def _check(name: str, hours: Day) -> None:
    if hours is not None and not 0 <= hours[0] < hours[1] <= 24:
        raise Invalid(name, "Choose an hour to begin that is earlier than the one to end.")


def _changes(campaign: Campaign) -> dict[str, object]:
    """Return what is stored; of a column that cannot be read, every state shut, as it is meanwhile."""
    stored: object = campaign.state_hours
    return dict(stored) if isinstance(stored, dict) else dict.fromkeys(NAMES)


def _is_so_already(campaign: Campaign, code: str, form: StateForm, note: str) -> bool:
    now = line(campaign.state_hours, code)
    kept = (now.weekday, now.saturday, now.sunday, now.applies, now.note)
    return now.is_readable and kept == (form.weekday, form.saturday, form.sunday, form.applies, note)

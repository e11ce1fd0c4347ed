"""The campaign's own settings are changed, each by its own rule, and the audit trail is told."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core import events
from core.actions.scripts.stop_sentence import LONGEST, USUAL, says_how_to_stop
from core.delivery.numbers.learning import ask_again
from core.errors import Invalid
from core.models import Campaign, User
from core.models.base import Base
from core.naming import named, worded
from core.notices.summaries import known_zones
from core.settings import area_codes
from core.settings.wide_hours import HOURS, agree
from core.turns import take_turns

LONGEST_CONFIRMATION = 300  # characters: two texts, and no room for marketing
LONGEST_LOCK = 168  # hours: a week
MOST_SEGMENTS = 10  # 1,600 characters, all that Twilio takes

Given = Mapping[str, Any]
Rule = Callable[[str, Any], Any]


def change(
    session: Session, given: Given, *, counsel_agreed: bool = False, by: User, now: datetime
) -> Campaign:
    """Change some of the campaign's settings; those that are not given stay as they are now.

    Args:
        given: setting → value, by the names of `Campaign`'s columns. One that is so already changes nothing.
        counsel_agreed: whether `by` says that counsel agreed to hours beyond the usual ones.

    Raises:
        Invalid: a value that cannot be kept; its field is the setting's name, or `counsel_agreed`.
    """
    take_turns(session, by.campaign_id)
    campaign = session.get_one(Campaign, by.campaign_id)
    changed = put(campaign, {name: _RULES[name](name, value) for name, value in given.items()})
    if HOURS & set(given):
        agree(campaign, changed, counsel_agreed=counsel_agreed, by=by, now=now)
    if "area_codes" in changed:
        ask_again(session, campaign.id)
    record(session, campaign, changed, by=by, now=now)
    return campaign


def put(row: Base, values: Given) -> dict[str, Any]:
    """Put values on a row; return those that are new there."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return changed


def record(session: Session, campaign: Campaign, changed: Given, *, by: User, now: datetime) -> None:
    """Note what was changed, if anything was; words that people wrote are left out of the trail."""
    if not changed:
        return
    told = {name: _told(value) for name, value in changed.items() if name not in _WORDS}
    if words := sorted(_WORDS & set(changed)):
        told["reworded"] = words
    events.record(session, "settings_changed", campaign, by=by, at=now, **told)


def _told(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _name(what: str) -> Rule:
    return lambda field, value: named(value, field=field, what=what)


def _whole(least: int, most: int) -> Rule:
    def read(field: str, value: Any) -> int:
        if not isinstance(value, int) or not least <= value <= most:
            raise Invalid(field, f"Choose a number from {least} to {most}.")
        return value

    return read


def _zone(field: str, value: Any) -> str:
    if value not in known_zones():
        raise Invalid(field, "Choose a time zone from the list.")
    return str(value)


def _stop_sentence(field: str, value: Any) -> str:
    words = named(str(value), field=field, what="sentence", limit=LONGEST) if str(value).strip() else ""
    if words and not says_how_to_stop(words):
        raise Invalid(field, f"It must say how to stop in standard words, such as “{USUAL}”")
    return words


def _confirmation(field: str, value: Any) -> str:
    return worded(str(value), field=field, what="confirmation", limit=LONGEST_CONFIRMATION)


_RULES: dict[str, Rule] = {
    "organisation": _name("organisation name"),
    "timezone": _zone,
    "contact_first_name": _name("name for contacts without one"),
    "sender_first_name": _name("name for volunteers without one"),
    "alerts_channel": lambda _, value: str(value) if value else None,
    "lock_hours": _whole(0, LONGEST_LOCK),
    "most_segments": _whole(1, MOST_SEGMENTS),
    "confirms_stops": lambda _, value: bool(value),
    "stop_confirmation": _confirmation,
    "appends_opt_out": lambda _, value: bool(value),
    "opt_out_sentence": _stop_sentence,
    "scripts_only": lambda _, value: bool(value),
    "area_codes": area_codes.read,
    **dict.fromkeys(HOURS, _whole(0, 24)),
}
_WORDS = {
    "organisation",
    "contact_first_name",
    "sender_first_name",
    "stop_confirmation",
    "opt_out_sentence",
    "brand",
    "use_case",
}

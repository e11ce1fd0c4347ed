"""An event's particulars in words. Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from core.contacts.opt_out_listing import ROUTES

_UNSAID = {"form", "escalation", "from_id", "option", "conversation", "list_id"}
_UNNAMED = ("_id", "_ids")  # an id tells a reader nothing


def in_words(name: str, given: Mapping[str, Any]) -> str:
    """Return what exactly was done, such as "was staff, is admin" or "list 1,200 · texts 3"; may be empty."""
    if name.startswith("role_"):
        return _of_role(given)
    said = [_said(key, value) for key, value in given.items()]
    return " · ".join(each for each in said if each)


def _of_role(given: Mapping[str, Any]) -> str:
    closed = " · account closed" if given.get("closed") else ""
    had = _grant(given.get("old_role"), given.get("old_rights"))
    return f"was {had}, is {_grant(given.get('role'), given.get('rights'))}{closed}"


def _grant(role: Any, rights: Any) -> str:
    return f"{role} with {', '.join(map(str, rights))}" if rights else str(role)


def _said(key: str, value: Any) -> str:
    if key in _UNSAID or key.endswith(_UNNAMED) or value in (None, "", [], {}):
        return ""
    known = _KNOWN.get(key)
    return known(value) if known else f"{key.replace('_', ' ')}: {_shown(value)}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return ", ".join(
            f"{str(key).replace('_', ' ')} {_shown(each)}" for key, each in value.items() if each
        )
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return str(value).replace("_", " ")


def _counts(counts: Mapping[str, Any]) -> str:
    """Return an import's counts; what it labelled is summed, since a label's id tells a reader nothing."""
    labelled = sum(counts.get("labels", {}).values())
    named = {key: value for key, value in counts.items() if key != "labels"}
    return _shown(named | {"tags and answers": labelled})


def _state_hours(value: Any) -> str:
    """Return the hours of a state that were changed, such as "hours in KY: sunday shut"."""
    return "; ".join(f"hours in {code}: {_hours(given)}" for code, given in value.items())


def _hours(given: Any) -> str:
    if not isinstance(given, Mapping):
        return str(given)
    days = ("weekday", "saturday", "sunday")
    said = [f"{day} {given[day][0]}–{given[day][1]}" if given.get(day) else f"{day} shut" for day in days]
    return ", ".join(said if given.get("applies") else [*said, "not kept to"])


def _day(value: Any) -> str:
    return f"for {datetime.fromisoformat(str(value)):%d %b %Y %H:%M} UTC"


_KNOWN: dict[str, Callable[[Any], str]] = {
    "count": lambda count: f"{count:,} in all",
    "changed": lambda names: f"changed: {_shown(names)}",
    "code": lambda code: f"Twilio's code {code}",
    "counts": _counts,
    "into": lambda ids: f"into {len(ids)}",
    "out_of": lambda ids: f"out of {len(ids)}",
    "route": lambda route: ROUTES.get(route, str(route)).lower(),
    "scheduled_for": _day,
    "state_hours": _state_hours,
    "what": _shown,
    "which": lambda which: f"which: {_shown(which)}",
}

"""Scripts: wording with variables, checked when it is saved and filled in for each contact.

A script knows `{{ name }}` and `{{ name | default("words") }}`, nothing else. What stands in for a variable
is data and is never read as a script, so a contact's name may hold braces.
"""

import re
from collections.abc import Collection
from difflib import get_close_matches

from core.actions.scripts.parsing import Variable, clipped, read
from core.actions.scripts.stop_sentence import with_stop
from core.delivery.known import AnyCampaign, AnyContact, AnySender
from core.errors import Invalid

ALWAYS_KNOWN = (
    "first_name",
    "last_name",
    "full_name",
    "sender_first_name",
    "organisation",
    "zip",
    "state",
    "city",
)

_NOTHING = "\0"  # stands where a variable was empty, until the blanks around it are put right
_BLANKS_BEFORE_NOTHING = re.compile(rf" *{_NOTHING}(?=[\s,.;:!?)]|$)")


def fill(body: str, *, contact: AnyContact, sender: AnySender | None, campaign: AnyCampaign) -> str:
    """Return the text that this contact gets.

    A missing value gives way to the script's own `default("…")`, then to the campaign's fallback (for the two
    first names), then to nothing, with the blanks around it put right. Never raises for a missing value.

    Args:
        sender: the volunteer who texts; None where nobody does yet, as in a preview.
    """
    values = _values(contact, sender, campaign)
    fallbacks = {"first_name": campaign.contact_first_name, "sender_first_name": campaign.sender_first_name}
    parts = (
        part if isinstance(part, str) else _value(part, values, fallbacks) or _NOTHING for part in read(body)
    )
    text = _BLANKS_BEFORE_NOTHING.sub("", "".join(parts))
    return text.replace(_NOTHING, "").strip()


def fill_initial(body: str, *, contact: AnyContact, sender: AnySender | None, campaign: AnyCampaign) -> str:
    """Return the first text that this contact gets: filled in as above, and saying how to stop."""
    return with_stop(fill(body, contact=contact, sender=sender, campaign=campaign), campaign)


def check(body: str, allowed: Collection[str], *, field: str = "body") -> None:
    """Refuse a script that could not be filled in.

    Args:
        allowed: the variables that the action's contacts have; see `core.actions.scripts.variables`.
        field: the input that shows the sentence.

    Raises:
        Invalid: broken braces, something other than a variable, or an unknown variable; the sentence names
            the place and, for a variable, the nearest known one.
    """
    try:
        parts = read(body)
    except Invalid as refusal:
        raise Invalid(field, refusal.sentence) from None
    for part in parts:
        if isinstance(part, Variable) and part.name not in allowed:
            raise Invalid(field, _unknown(part.name, allowed))


def variables_in(body: str) -> list[str]:
    """Return the names of the variables in a script, in their order, each once."""
    return list(dict.fromkeys(part.name for part in read(body) if isinstance(part, Variable)))


def _unknown(name: str, allowed: Collection[str]) -> str:
    near = get_close_matches(name.lower(), list(allowed), n=1, cutoff=0.4)
    hint = f"Did you mean {{{{ {near[0]} }}}}?" if near else f"Known are: {', '.join(sorted(allowed)[:20])}."
    return f"The list has no “{clipped(name)}”. {hint}"


def _values(contact: AnyContact, sender: AnySender | None, campaign: AnyCampaign) -> dict[str, object]:
    return {
        **contact.extra,
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "full_name": contact.name,
        "zip": contact.zip,
        "state": contact.state,
        "sender_first_name": sender.first_name if sender else "",
        "organisation": campaign.organisation or campaign.name,
    }


def _value(variable: Variable, values: dict[str, object], fallbacks: dict[str, str]) -> str:
    value = values.get(variable.name)
    words = "" if value is None else " ".join(str(value).replace(_NOTHING, "").split())
    if words:
        return words
    return fallbacks.get(variable.name, "") if variable.default is None else variable.default

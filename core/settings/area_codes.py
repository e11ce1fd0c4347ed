"""The area codes from which an admin wants people to be texted first."""

import re
from collections.abc import Sequence

from core.contacts.phones import is_area_code
from core.delivery.numbers.choosing import near
from core.errors import Invalid
from core.models import Campaign, SendingService

MOST = 20
_BETWEEN = re.compile(r"[\s,;()]+")


def read(field: str, value: str) -> list[str]:
    """Return area codes as they were typed, parted by commas, each once.

    Raises:
        Invalid: beside `field`: something that is no area code, or more than 20.
    """
    found = list(dict.fromkeys(each for each in _BETWEEN.split(value) if each))
    if wrong := [each for each in found if not is_area_code(each)]:
        what = f"“{wrong[0][:20]}” is not an area code of the United States or Canada."
        raise Invalid(field, f"{what} Write three digits each, such as 614, 740.")
    if len(found) > MOST:
        raise Invalid(field, f"Choose at most {MOST} area codes.")
    return found


def written(area_codes: Sequence[str]) -> str:
    """Return area codes as a form shows them."""
    return ", ".join(area_codes)


def coverage(campaign: Campaign, service: SendingService | None) -> str:
    """Return what the preference comes to with the numbers there are, in one sentence; or why nothing."""
    if service is None:
        return "There is nothing to text from yet."
    if not service.messaging_service_sid:
        return "All texts leave from your one number, so this changes nothing."
    if service.numbers_at is None and not service.numbers:
        return "Twilio has not told us your numbers yet."
    if not service.numbers:
        return "The sending service has no numbers."
    return _matching(len(near(service.numbers, campaign.area_codes)), len(service.numbers), campaign)


def _matching(count: int, of: int, campaign: Campaign) -> str:
    numbers = f"{of:,} number" if of == 1 else f"{of:,} numbers"
    if not campaign.area_codes:
        return f"You have {numbers}; Twilio chooses among them."
    if not count:
        return f"None of your {numbers} has such an area code, so Twilio chooses."
    verb = "has" if count == 1 else "have"
    return f"{count:,} of your {numbers} {verb} such an area code."

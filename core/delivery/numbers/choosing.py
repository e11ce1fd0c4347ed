"""Which of our numbers a person hears from first. Pure."""

from collections.abc import Collection, Sequence


def near(numbers: Sequence[str], area_codes: Collection[str]) -> list[str]:
    """Return the numbers (E.164) that begin with one of these area codes."""
    return [each for each in numbers if each.startswith("+1") and each[2:5] in area_codes]


def first_number(numbers: Sequence[str], area_codes: Collection[str], contact_id: int) -> str | None:
    """Return the number from which somebody should hear first; None leaves it to the service.

    One contact has the same one each time, so that two actions at once do not use two; contacts after one
    another take turns.

    Args:
        numbers: those of the service, in one order.
    """
    found = near(numbers, area_codes) if area_codes else []
    return found[contact_id % len(found)] if found else None

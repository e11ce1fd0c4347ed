"""The key that a form makes, so that however often it is pressed it acts once."""

from core.errors import Stale

LONGEST = 100  # characters


class PageTooOld(Stale):
    """The form has no key of its own: it was tampered with, or comes from another page."""

    def __init__(self) -> None:
        super().__init__("This page is out of date. Reload it and try again.")


def check(key: str) -> None:
    """Refuse a key that no form of ours makes. Raises PageTooOld."""
    if not key.isprintable() or not 0 < len(key) <= LONGEST:
        raise PageTooOld

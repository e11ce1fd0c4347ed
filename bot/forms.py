"""Read what somebody filled into a modal."""

from datetime import UTC, datetime
from typing import Any

from bot.request import View

_LONGEST_NUMBER = 19  # digits; a shorter number fits into both databases


class Form:
    """The values of a submitted view, by field name (see `bot.blocks.field`)."""

    def __init__(self, view: View) -> None:
        self._values: dict[str, dict[str, Any]] = {}
        for block in view["state"]["values"].values():
            self._values.update(block)

    def text(self, name: str) -> str:
        """Return the words typed, without NUL bytes and outer blanks; empty when nothing was typed."""
        return _storable(self._of(name).get("value"))

    def number(self, name: str) -> int | None:
        value = self.text(name)
        return int(value) if value.removeprefix("-").isdecimal() and len(value) < _LONGEST_NUMBER else None

    def choice(self, name: str) -> str | None:
        """Return the value of the option chosen, or the user, channel, conversation or time picked."""
        given = self._of(name)
        if option := given.get("selected_option"):
            return str(option["value"])
        kinds = ("user", "channel", "conversation", "time", "date")
        return next((str(given[f"selected_{kind}"]) for kind in kinds if given.get(f"selected_{kind}")), None)

    def chosen_words(self, name: str) -> str:
        """Return the words of the option chosen; empty for none."""
        option = self._of(name).get("selected_option")
        return str(option["text"]["text"]) if option else ""

    def moment(self, name: str) -> datetime | None:
        """Return the instant picked."""
        seconds = self._of(name).get("selected_date_time")
        return datetime.fromtimestamp(int(seconds), UTC) if seconds else None

    def choices(self, name: str) -> list[str]:
        """Return the values of all options ticked or chosen."""
        given = self._of(name)
        if "selected_options" in given:
            return [str(option["value"]) for option in given["selected_options"] or []]
        kinds = ("users", "channels", "conversations")
        return next((list(given[f"selected_{kind}"]) for kind in kinds if given.get(f"selected_{kind}")), [])

    def files(self, name: str) -> list[dict[str, Any]]:
        return list(self._of(name).get("files") or [])

    def _of(self, name: str) -> dict[str, Any]:
        return self._values.get(name) or {}


def typed(payload: dict[str, Any]) -> str:
    """Return what somebody types into a menu to find its options, without NUL bytes and outer blanks."""
    return _storable(payload.get("value"))


def _storable(words: str | None) -> str:
    # a limit can cut a character in two, and no database keeps half of one
    return (words or "").replace("\0", "").encode("utf-8", "ignore").decode().strip()

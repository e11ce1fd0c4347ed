"""The forms of the settings, one a part: what each shows, reads and saves. Pure but for saving."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.blocks import Block, modal
from bot.forms import Form
from bot.request import View
from bot.settings import general, hours, limits, scripts, service, stops
from bot.settings.seen import Values, metadata
from core.models import User
from core.settings.changing import change
from core.settings.looking import Settings


@dataclass(frozen=True)
class Part:
    """One form.

    Attributes:
        name: what its button and its form are called.
        title: of the modal.
        values: what it shows, by the names of its fields; small JSON values.
        blocks: its fields, from these values.
        read: what somebody filled in, by the same names.
        save: keeps what was changed; it is given that, and all that was filled in.
    """

    name: str
    title: str
    values: Callable[[Settings], Values]
    blocks: Callable[[Values], list[Block]]
    read: Callable[[Form], Values]
    save: Callable[[Session, Values, Values, User, datetime], object]

    @property
    def callback(self) -> str:
        return f"settings.{self.name}.v1"

    def view(self, settings: Settings) -> View:
        """Return the form as the settings are now."""
        values = self.values(settings)
        return modal(
            self.title, self.blocks(values), callback=self.callback, submit="Save", metadata=metadata(values)
        )


def _part(name: str, title: str, of: Any) -> Part:
    return Part(name, title, of.values, of.blocks, of.read, of.save)


def _of_campaign(name: str, title: str, of: Any) -> Part:
    """Return a form whose fields are the campaign's own: `NAMES` says which."""

    def values(settings: Settings) -> Values:
        return {each: getattr(settings.campaign, each) for each in of.NAMES}

    return Part(name, title, values, of.blocks, of.read, _change)


def _change(session: Session, changes: Values, given: Values, by: User, now: datetime) -> object:  # noqa: ARG001 - all forms alike
    return change(session, changes, by=by, now=now)


PARTS: Mapping[str, Part] = {
    each.name: each
    for each in (
        _of_campaign("general", "Name and place", general),
        _part("hours", "Texting hours", hours),
        _of_campaign("limits", "Limits", limits),
        _of_campaign("scripts", "Scripts", scripts),
        _of_campaign("stops", "After a stop", stops),
        _part("service", "Sending service", service),
    )
}

"""What is listed, where somebody is in the list, and how the modals above it remember that. Pure."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from bot.request import View
from core.labels.looking import Look


@dataclass(frozen=True)
class Kind:
    """What is listed.

    Attributes:
        area: begins every action id ("tags").
        thing: the word for one ("tag").
        verb: what the button of a line does.
        is_filtered: whether folders filter it.
    """

    area: str
    title: str
    thing: str
    verb: str = "Edit"
    is_filtered: bool = True


@dataclass(frozen=True)
class Place:
    """Where somebody is in the list; it rides in the modal's metadata.

    Attributes:
        words: that were looked for.
        folder: its id, where one filters.
        moving: whether the lines are moved rather than edited.
    """

    page: int = 0
    archived: bool = False
    words: str = ""
    folder: int | None = None
    moving: bool = False

    def __str__(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, metadata: str) -> "Place":
        """Return the place that rides in a modal's metadata or in a button's value."""
        known = json.loads(metadata)
        return cls(**{each.name: known[each.name] for each in fields(cls) if each.name in known})

    @property
    def look(self) -> Look:
        """What is looked for here."""
        return Look(self.archived, self.words, self.folder)

    @property
    def is_narrow(self) -> bool:
        """Whether something is looked for, so that an empty list means nothing."""
        return bool(self.words or self.folder)


def metadata(place: Place, **more: Any) -> str:
    """Return a form's metadata: the place in the list below it, and the form's own."""
    return json.dumps(asdict(place) | more, ensure_ascii=False)


def place_of(view: View) -> Place:
    """Return the place in the list that a form stands on."""
    return Place.read(view["private_metadata"])

"""What a form carries of the thing it changes, beside the place in the list below it."""

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from uuid import uuid4

from bot.labels.place import Place, metadata
from bot.request import View
from core.labels.common import Clash


@dataclass(frozen=True)
class Known:
    """What is known of a thing when its form is opened.

    Attributes:
        id: None for one that is to be made.
        seen: its values, as the form shows them or as its editor was told.
        key: names this form, so that it makes one thing however often it is sent.
        slug, kind, built_in: what no form changes.
    """

    id: int | None
    seen: dict[str, Any]
    key: str
    slug: str = ""
    kind: str = ""
    built_in: str = ""

    @classmethod
    def new(cls) -> "Known":
        return cls(None, {}, uuid4().hex)

    @classmethod
    def read(cls, view: View) -> "Known":
        known = json.loads(view["private_metadata"])
        return cls(**{each.name: known[each.name] for each in fields(cls)})

    def told(self, clash: Clash) -> "Known":
        """Return the same after its editor was shown what somebody else saved."""
        return replace(self, seen=dict(clash.present))

    def beside(self, place: Place) -> str:
        """Return the form's metadata."""
        return metadata(place, **asdict(self))

"""Where somebody is in the list of volunteers: the filter and the page, kept in the modal itself."""

import json
from dataclasses import dataclass, field

from bot.request import View
from core.people.who import Who


@dataclass(frozen=True)
class Place:
    """A page (from 0) of the people a filter lets through."""

    who: Who = field(default_factory=Who)
    page: int = 0

    def written(self) -> str:
        return json.dumps({"who": self.who.as_json(), "page": self.page})


def place_of(view: View) -> Place:
    """Return the place that a modal of the list keeps."""
    kept = json.loads(view["private_metadata"])
    return Place(Who.of(kept["who"]), kept["page"])

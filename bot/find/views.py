"""The search as a form, and what it found. Pure."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from bot.blocks import Block, actions, button, clip, context, escape, modal, option, section, text_input
from bot.blocks import field as form_field
from bot.counted import counted
from bot.elements import external_select, select
from bot.request import View
from bot.review.lines import line_block
from core.conversations.finding import LONGEST, MOST, MOST_TEXTS, STATUSES, Page, Search

FORM: Final = "find.form.v1"
FOUND: Final = "find.found.v1"
TITLE: Final = "Find conversations"


@dataclass(frozen=True)
class Chosen:
    """What the menus of the form say for the ids of a search; empty for none."""

    action: str = ""
    volunteer: str = ""
    tag: str = ""


@dataclass(frozen=True)
class Place:
    """A search, the names of what it is limited to, and how many it found; rides in the metadata."""

    search: Search = field(default_factory=Search)
    chosen: Chosen = field(default_factory=Chosen)
    total: int | None = None

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, view: View) -> "Place":
        return cls.of(json.loads(view["private_metadata"]))

    @classmethod
    def of(cls, known: dict[str, Any]) -> "Place":
        return cls(Search(**known["search"]), Chosen(**known["chosen"]), known["total"])


def form(place: Place) -> View:
    """Return the form, filled with a search."""
    search, chosen = place.search, place.chosen
    statuses = [option(words, name) for name, words in STATUSES.items()]
    blocks = [
        form_field(
            "Contact",
            "words",
            text_input(search.words, limit=LONGEST, placeholder="A name, a phone or a VAN ID"),
            optional=True,
        ),
        form_field(
            "Words in the texts",
            "text",
            text_input(search.text, limit=LONGEST),
            hint=f"Without an action, the newest {MOST_TEXTS:,} texts are looked through.",
            optional=True,
        ),
        _menu("Action", "find.action", search.action_id, chosen.action),
        _menu(
            "Volunteer", "find.volunteer", search.volunteer_id, chosen.volunteer, "Holds it, or has texted"
        ),
        _menu("Tag", "find.tag", search.tag_id, chosen.tag),
        form_field("Status", "status", select(statuses, search.status)),
    ]
    return modal(TITLE, blocks, callback=FORM, submit="Find")


def found(page: Page, place: Place, *, is_first: bool) -> View:
    """Return a page of what was found."""
    blocks = [
        section(f"{_how_many(page.total)}  {_described(place)}".strip()),
        *([context(_PARTLY)] if place.search.is_partial else []),
        *(line_block(line) for line in page.lines),
        actions(*_turns(page, is_first=is_first), button("Change the search", "find.change")),
    ]
    return modal(TITLE, blocks, callback=FOUND, metadata=str(place))


def _menu(label: str, name: str, number: int | None, words: str, hint: str = "") -> Block:
    chosen = option(words or "Chosen before", str(number)) if number else None
    return form_field(label, name, external_select(chosen, placeholder="Any"), hint=hint, optional=True)


def _how_many(total: int) -> str:
    if total > MOST:
        return f"*More than {MOST:,} conversations.*"
    return f"*{counted(total, 'conversation')}.*" if total else "*Nothing was found.*"


def _described(place: Place) -> str:
    search, chosen = place.search, place.chosen
    parts = [
        f"with {_quoted(search.words)}" if search.words else "",
        f"saying {_quoted(search.text)}" if search.text else "",
        f"in {_quoted(chosen.action)}" if search.action_id else "",
        f"of {_quoted(chosen.volunteer)}" if search.volunteer_id else "",
        f"tagged {_quoted(chosen.tag)}" if search.tag_id else "",
        STATUSES[search.status].lower() if search.status != "any" else "",
    ]
    said = ", ".join(filter(None, parts))
    return f"Looked for: {said}." if said else "The newest message first."


def _quoted(words: str) -> str:
    return f"“{escape(clip(words, 100))}”"


def _turns(page: Page, *, is_first: bool) -> Sequence[Block]:
    turns = [] if is_first else [button("Newest", "find.newest", label="The newest again")]
    if page.older:
        turns.append(button("Older", "find.older", str(page.older), label="Older conversations"))
    return turns


_PARTLY: Final = (
    f"The newest {MOST_TEXTS:,} texts were looked through. Choose an action to look through all of its texts."
)

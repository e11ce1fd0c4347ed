"""The audit trail as a modal: its filter, which stays filled in, and a page of sentences. Pure."""

import json
from dataclasses import asdict, dataclass, field

from bot.blocks import Block, actions, button, clip, context, escape, modal, option, section
from bot.elements import date_input, external_select, overflow, select
from bot.request import View
from bot.summaries.zones import name_of
from bot.times import moment
from core.audit.reading import Entry, Filter, Page
from core.audit.words import KINDS

CALLBACK = "audit.list.v1"
EVERYTHING = "all"
_BARE = {"user", "contact", "conversation", "optout"}  # people go without quotation marks
_NAME = 150


@dataclass(frozen=True)
class Place:
    """What the modal shows; it rides in the metadata.

    Attributes:
        cleared: how often the filter was emptied. Slack keeps what stands in a menu while its block has the
            same id, so each time it is another one.
    """

    filter: Filter = field(default_factory=Filter)
    cleared: int = 0

    def __str__(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, view: View) -> "Place":
        known = json.loads(view["private_metadata"])
        return cls(Filter(**known["filter"]), known["cleared"])


def build(page: Page, place: Place) -> View:
    """Return the modal of one page."""
    blocks = [_menus(page, place), *_only(page, place), *map(_line, page.entries)]
    if not page.entries:
        blocks.append(section("Nothing of the kind has happened."))
    blocks += _foot(page)
    return modal("Audit trail", blocks, callback=CALLBACK, metadata=str(place))


def sentence(entry: Entry) -> str:
    """Return an event as one sentence of mrkdwn."""
    thing = escape(clip(entry.thing, _NAME)) or "_without a name_"
    if entry.thing and entry.subject.partition(":")[0] not in _BARE:
        thing = f"“{thing}”"
    said = entry.words.replace("{thing}", thing)
    return f"*{escape(clip(entry.who, _NAME))}* {said}" if entry.who else said[:1].upper() + said[1:]


def _menus(page: Page, place: Place) -> Block:
    wanted = place.filter
    person = option(clip(page.person, 75), str(wanted.person)) if page.person else None
    kinds = [option("All but texts and reports", EVERYTHING)]
    kinds += [option(words, kind) for kind, words in KINDS.items()]
    return actions(
        external_select(person, placeholder="Anybody") | {"action_id": "audit.person"},
        select(kinds, wanted.kind or EVERYTHING, placeholder="What") | {"action_id": "audit.kind"},
        date_input(wanted.day) | {"action_id": "audit.day", "placeholder": _any_day()},
        button("Clear", "audit.clear", label="Show everything again"),
        block_id=f"audit.filter.{place.cleared}",
    )


def _any_day() -> Block:
    return {"type": "plain_text", "text": "Any day"}


def _only(page: Page, place: Place) -> list[Block]:
    if not place.filter.subject:
        return []
    kind = place.filter.subject.partition(":")[0]
    thing = escape(clip(page.thing, _NAME)) or f"one {kind}"
    return [
        context(f"Only what was done to *{thing}*, texts and reports too. *Clear* shows everything again.")
    ]


def _line(entry: Entry) -> Block:
    about = f" · {escape(clip(entry.particulars, 1000))}" if entry.particulars else ""
    doings = [option("All about this", f"s:{entry.subject}")]
    if entry.who_id:
        doings.append(option(clip(f"All by {entry.who}", 75), f"p:{entry.who_id}"))
    return section(f"{sentence(entry)}\n{moment(entry.mark.at)}{about}", overflow(doings, "audit.only"))


def _foot(page: Page) -> list[Block]:
    turns = []
    if page.newer and page.entries:
        turns.append(button("Newer", "audit.newer", str(page.entries[0].mark)))
    if page.older and page.entries:
        turns.append(button("Older", "audit.older", str(page.entries[-1].mark)))
    told = context(f"A day is the campaign's, in {name_of(page.zone)}; times are yours.")
    return [*([actions(*turns)] if turns else []), told]

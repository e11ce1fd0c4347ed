"""The checklist before publishing, as the form that publishes or schedules. Pure."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from bot.actions.consequences import consequences, warnings
from bot.blocks import Block, context, divider, escape, field, modal, section, text_input
from bot.counted import counted
from bot.elements import datetime_input
from bot.request import View
from bot.stacking import with_blocks
from bot.times import in_zone
from core.actions.checklist import LARGE, Checklist
from core.actions.drafting import TITLE_LIMIT

CALLBACK = "actions.publish.v1"
PUBLISH_AT = "actions.publish_at"
_ZONES = "zones"


@dataclass(frozen=True)
class Asked:
    """What the form asks for.

    Attributes:
        later: whether it is scheduled, or published at once.
        typed: whether the title has to be typed.
        title: as it was shown.
    """

    action: int
    later: bool
    typed: bool
    title: str

    @classmethod
    def read(cls, view: View) -> "Asked":
        return cls(**json.loads(view["private_metadata"]))


def build(made: Checklist, *, later: bool, at: datetime) -> View:
    """Return the form.

    Args:
        later: whether it asks for a time.
        at: the time it offers.
    """
    title = escape(made.action.title)
    blocks = [
        section(f"*{title}*\n{_contacts(made)}"),
        consequences(made),
        *warnings(made),
        divider(),
        *([_time(at), _zones(at, made.timezone)] if later else []),
        *([_typed(made)] if made.is_risky else []),
        context(_ends(later=later)),
    ]
    asked = Asked(made.action.id, later, made.is_risky, made.action.title)
    words = "Schedule" if later else "Publish"
    return modal(words, blocks, callback=CALLBACK, submit=words, metadata=json.dumps(asdict(asked)))


def with_time(view: View, at: datetime, zone: str) -> View:
    """Return the form as Slack sent it, saying when the time picked is; what was typed stays."""
    blocks = [_zones(at, zone) if each["block_id"] == _ZONES else each for each in view["blocks"]]
    return with_blocks(view, blocks)


def _contacts(made: Checklist) -> str:
    found = made.reach
    return (
        f"*{found.eligible:,}* of {counted(found.contacts, 'contact')} in “{escape(made.list_name)}” can be"
        f" texted, for about {counted(made.segments, 'segment')}."
    )


def _time(at: datetime) -> Block:
    block = field("Publish at", "publish_at", datetime_input(at), hint="On your own clock, as Slack has it.")
    # told at once, so that it can be said when that is for the campaign
    return block | {"dispatch_action": True, "element": block["element"] | {"action_id": PUBLISH_AT}}


def _zones(at: datetime, zone: str) -> Block:
    return context(f"That is {in_zone(at, zone)}.") | {"block_id": _ZONES}


def _typed(made: Checklist) -> Block:
    why = f"more than {LARGE:,} contacts" if made.reach.eligible > LARGE else "there are warnings"
    return field(
        "Type the title to confirm", "typed_title", text_input(limit=TITLE_LIMIT), hint=f"Since {why}."
    )


def _ends(*, later: bool) -> str:
    if later:
        return "It is checked once more when the time comes. Should it not be ready, you hear why."
    return "Volunteers can start texting as soon as it is published. You can pause it at any time."

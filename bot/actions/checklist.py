"""The checklist before publishing: what it means in numbers, and the form that publishes or schedules."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.actions.initials import label
from bot.blocks import Block, context, divider, escape, field, modal, section, text_input
from bot.counted import counted
from bot.elements import datetime_input
from bot.request import View
from bot.stacking import with_blocks
from bot.times import moment
from core.actions.checklist import LARGE, Checklist, Warned
from core.actions.drafting import TITLE_LIMIT

CALLBACK = "actions.publish.v1"
PUBLISH_AT = "actions.publish_at"
_ZONES = "zones"
_MOST_CONCERNS = 10
_WHY = {
    "erased": "erased on request",
    "opted_out": "opted out",
    "undeliverable": "with a phone that takes no texts",
    "texted_lately": "texted by another action a short while ago",
}


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
        *_lines(made),
        *_warnings(made),
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


def in_zone(at: datetime, zone: str) -> str:
    """Return an instant on the campaign's clock, and on the reader's."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{there:%A %d %B, %I:%M %p %Z} for the campaign; on your own clock {moment(at)}".replace(
        " 0", " "
    )


def _contacts(made: Checklist) -> str:
    found = made.reach
    return (
        f"*{found.eligible:,}* of {counted(found.contacts, 'contact')} in “{escape(made.list_name)}” can be"
        f" texted, for about {counted(made.segments, 'segment')}."
    )


def _lines(made: Checklist) -> list[Block]:
    parts = [each(made) for each in (_barred, _hours, _van, _volunteers, _assigned, _ending, _number, _cost)]
    return [section("\n".join(f"• {part}" for part in parts if part))]


def _cost(made: Checklist) -> str:
    if not made.dear:
        return ""
    return f"*Cost:* {counted(made.dear, 'script')} could be cheaper; the preview says how."


def _ending(made: Checklist) -> str:
    if not made.ending:
        return ""
    return f"*How to stop:* a first text that does not say so ends with “{escape(made.ending)}”"


def _barred(made: Checklist) -> str:
    barred = made.reach.barred
    reasons = ", ".join(f"{barred[why]:,} {words}" for why, words in _WHY.items() if barred.get(why))
    return f"*Not texted:* {reasons}." if reasons else "*Not texted:* nobody is left out."


def _hours(made: Checklist) -> str:
    found = made.reach
    if not found.asleep:
        return "*Hours:* it is a texting hour for all of them now."
    opens = f" The first of them from {in_zone(found.opens_at, made.timezone)}." if found.opens_at else ""
    unknown = ""
    if found.without_zone:
        unknown = f" Of {found.without_zone:,} the time zone is unknown: they wait for coast to coast hours."
    return f"*Hours:* {found.awake:,} may be texted now, {found.asleep:,} later.{opens}{unknown}"


def _van(made: Checklist) -> str:
    without = made.reach.without_van_id
    return f"*VAN:* {counted(without, 'contact')} without a VAN id; nothing of them syncs." if without else ""


def _volunteers(made: Checklist) -> str:
    if not made.volunteers:
        return "*Volunteers:* nobody has joined yet; they get it as soon as they join."
    return f"*Volunteers:* {made.volunteers:,} will get it at once."


def _assigned(made: Checklist) -> str:
    if made.assigned is None:
        return ""
    whose, nobody = made.assigned, made.reach.contacts - made.assigned.assigned
    people = counted(whose.people, "person", "people")
    told = f"*Assigned:* {counted(whose.assigned, 'contact')} to {people}, {nobody:,} to nobody."
    return f"{told} Nobody's are texted by nobody." if nobody else told


def _number(made: Checklist) -> str:
    return f"*Your number:* {made.registration}." if made.can_send else ""


def _warnings(made: Checklist) -> list[Block]:
    told = [] if made.reach.eligible else ["Nobody can be texted."]
    if made.registration is None:
        told.append("There is no number to text from yet: `textbank doctor` says what is missing.")
    elif not made.can_send:
        told.append(
            f"Your number's registration is {made.registration}: nothing is sent until it is through."
        )
    if made.assigned and made.assigned.out_of_reach:
        lost = counted(made.assigned.out_of_reach, "contact")
        told.append(f"{lost} assigned to people who do not get the action: nobody can text them.")
    told += [_warned(each) for each in made.concerns[:_MOST_CONCERNS]]
    if (more := len(made.concerns) - _MOST_CONCERNS) > 0:
        told.append(f"… and {counted(more, 'more warning')}; the preview shows them all.")
    return [section("\n".join(f":warning: {each}" for each in told))] if told else []


def _warned(each: Warned) -> str:
    return escape(f"{each.name or label(each.number)}: {each.sentence}")


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

"""What publishing an action means in numbers, and what speaks against it. Pure."""

from bot.actions.initials import label
from bot.blocks import Block, escape, section
from bot.counted import counted
from bot.times import in_zone
from core.actions.checklist import Checklist, Warned

_MOST_CONCERNS = 10
_WHY = {
    "erased": "erased on request",
    "opted_out": "opted out",
    "undeliverable": "with a phone that takes no texts",
    "texted_lately": "texted by another action a short while ago",
}


def consequences(made: Checklist) -> Block:
    """Return what publishing means, a line for each matter."""
    parts = [each(made) for each in (_barred, _hours, _van, _volunteers, _assigned, _ending, _number, _cost)]
    return section("\n".join(f"• {part}" for part in parts if part))


def warnings(made: Checklist) -> list[Block]:
    """Return what speaks against publishing; empty when nothing does."""
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


def _ending(made: Checklist) -> str:
    if not made.ending:
        return ""
    return f"*How to stop:* a first text that does not say so ends with “{escape(made.ending)}”"


def _number(made: Checklist) -> str:
    return f"*Your number:* {made.registration}." if made.can_send else ""


def _cost(made: Checklist) -> str:
    if not made.dear:
        return ""
    return f"*Cost:* {counted(made.dear, 'script')} could be cheaper; the preview says how."


def _warned(each: Warned) -> str:
    return escape(f"{each.name or label(each.number)}: {each.sentence}")

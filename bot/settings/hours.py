"""The settings' form for texting hours. Pure but for saving."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.blocks import Block, context, field, option
from bot.elements import select, tick
from bot.forms import Form
from bot.settings.seen import Values
from core.delivery.hours.in_words import hour
from core.models import User
from core.settings.changing import change
from core.settings.looking import Settings
from core.settings.wide_hours import EARLIEST, LATEST

LABELS = {
    "texting_from": "From",
    "sunday_from": "On Sundays from",
    "texting_until": "Until",
    "replies_until": "Answers until",
}


def values(settings: Settings) -> Values:
    """Return what the form shows."""
    campaign = settings.campaign
    shown: Values = {name: getattr(campaign, name) for name in LABELS}
    return shown | {"counsel_agreed": campaign.wide_hours_at is not None}


def blocks(known: Values) -> list[Block]:
    """Return the fields."""
    return [
        context("On the clock of whoever is texted; all zones they may live in must be open."),
        *(field(label, name, hour_menu(known[name])) for name, label in LABELS.items()),
        field(
            "Beyond the usual hours",
            "counsel_agreed",
            tick(known["counsel_agreed"], "Our counsel agreed to these hours"),
            hint="Usual are 9 AM to 8 PM, Sundays from noon. The law's limits are 8 AM and 9 PM.",
            optional=True,
        ),
    ]


def hour_menu(chosen: int | None, *others: Block) -> Block:
    """Return a menu of the hours at which texting may begin or end.

    Args:
        chosen: the hour shown; one that is beyond the limits, as a trial may have it, is offered too.
        others: choices before the hours.
    """
    hours = sorted({*range(EARLIEST, LATEST + 1), *([] if chosen is None else [chosen])})
    options = [*others, *(option(hour(each), str(each)) for each in hours)]
    return select(options, str(options[0]["value"]) if chosen is None else str(chosen))


def read(form: Form) -> Values:
    """Return what was filled in."""
    given: Values = {name: int(form.choice(name) or -1) for name in LABELS}
    return given | {"counsel_agreed": form.choices("counsel_agreed") == ["yes"]}


def save(session: Session, changes: Values, given: Values, by: User, now: datetime) -> object:
    """Keep what was changed; a tick is about all the hours that stand beside it."""
    ticked = "counsel_agreed" in changes
    hours = {name: given[name] for name in LABELS if ticked or name in changes}
    return change(session, hours, counsel_agreed=given["counsel_agreed"], by=by, now=now)

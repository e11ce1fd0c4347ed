"""The settings' form for names, time zone and alerts. Pure."""

from bot.blocks import Block, field, text_input
from bot.elements import channel_select, external_select
from bot.forms import Form
from bot.settings.seen import Values
from bot.summaries.zones import zone_option
from core.naming import NAME_LIMIT

NAMES = ("organisation", "timezone", "contact_first_name", "sender_first_name", "alerts_channel")


def blocks(known: Values) -> list[Block]:
    """Return the fields."""
    return [
        field(
            "Organisation name",
            "organisation",
            text_input(known["organisation"], limit=NAME_LIMIT),
            hint="Who the texts are from: {{ organisation }} in scripts.",
        ),
        field("Time zone", "timezone", external_select(zone_option(known["timezone"]))),
        field(
            "For contacts without a first name",
            "contact_first_name",
            text_input(known["contact_first_name"], limit=NAME_LIMIT),
            hint="As in “Hi there”.",
        ),
        field(
            "For volunteers without a first name",
            "sender_first_name",
            text_input(known["sender_first_name"], limit=NAME_LIMIT),
            hint="As in “this is a volunteer with …”.",
        ),
        field(
            "Alerts channel",
            "alerts_channel",
            channel_select(known["alerts_channel"]),
            hint="Where trouble is told; invite me there. Without one the owners hear of it.",
            optional=True,
        ),
    ]


def read(form: Form) -> Values:
    """Return what was filled in."""
    chosen = ("timezone", "alerts_channel")
    return {name: form.choice(name) if name in chosen else form.text(name) for name in NAMES}

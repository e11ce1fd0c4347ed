"""What the menus in the steps offer as somebody types."""

import re

from slack_bolt import App

from bot.actions import volunteers
from bot.actions.basics import list_option
from bot.suggesting import person_option, suggest
from core.actions import choosing
from core.people import user_lists


def register(app: App) -> None:
    """Listen to the menus."""
    suggest(app, "contact_list", choosing.lists, list_option)
    suggest(app, "user_lists", user_lists.choosing, volunteers.list_option)
    suggest(app, "people", choosing.takers, person_option)
    suggest(app, re.compile(r"^(report|response)_tags$"), choosing.tags)
    suggest(app, "report_fields", choosing.fields)

"""`/textbank volunteers`: who texts for the campaign; found, invited, named in lists, deactivated."""

from slack_bolt import App

from bot.verbs import Verb, Verbs
from bot.volunteers import enrolling, filtering, inviting, leaving, listing, lists, saving, sheet
from core.people.rights import Right

# what whoever may look may press; all else is for those who manage people
LOOKING = (
    "volunteers.turn",
    "volunteers.open",
    "volunteers.filter",
    "volunteers.clear",
    "volunteers.received",
    "volunteers.started",
    "volunteers.in_list",
    "volunteers.lists",
    "user_lists.folder",
)


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the list, one volunteer's page and the user lists."""
    verbs.add(
        Verb(
            "volunteers",
            "Volunteers",
            "Who texts for you: find, invite, deactivate, make user lists",
            listing.asked,
            usage="[NAME OR PHONE]",
            needs=Right.LOOK,
            presses=Right.PEOPLE,
        )
    )
    for pressed in LOOKING:
        verbs.allow(pressed, Right.LOOK)
    for each in (listing, filtering, saving, sheet, leaving, inviting, enrolling, lists):
        each.register(app)

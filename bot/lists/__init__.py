"""`/textbank lists`: the contact lists, and a file becoming contacts."""

from slack_bolt import App

from bot.lists import importing, listing
from bot.request import Request
from bot.verbs import Verb, Verbs


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the list of lists and to the steps of an import."""
    verbs.add(Verb("lists", "Contact lists", "Who can be texted, and imports", answer, usage="[import]"))
    listing.register(app)
    importing.register(app)


def answer(request: Request) -> None:
    """Open the form of an import, or show the lists."""
    if request.words[:1] == ["import"]:
        importing.open_form(request)
    else:
        listing.open_lists(request)

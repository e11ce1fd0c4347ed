"""`/textbank folders`: the folders in their order, what is inside each, and a form for one."""

from slack_bolt import App

from bot.folders import adding, choosing, inside, listing
from bot.verbs import Verb, Verbs


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the list, to a folder's page, and to folders in other features."""
    summary = "Keep lists, actions, tags and fields together"
    verbs.add(Verb("folders", "Folders", summary, listing.SHELF.open))
    listing.register(app)
    for part in (inside, adding):
        part.register(app, listing.SHELF.refresh)
    choosing.register(app, verbs)

"""`/textbank people`: who has which role and rights; given, changed and taken away. Groups give them too."""

from slack_bolt import App

from bot.roles import adding, changing, following, listing
from bot.verbs import Verb, Verbs


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the list and its forms."""
    verbs.add(Verb("people", "People and roles", "Who may do what here", listing.asked))
    for each in (listing, adding, changing, following):
        each.register(app)

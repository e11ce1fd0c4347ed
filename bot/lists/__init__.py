"""`/textbank lists`: the contact lists, a file becoming contacts, and a filter becoming a list.

`listing` shows them, `page` one of them, as `page_views` has it. `importing` takes a file; `filters` makes a
list of `conditions`, or of lists by `combining`; `choosing` fills their menus.
"""

from slack_bolt import App

from bot.lists import choosing, combining, conditions, filters, importing, listing, page
from bot.request import Request
from bot.verbs import Verb, Verbs


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the lists and to all that makes new ones."""
    verbs.add(
        Verb("lists", "Contact lists", "Who can be texted, and imports", answer, usage="[import | filter]")
    )
    for each in (listing, page, filters, conditions, combining, choosing, importing):
        each.register(app)


def answer(request: Request) -> None:
    """Open the form of an import or of a filter, or show the lists."""
    if request.words[:1] == ["import"]:
        importing.open_form(request)
    elif request.words[:1] == ["filter"]:
        filters.open_filter(request)
    else:
        listing.open_lists(request)

"""`/textbank optout`: who must not be texted; staff may add to it, admins lift and import.

The record is in `listing`, one phone in `looking`, the forms in `stopping` and `lifting`, files in `files`.
"""

from slack_bolt import App

from bot.optout import files, lifting, listing, looking, stopping
from bot.request import Request
from bot.verbs import Verb, Verbs
from core.people.rights import Right


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the record, its forms and its files."""
    summary = "Who must not be texted: look up, add, lift"
    verbs.add(Verb("optout", "Opt-outs", summary, answer, usage="[PHONE | import]", needs=Right.LOOK))
    for pressed in ("optout.lift", "optout.import", "optout.upload", "optout.column"):
        verbs.allow(pressed, Right.RUN)
    verbs.allow("optout.export", Right.EXPORT)
    for each in (listing, looking, stopping, lifting, files):
        each.register(app)


def answer(request: Request) -> None:
    """Show the record, how it stands with the phone that was typed, or the form for a file."""
    words = " ".join(request.words)
    if words.lower() == "import":
        files.open_form(request)
    elif any(map(str.isdigit, words)):
        looking.open_standing(request, words)
    else:
        listing.open_record(request)

"""`/textbank contacts`: find a contact, see all that is known, put it right.

`finding` asks and lists whom the words fit, `sheet` is one contact, `pages` its history, conversations and
reports; `details` and `answers` are the two forms that change it, `erasing` the one that erases it.
`words` says each of it.
"""

from slack_bolt import App

from bot.contacts import answers, details, erasing, finding, pages, sheet
from bot.request import Request
from bot.verbs import Verb, Verbs
from core.people.rights import Right


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to its screens. Whoever may look may look; changing is for admins."""
    summary = "Find a person: details, history, conversations"
    usage = "[NAME, PHONE or VAN ID]"
    verbs.add(Verb("contacts", "Contacts", summary, answer, usage=usage, needs=Right.LOOK))
    for each in (finding, sheet, pages, details, answers, erasing):
        each.register(app)


def answer(request: Request) -> None:
    """Find whom the words fit, or ask for words."""
    finding.open_found(request, " ".join(request.words))

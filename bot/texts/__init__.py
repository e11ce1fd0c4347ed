"""`/textbank texts`: a volunteer in Slack links their phone and asks for something to do."""

from slack_bolt import App

from bot.request import Request
from bot.texts import asking, deciding, linking
from bot.verbs import Verb, Verbs
from core.people.inviting import can_sign_in
from core.people.rights import Right
from core.people.signing_in import Deactivated


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, which is open to all, and listen to its forms; who decides must be an admin."""
    summary = "Ask for people to text, or for replies to answer"
    verbs.add(Verb("texts", "Texts", summary, asked, needs=None))
    verbs.allow("texts.decide", Right.RUN)
    for each in (linking, asking, deciding):
        each.register(app)


def asked(request: Request) -> None:
    """Ask what they want; whoever has no phone linked is asked for that first."""
    person = request.asker
    if person and person.deactivated_at:
        raise Deactivated
    if person and can_sign_in(person):
        request.open(asking.present(request.database, person))
    else:
        request.open(linking.phone_form(*linking.names(request)))

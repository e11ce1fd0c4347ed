"""`/textbank actions`: the list of actions, the steps that draft one, publishing, closing, copying.

`listing` shows them, `managing` one of them. `stepping` walks through the `steps`, each a file of its own:
`basics`, `initials`, `responses` (by `scripting` and `response_form`), `report`, `volunteers`, `preview`;
`menus` fills their menus, and `place` is what they remember. `publishing` asks by the `checklist`, which
tells the `consequences`.
"""

from slack_bolt import App

from bot.actions import copying, listing, managing, menus, publishing, scripting, stepping
from bot.request import Request
from bot.verbs import Verb, Verbs


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the list, the steps and the menus in them."""
    verbs.add(Verb("actions", "Actions", "Draft, publish and pause actions", asked, usage="[new]"))
    for part in (listing, stepping, scripting, menus, publishing, managing, copying):
        part.register(app)


def asked(request: Request) -> None:
    """Show the list, or begin a new action at once."""
    if request.words[:1] == ["new"]:
        stepping.begin(request)
    else:
        listing.show(request)

"""Who texts an action, and on what terms: a form by itself, from the preview or from a running action."""

from collections.abc import Sequence

from bot.actions.place import place_of
from bot.blocks import Block, context, field, modal, option
from bot.elements import multi_external_select, number_input, radio, tick
from bot.forms import Form
from bot.request import View
from bot.suggesting import person_option
from core.actions.targets import ALL, LISTS, MOST_TARGETS, PEOPLE, Targets
from core.actions.terms import LARGEST_SHARE, Terms
from core.models import Action, User, UserList

CALLBACK = "actions.volunteers.v1"
SENT_TO = "actions.sent_to"

_CHOICES = {
    ALL: ("All volunteers", "Whoever joins later gets it too"),
    LISTS: ("User lists", "Whoever comes into one of them later gets it too"),
    PEOPLE: ("People I pick", ""),
}


def build(action: Action, terms: Terms, lists: Sequence[UserList], people: Sequence[User]) -> View:
    """Return the form.

    Args:
        terms: as they are, or as somebody has typed them.
        lists, people: those chosen that are still there.
    """
    blocks = [
        _sent_to(terms.targets.sent_to),
        *_targets(terms.targets.sent_to, lists, people),
        *([] if action.state == "draft" else [context(_RUNNING)]),
        field(
            "Most contacts for each",
            "most_each",
            number_input(terms.most_each, least=1, most=LARGEST_SHARE),
            hint="How many one volunteer may take in this action in all. Empty is no limit.",
            optional=True,
        ),
        field(
            "Assignments",
            "keeps_assignments",
            tick(terms.keeps_assignments, "Keep contact assignments", "Each texts only their own contacts"),
            hint="Contacts that are assigned to nobody are then texted by nobody.",
            optional=True,
        ),
        field(
            "Approval",
            "approves_texts",
            tick(terms.approves_texts, "An admin approves texts asked for in Slack"),
            optional=True,
        ),
    ]
    place = str(place_of(action))
    return modal("Action: volunteers", blocks, callback=CALLBACK, submit="Save", metadata=place)


def read(view: View) -> Terms:
    """Return what somebody filled in."""
    given = Form(view)
    lists, people = (tuple(int(each) for each in given.choices(name)) for name in ("user_lists", "people"))
    return Terms(
        Targets(given.choice(SENT_TO) or "", lists, people),
        most_each=given.number("most_each"),
        keeps_assignments=bool(given.choices("keeps_assignments")),
        approves_texts=bool(given.choices("approves_texts")),
    )


def list_option(each: UserList) -> Block:
    """Return a user list as an option."""
    return option(each.name, str(each.id), f"made {each.created_at:%d %B %Y}")


def _sent_to(chosen: str) -> Block:
    choices = [option(words, value, more) for value, (words, more) in _CHOICES.items()]
    block = field("Who gets it", "sent_to", radio(choices, chosen))
    # told at once, so that the menu that belongs to the choice can be shown
    element = block["element"] | {"action_id": SENT_TO}
    return block | {"dispatch_action": True, "element": element}


def _targets(sent_to: str, lists: Sequence[UserList], people: Sequence[User]) -> list[Block]:
    if sent_to == LISTS:
        menu = multi_external_select([list_option(each) for each in lists], placeholder="Type to search")
        return [field("User lists", "user_lists", menu | {"max_selected_items": MOST_TARGETS}, optional=True)]
    if sent_to == PEOPLE:
        menu = multi_external_select([person_option(each) for each in people], placeholder="Type a name")
        return [field("People", "people", menu | {"max_selected_items": MOST_TARGETS}, optional=True)]
    return []


_RUNNING = (
    "Whoever is added gets it at once. Whoever is left out keeps it, with the conversations in their hands:"
    " `/reassign` moves those."
)

"""Step 1 of 5: what the action is about."""

from collections.abc import Sequence

from bot.actions.place import Place, place_of, step
from bot.blocks import Block, field, modal, option, section, text_input
from bot.elements import channel_select, external_select, number_input
from bot.folders import choosing
from bot.forms import Form
from bot.request import View
from core.actions.drafting import INSTRUCTIONS_LIMIT, LARGEST_BATCH, TITLE_LIMIT, Basics
from core.models import Action, ContactList, Folder

CALLBACK = "actions.basics.v1"


def build(
    action: Action | None, chosen: ContactList | None, batch_size: int, folders: Sequence[Folder] = ()
) -> View:
    """Return the form.

    Args:
        chosen: the list it has; None while there is none, or when it was archived.
        batch_size: the campaign's usual one.
        folders: those that it is in.
    """
    place = place_of(action) if action else Place()
    blocks = [
        field("Title", "title", text_input(action.title if action else "", limit=TITLE_LIMIT)),
        field(
            "Instructions",
            "instructions",
            text_input(action.instructions if action else "", multiline=True, limit=INSTRUCTIONS_LIMIT),
            hint="Volunteers read this before they start.",
            optional=True,
        ),
        *([_list_field(chosen)] if place.draft else []),
        field(
            "Batch size",
            "batch_size",
            number_input(action.batch_size if action else batch_size, least=1, most=LARGEST_BATCH),
            hint="How many contacts a volunteer gets at a time.",
            optional=True,
        ),
        field(
            "Channel for news",
            "channel",
            channel_select(action.channel if action else None),
            hint="It hears when the action is published. Invite me there if it is private.",
            optional=True,
        ),
        choosing.folders_field(folders),
    ]
    return step(1, blocks, CALLBACK, place)


def no_list_yet() -> View:
    """Return what stands in for the form while there is nobody to text."""
    words = "An action texts a contact list, and there is none yet. Import one: `/textbank lists import`"
    return modal("Import a list first", [section(words)], callback="actions.no_list.v1")


def read(view: View) -> Basics:
    """Return what somebody filled in."""
    given = Form(view)
    chosen = given.choice("contact_list")
    return Basics(
        title=given.text("title"),
        instructions=given.text("instructions"),
        list_id=int(chosen) if chosen else None,
        batch_size=given.number("batch_size"),
        channel=given.choice("channel"),
    )


def read_folders(view: View) -> tuple[int, ...]:
    """Return the ids of the folders chosen."""
    return choosing.read(Form(view))


def list_option(chosen: ContactList) -> Block:
    """Return a contact list as an option; two of one name are told apart by their day."""
    return option(chosen.name, str(chosen.id), f"made {chosen.created_at:%d %B %Y}")


def _list_field(chosen: ContactList | None) -> Block:
    menu = external_select(list_option(chosen) if chosen else None, placeholder="Type to search")
    return field("Contact list", "contact_list", menu)

"""Ask for a name, a phone or a VAN ID, and show whom it fits."""

from slack_bolt import Ack, App

from bot.blocks import Block, button, context, escape, field, loading, modal, section, text_input
from bot.contacts import sheet
from bot.contacts.words import card
from bot.forms import Form
from bot.request import Request, View
from bot.slowly import finish
from core.contacts import finding
from core.contacts.finding import LONGEST, Found
from core.contacts.phones import as_written
from core.db import Database
from core.models import Contact, User

FORM = "contacts.find.v1"
_TITLE = "Contacts"


def register(app: App) -> None:
    """Listen to the form."""
    app.view(FORM)(submitted)


def open_found(request: Request, words: str) -> None:
    """Show whom the words fit; without words, ask for them."""
    if not words:
        request.open(form())
        return
    finding.worded(words)
    opened = request.open(loading(_TITLE, "Looking …"))
    finish(request.client, opened["id"], lambda: present(request.database, request.person, words))


def submitted(ack: Ack, view: View, database: Database, person: User) -> None:
    # with a million contacts it takes less than a second, so that the answer is the acknowledgement
    ack(response_action="update", view=present(database, person, Form(view).text("words")))


def present(database: Database, person: User, words: str) -> View:
    """Return the modal of those whom the words fit; a single one is shown at once."""
    with database.readers() as session:
        found = finding.find(session, words, by=person)
    if len(found.people) == 1:
        return sheet.present(database, person, found.people[0].id)
    return results(found, words)


def form(words: str = "") -> View:
    """Return the form that asks whom to look for."""
    hint = "First name, last name or both; a phone, or its last four digits; or an id from VAN."
    blocks = [field("Name, phone or VAN ID", "words", text_input(words, limit=LONGEST), hint=hint)]
    return modal(_TITLE, blocks, callback=FORM, submit="Find")


def results(found: Found, words: str) -> View:
    """Return those whom the words fit, with the form to look again."""
    blocks = form(words)["blocks"] + [_head(found, words), *map(_line, found.people)]
    return modal(_TITLE, blocks, callback=FORM, submit="Find again")


def _head(found: Found, words: str) -> Block:
    if found.are_more:
        return context(f"More than {len(found.people)} people. Type more of the name to see fewer.")
    if not found.people:
        return section(f"Nobody fits “{escape(words)}”. Try a part of the name, or the phone.")
    return context(f"{len(found.people)} people")


def _line(contact: Contact) -> Block:
    name = contact.name or as_written(contact.phone)
    return section(card(contact), button("Open", "contacts.show", str(contact.id), label=f"Open {name}"))

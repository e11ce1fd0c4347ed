"""What became of one contact, in the place of its sheet: the history, the conversations, the reports."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, button, clip, modal, section
from bot.contacts import words
from bot.contacts.sheet import contact_id_of, metadata
from bot.paging import foot
from bot.request import View
from core.contacts import history
from core.contacts.history import PAGE, Page, Talk
from core.contacts.sheet import look
from core.db import Database
from core.models import Contact, User

THREAD = "review.thread"  # another screen's: the texts of one conversation
# what the ids of its buttons begin with → title, what it says when it is empty
TITLES = {
    "contacts.history": ("History", "Nothing has been learned of them yet."),
    "contacts.talks": ("Conversations", "They are in no action yet."),
    "contacts.reports": ("Reports", "Nobody has filed a report on them yet."),
}


def register(app: App) -> None:
    """Listen to the buttons that lead to each page, and to those that turn it."""
    for area in TITLES:
        for pressed in (area, f"{area}.previous", f"{area}.next"):
            app.action(pressed)(asked)


def asked(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    pressed, contact_id = body["actions"][0], contact_id_of(body["view"])
    area = pressed["action_id"].removesuffix(".previous").removesuffix(".next")
    shown = present(database, person, contact_id, area, int(pressed.get("value") or 0))
    client.views_update(view_id=body["view"]["id"], view=shown)


def present(database: Database, person: User, contact_id: int, area: str, number: int) -> View:
    """Return one page, by what its ids begin with. Raises NotFound, NotAllowed."""
    with database.readers() as session:
        contact = look(session, contact_id, by=person)
        return view(contact, _READ[area](session, contact, number), area)


def view(contact: Contact, page: Page[Any], area: str) -> View:
    """Return the modal of one page."""
    title, nothing = TITLES[area]
    lines = [_SHOWN[area](each) for each in page.shown] or [section(nothing)]
    blocks = [section(words.named(contact), button("Back to the contact", "contacts.back")), *lines]
    blocks += foot(page.number, PAGE, page.total, area)
    return modal(title, blocks, callback=f"{area}.v1", metadata=metadata(contact.id))


def _talk(each: Talk) -> Block:
    label = clip(f"Open the conversation in {each.action}", 75)
    return section(words.talk(each), button("Open", THREAD, str(each.conversation.id), label=label))


_READ: dict[str, Callable[..., Page[Any]]] = {
    "contacts.history": history.learned,
    "contacts.talks": history.talks,
    "contacts.reports": history.reports,
}
_SHOWN: dict[str, Callable[[Any], Block]] = {
    "contacts.history": lambda each: section(words.learned(each)),
    "contacts.talks": _talk,
    "contacts.reports": lambda each: section(words.filed(each)),
}

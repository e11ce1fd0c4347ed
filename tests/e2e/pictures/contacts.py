"""Contact lists, importing, and one contact."""

from pathlib import Path

from tests.e2e.acting import Console
from tests.e2e.pictures.album import Album

FILE = """First Name,Last Name,Cell Phone,VANID,Needs a ride
Rosa,Diaz,(212) 555-0161,70161,yes
Ira,Feld,(212) 555-0162,70162,no
Una,Okafor,(212) 555-0163,70163,yes
Ned,Byrne,555-0164,70164,
"""


def bring_in(maya: Console, album: Album, folder: Path) -> None:
    """Import a file: first only to see what it would change."""
    file = folder / "neighbours.csv"
    file.write_text(FILE)
    maya.open("/textbank lists import", "Import contacts")
    maya.fill("List name", "Neighbours")
    maya.modal.get_by_label("File").set_input_files(file)
    maya.press("Next")
    maya.says("Only tell me what would change")
    maya.modal.get_by_label("Only tell me what would change").check()
    album.modal(maya, "slack-import-columns")
    maya.press("Import")
    maya.says("Dry run started")
    maya.close()
    maya.go("Textbank")
    maya.reads("Nothing was changed. It would be:")
    album.message(maya, "slack-import-dry-run", "It would be:")
    maya.press_here("Import now")
    maya.reads("Imported neighbours.csv into Neighbours")
    maya.go("textbank")


def lists(maya: Console, album: Album) -> None:
    """Look at the lists, and make new ones of them."""
    maya.open("/textbank lists", "Contact lists")
    album.modal(maya, "slack-lists")
    maya.modal.get_by_role("button", name="Open Riverside voters").click()
    maya.shows("Contact list")
    album.modal(maya, "slack-list")
    maya.close()
    _filter(maya, album)
    maya.open("/textbank lists", "Contact lists")
    maya.press("Combine lists")
    maya.shows("Combine lists")
    for name in ("Riverside voters", "Neighbours"):
        maya.modal.get_by_role("combobox", name="Lists", exact=True).fill(name)
        maya.page.get_by_role("option", name=name).first.click()
    album.modal(maya, "slack-lists-combine")
    maya.close()


def contact(maya: Console, album: Album, name: str) -> None:
    """Find somebody, and see all that is known of them."""
    maya.open("/textbank contacts", "Contacts")
    maya.fill("Name, phone or VAN ID", name)
    album.modal(maya, "slack-contacts")
    maya.close()
    _open(maya, name)
    album.modal(maya, "slack-contact")
    maya.close()
    for button, title, picture in (
        ("Edit details", "Edit contact", "slack-contact-edit"),
        ("Erase …", "Erase a person", "slack-contact-erase"),
    ):
        _open(maya, name)
        maya.press(button)
        maya.shows(title)
        album.modal(maya, picture)
        maya.close()
    _open(maya, name)
    maya.modal.get_by_role("button", name="History of tags and answers").click()
    maya.says("Back")
    album.modal(maya, "slack-contact-history")
    maya.close()


def _open(maya: Console, name: str) -> None:
    maya.say(f"/textbank contacts {name}")
    maya.shows("Contact")


def _filter(maya: Console, album: Album) -> None:
    maya.open("/textbank lists filter", "New list")
    maya.modal.get_by_label("Add a condition").select_option("Replied")
    maya.shows("Replied")
    maya.press("Add")
    maya.shows("New list")
    maya.says("Remove")
    album.modal(maya, "slack-list-filter")
    maya.close()

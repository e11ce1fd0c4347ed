"""Tags, custom fields, their options, folders."""

from tests.e2e.acting import Console
from tests.e2e.pictures.album import Album


def folders(maya: Console, album: Album) -> None:
    """Make a folder for the weekend."""
    maya.open("/textbank folders", "Folders")
    maya.press("Create folder")
    maya.fill("Folder name", "Weekend")
    maya.press("Save")
    maya.says("Weekend")
    maya.close()


def tags(maya: Console, album: Album) -> None:
    """Make a tag in the folder, and an opt-out tag of one that people have."""
    maya.open("/tags", "Tags")
    maya.press("Create tag")
    maya.shows("Create tag")
    maya.fill("Tag name", "Needs a ride")
    maya.choose("Folders", "Weekend")
    album.modal(maya, "slack-tag")
    maya.press("Save")
    maya.says("Needs a ride")
    album.modal(maya, "slack-tags")
    maya.close()
    maya.open("/textbank folders", "Folders")
    album.modal(maya, "slack-folders")
    maya.press("Open")
    maya.shows("Folder")
    maya.modal.get_by_role("combobox").first.select_option("Tags (1)")
    maya.says("Needs a ride")
    album.modal(maya, "slack-folder")
    maya.close()


def opt_out_question(maya: Console, album: Album) -> None:
    """Ask what becomes of those who have the tag already."""
    _edit(maya, "Needs a ride")
    maya.modal.get_by_role("group", name="Opt-out tag").get_by_role("checkbox").check()
    maya.press("Save")
    maya.says("may still be texted")
    album.modal(maya, "slack-tag-opt-out")
    maya.close()


def clash(maya: Console, abe: Console, album: Album) -> None:
    """Let two admins change one tag at once."""
    _edit(abe, "Needs a ride")
    _edit(maya, "Needs a ride")
    maya.fill("Tag name", "Needs a lift")
    maya.press("Save")
    maya.says("Needs a lift")
    maya.close()
    abe.fill("Tag name", "Wants a ride")
    abe.press("Save")
    abe.says("Take theirs")
    album.modal(abe, "slack-tag-clash")
    abe.close()


def fields(maya: Console, album: Album) -> None:
    """Look at a selection and its options."""
    maya.open("/textbank fields", "Custom fields")
    album.modal(maya, "slack-fields")
    maya.press("Edit")
    maya.shows("Edit field")
    album.modal(maya, "slack-field")
    maya.press("Options")
    maya.shows("Options")
    album.modal(maya, "slack-options")
    maya.close()


def _edit(console: Console, name: str) -> None:
    console.open("/tags", "Tags")
    console.modal.get_by_role("button", name=f"Edit {name}").click()
    console.shows("Edit tag")

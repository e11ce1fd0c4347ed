"""The menu, Home, settings, and the screens that stand alone."""

from tests.e2e.acting import Console
from tests.e2e.pictures.album import Album

_ALONE = (
    ("/reassign", "Reassign", "slack-reassign"),
    ("/textbank optout", "Opt-outs", "slack-optout"),
    ("/textbank settings", "Settings", "slack-settings"),
)


def menu(maya: Console, album: Album) -> None:
    """Show all verbs, by the shortcut."""
    maya.page.get_by_role("button", name="Text bank", exact=True).click()
    maya.shows("Text bank")
    album.modal(maya, "slack-menu", height=720)
    maya.close()


def rest(maya: Console, album: Album) -> None:
    """Open what needs no play, and end at Home."""
    for command, title, name in _ALONE:
        maya.open(command, title)
        album.modal(maya, name)
        maya.close()
    _states(maya, album)
    _summary(maya, album)
    maya.go("App Home")
    maya.reads("Volunteers join here")
    album.place(maya, "slack-home")


def _states(maya: Console, album: Album) -> None:
    maya.open("/textbank settings", "Settings")
    maya.press("See table")
    maya.shows("Hours by state")
    album.modal(maya, "slack-states", height=720)
    maya.close()


def _summary(maya: Console, album: Album) -> None:
    maya.open("/textbank summaries", "Summaries")
    maya.press("Create summary")
    maya.shows("New summary")
    maya.modal.get_by_label("Channel").select_option("#textbank")
    maya.press("Save")
    maya.says("Send now")
    album.modal(maya, "slack-summaries")
    maya.close()

"""Who may do what, who did what, who texts."""

from tests.e2e.acting import Console
from tests.e2e.pictures.album import Album


def roles(maya: Console, album: Album) -> None:
    """Give a role by hand, and let one follow a user group."""
    for button, title, name in (
        ("Add people", "Add people", "slack-people-add"),
        ("Follow a user group", "Follow a user group", "slack-people-group"),
    ):
        maya.open("/textbank people", "People and roles")
        maya.press(button)
        maya.shows(title)
        album.modal(maya, name)
        maya.close()
    maya.open("/textbank people", "People and roles")
    album.modal(maya, "slack-people")
    maya.close()


def audit(maya: Console, album: Album) -> None:
    """Read the trail, then what was done to actions."""
    maya.open("/textbank audit", "Audit trail")
    album.modal(maya, "slack-audit", height=720)
    maya.modal.get_by_label("What").select_option("Actions and scripts")
    maya.lacks("imported")
    album.modal(maya, "slack-audit-filtered", height=720)
    maya.close()


def volunteers(maya: Console, album: Album) -> None:
    """Look at Jo, all but deactivate her, and invite others."""
    maya.open("/textbank volunteers", "Volunteers")
    album.modal(maya, "slack-volunteers")
    maya.modal.get_by_role("button", name="Open Jo Park").click()
    maya.shows("Volunteer")
    album.modal(maya, "slack-volunteer")
    maya.press("Deactivate")
    maya.shows("Deactivate")
    album.modal(maya, "slack-volunteer-deactivate")
    maya.close()
    maya.open("/textbank volunteers", "Volunteers")
    maya.press("Invite")
    maya.shows("Invite volunteers")
    album.modal(maya, "slack-invite")
    maya.close()


def user_lists(maya: Console, album: Album) -> None:
    """Make a list of two volunteers."""
    maya.open("/textbank volunteers", "Volunteers")
    maya.press("User lists")
    maya.shows("User lists")
    maya.press("New list")
    maya.shows("New user list")
    maya.fill("List name", "Evening shift")
    maya.choose("Add volunteers", "Jo Park")
    maya.press("Save")
    maya.says("Evening shift")
    album.modal(maya, "slack-user-lists")
    maya.close()

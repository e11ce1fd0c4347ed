"""An action from its first step to its publishing, and what is kept with it."""

from tests.e2e.acting import Console
from tests.e2e.pictures.album import Album

TITLE = "Drive neighbours to vote"
SCRIPT = """Hi {{ first_name | default("friend") }}, {{ sender_first_name }} from {{ organisation }}. \
Can you drive a neighbour to vote on Saturday? Reply STOP to opt out."""
ANSWER = "Thank you, {{ first_name }}! When are you free: morning or afternoon?"


def draft(maya: Console, album: Album) -> None:
    """Write an action in five steps."""
    maya.open("/textbank actions new", "Action: 1 of 5")
    maya.fill("Title", TITLE)
    maya.choose("Contact list", "Neighbours")
    maya.modal.get_by_label("Channel for news").select_option("#textbank")
    album.modal(maya, "slack-action-basics")
    maya.press("Next")
    maya.shows("Action: 2 of 5")
    maya.fill("Initial script", SCRIPT)
    album.modal(maya, "slack-action-initials")
    maya.press("Next")
    maya.shows("Action: 3 of 5")
    _response(maya, album)
    maya.press("Next")
    maya.shows("Action: 4 of 5")
    album.modal(maya, "slack-action-report")
    maya.press("Next")
    maya.shows("Action: 5 of 5")
    album.modal(maya, "slack-action-preview")
    _publish(maya, album)


def running(maya: Console, album: Album) -> None:
    """Look at the actions, and at the one that runs."""
    maya.open("/textbank actions", "Actions")
    album.modal(maya, "slack-actions")
    maya.modal.get_by_role("button", name="Manage Get out the vote").click()
    maya.shows("Action")
    album.modal(maya, "slack-action")
    maya.press("Edit responses")
    maya.says("Add response")
    album.modal(maya, "slack-action-responses")
    maya.close()


def notes(maya: Console, album: Album) -> None:
    """Keep what was said in the channel with the action."""
    maya.say("Polls close at 7 PM on Tuesday, not 8.")
    maya.reads("Polls close at 7 PM")
    maya.press_here("Add to notes")
    maya.shows("Add to notes")
    album.modal(maya, "slack-action-note")
    maya.press("Add")
    maya.shows("Notes")
    album.modal(maya, "slack-notes")
    maya.close()


def _response(maya: Console, album: Album) -> None:
    maya.press("Add response")
    maya.shows("Add response")
    maya.fill("Response name", "Can drive")
    maya.modal.get_by_label("Text", exact=True).fill(ANSWER)
    maya.fill("Answers that sending it notes", "Support rating = Strong supporter")
    album.modal(maya, "slack-action-response")
    maya.press("Save")
    maya.says("Can drive")


def _publish(maya: Console, album: Album) -> None:
    maya.press("Edit volunteers")
    maya.shows("Action: volunteers")
    maya.modal.get_by_label("An admin approves texts asked for in Slack").check()
    album.modal(maya, "slack-action-volunteers")
    maya.press("Save")
    maya.shows("Action: 5 of 5")
    maya.press("Schedule …")
    maya.says("Publish at")
    album.modal(maya, "slack-action-schedule")
    maya.press("Cancel")
    maya.press("Publish …")
    maya.says("can be texted")
    album.modal(maya, "slack-action-checklist")
    maya.press("Publish")
    maya.says("is published")
    maya.close()

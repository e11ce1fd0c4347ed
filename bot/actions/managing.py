"""One action: its numbers, and the buttons that pause, resume, close and open it again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.actions import listing
from bot.actions.place import Place, copy_button, edit_buttons, publish_buttons
from bot.blocks import Block, actions, button, confirm, context, escape, modal, section
from bot.counted import counted
from bot.request import View
from bot.results import listening as results
from bot.results.views import Place as ResultsPlace
from core.actions import states
from core.actions.listing import ActionLine, get_action, lines
from core.db import Database
from core.models import Action, User
from core.models.action import OUT

VERBS: dict[str, Callable[..., Action]] = {
    "actions.pause": states.pause,
    "actions.resume": states.resume,
    "actions.close": states.close,
    "actions.reopen": states.reopen,
}


def register(app: App) -> None:
    app.action("actions.manage")(manage_pressed)
    app.action("actions.results")(results_pressed)
    for action_id in VERBS:
        app.action(action_id)(state_pressed)


def manage_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    view = show(database, person, int(body["actions"][0]["value"]))
    client.views_push(trigger_id=body["trigger_id"], view=view)


def results_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    """Show the results in this modal's place: there must be room for two more on top."""
    ack()
    place = ResultsPlace(int(body["actions"][0]["value"]))
    view = results.show(database, person, place, now)
    client.views_update(view_id=body["view"]["id"], view=view)


def state_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    pressed, view = body["actions"][0], body["view"]
    with database.sessions.begin() as session:
        VERBS[pressed["action_id"]](session, int(pressed["value"]), by=person, now=now)
    client.views_update(view_id=view["id"], view=show(database, person, int(pressed["value"])))
    listing.refresh(client, database, person, view)


def show(database: Database, person: User, action_id: int) -> View:
    """Return an action's modal."""
    with database.readers() as session:
        return page(session, action_id, person)


def page(session: Session, action_id: int, person: User) -> View:
    """Return an action's modal, read in this transaction."""
    action = get_action(session, action_id, by=person)
    (line,) = lines(session, [action.id])
    return build(line, action.instructions)


def build(line: ActionLine, instructions: str) -> View:
    """Return the modal for an action in its present state."""
    blocks = [section(listing.words(line))]
    if instructions:
        blocks.append(section(f"*Instructions*\n{escape(instructions)}"))
    blocks.append(actions(*_buttons(line), copy_button(line.id), button("Notes", "notes.show", str(line.id))))
    if line.state in (*OUT, "scheduled"):
        wordings = button("Earlier wordings", "actions.wordings", str(line.id))
        blocks.append(actions(*edit_buttons(line.id), wordings))
        blocks.append(context(_SCHEDULED if line.state == "scheduled" else _RUNNING))
    return modal("Action", blocks, callback="actions.manage.v1", metadata=str(Place(line.id)))


def _buttons(line: ActionLine) -> list[Block]:
    value = str(line.id)
    results_button = [button("Results", "actions.results", value)] if line.contacts else []
    if line.state == "published":
        told = "Volunteers can text nobody until you resume it. Replies still come in."
        sure = confirm("Pause this action?", told, "Pause", "Keep running")
        return [*results_button, button("Pause", "actions.pause", value, confirm=sure), _close(line)]
    if line.state == "paused":
        resume = button("Resume", "actions.resume", value, style="primary")
        return [*results_button, resume, _close(line)]
    if line.state == "scheduled":
        return [*publish_buttons(line.id), button("Back to draft", "actions.unschedule", value)]
    if line.state == "closed":
        return [*results_button, _reopen(line)]
    if line.state == "draft":
        return [button("Continue", "actions.step.basics", value, style="primary")]
    return [_close(line)]


def _close(line: ActionLine) -> Block:
    told = f"{_left(line)} Replies still come in, conversations and figures stay, and you can open it again."
    sure = confirm("End this action?", told, "End it", "Keep it", danger=True)
    return button("End action", "actions.close", str(line.id), style="danger", confirm=sure)


def _reopen(line: ActionLine) -> Block:
    if not line.was_out:
        return button("Open again", "actions.reopen", str(line.id))
    told = f"{_left(line)} Volunteers can text them again at once, and whoever joined since gets it too."
    sure = confirm("Open this action again?", told, "Open it", "Leave it")
    return button("Open again", "actions.reopen", str(line.id), confirm=sure)


def _left(line: ActionLine) -> str:
    return f"{line.contacts - line.texted:,} of {counted(line.contacts, 'contact')} are not texted yet."


_RUNNING = "A change of wording counts for the texts that are sent from then on."
_SCHEDULED = "Its list can be changed once it is back to draft. “Schedule …” sets another time."

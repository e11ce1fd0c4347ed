"""What the person at the browser does: the same acts that the test driver calls."""

import json
from http import HTTPStatus

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.slack import acts, messages
from sandbox.slack.console.blueprint import Looker, bp, looker, surface
from sandbox.slack.console.forms import keep_draft
from sandbox.slack.console.mrkdwn import escaped
from sandbox.slack.console.reading import value_of
from sandbox.slack.payloads import Surface
from sandbox.slack.records import Json, Message, View
from sandbox.slack.values import elements

_DONE = ("", HTTPStatus.NO_CONTENT)


@bp.post("/_console/say")
def say() -> ResponseReturnValue:
    """A line from the composer: a slash command, or a message."""
    looking = looker()
    channel = looking.channel or looking.state.dm(looking.user.id)
    name, _, text = request.form["line"].strip().partition(" ")
    if not name:
        return _DONE
    if not name.startswith("/"):
        said = escaped(request.form["line"].strip())
        messages.post(looking.state, channel, {"text": said}, by=looking.user.id)
    elif name in looking.state.app.commands:
        acts.command(looking.desk, looking.user, channel, name, text.strip())
    else:
        looking.desk.notice(looking.user.id, f"{name} is not a valid command.", channel)
    return _DONE


@bp.post("/_console/press")
def press() -> ResponseReturnValue:
    """A button, or a choice of an overflow menu."""
    looking = looker()
    there = surface(looking)
    block, element = _element(there)
    keep_draft(looking.state, looking.user, there, request.form, request.files)
    chosen = json.loads(request.form.get("chosen") or "null")
    acts.press(looking.desk, looking.user, there, block, element, chosen)
    return _DONE


@bp.post("/_console/shortcut")
def shortcut() -> ResponseReturnValue:
    """A shortcut of the app, on a message or on none."""
    looking = looker()
    callback_id = request.form["shortcut"]
    if not request.form.get("surface"):
        acts.shortcut(looking.desk, looking.user, callback_id)
        return _DONE
    there = surface(looking)
    if not isinstance(there, Message):
        abort(404)
    acts.message_shortcut(looking.desk, looking.user, callback_id, there)
    return _DONE


@bp.post("/_console/change")
def change() -> ResponseReturnValue:
    """Another value in an input or menu."""
    looking = looker()
    there = surface(looking)
    block, element = _element(there)
    keep_draft(looking.state, looking.user, there, request.form, request.files)
    value = value_of(looking.state, looking.user, there, block, element)
    acts.change(looking.desk, looking.user, there, block, element, value)
    return _DONE


@bp.post("/_console/submit")
def submit() -> ResponseReturnValue:
    """A modal's submit button."""
    looking = looker()
    view = _open_modal(looking)
    keep_draft(looking.state, looking.user, view, request.form, request.files)
    acts.submit(looking.desk, looking.user, view)
    return _DONE


@bp.post("/_console/close")
def close() -> ResponseReturnValue:
    """A modal's close button, or its corner cross, which closes all."""
    looking = looker()
    if request.form.get("everything") != "1":
        acts.close(looking.desk, looking.user, _open_modal(looking))
    elif stack := looking.state.stack(looking.user.id):  # whatever came on top since the page was made
        acts.close(looking.desk, looking.user, stack[-1], everything=True)
    return _DONE


@bp.post("/_console/home")
def home() -> ResponseReturnValue:
    """The Home tab comes into view."""
    looking = looker()
    acts.open_home(looking.desk, looking.user)
    return _DONE


@bp.post("/_console/options")
def load_options() -> ResponseReturnValue:
    """The options of an external menu for what was typed, without their groups."""
    looking = looker()
    there = surface(looking)
    block, element = _element(there)
    query = request.form.get("query", "")
    found = acts.load_options(looking.desk, looking.user, there, block, element, query)
    return jsonify([option for item in found for option in item.get("options", [item])])


def _element(there: Surface) -> tuple[Json, Json]:
    wanted = (request.form["block"], request.form["action"])
    pairs = elements(there.blocks)
    found = next((each for each in pairs if (each[0]["block_id"], each[1]["action_id"]) == wanted), None)
    return found or abort(404)


def _open_modal(looking: Looker) -> View:
    stack = looking.state.stack(looking.user.id)
    if not stack or stack[-1].id != request.form["surface"]:
        abort(404)
    return stack[-1]

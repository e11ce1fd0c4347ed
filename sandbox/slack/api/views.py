"""views.*: modals and Home tabs by the app."""

from sandbox.slack import views
from sandbox.slack.api.call import Call, method
from sandbox.slack.errors import SlackError
from sandbox.slack.link import PATIENCE_SECONDS
from sandbox.slack.records import Json
from sandbox.slack.showing import view_json


@method("views.open")
def open_view(call: Call) -> Json:
    """Open a modal by the trigger of something a person just did."""
    body = _view(call, "modal")
    trigger = views.exchange(call.state, call.need("trigger_id", "interactivity_pointer"))
    return {"view": view_json(call.state, views.show(call.state, trigger.user, body))}


@method("views.push")
def push(call: Call) -> Json:
    """Put a modal on top of the one where a person just did something."""
    body = _view(call, "modal")
    trigger = views.exchange(call.state, call.need("trigger_id", "interactivity_pointer"))
    if trigger.view_id is None:
        raise SlackError("invalid_trigger_id")  # only a click inside a modal may push
    return {"view": view_json(call.state, views.push(call.state, trigger.user, body))}


@method("views.update")
def update(call: Call) -> Json:
    """Replace a modal by its view_id or external_id."""
    body = _view(call, "modal", "home")
    call.need("view_id", "external_id")
    view = views.find(call.state, call.text("view_id"), call.text("external_id"))
    call.state.wait_until(lambda: not view.submitting, PATIENCE_SECONDS)
    return {"view": view_json(call.state, views.update(call.state, view, body, call.text("hash")))}


@method("views.publish")
def publish(call: Call) -> Json:
    """Show a person's Home tab."""
    body = _view(call, "home")
    user = call.state.user(call.need("user_id"))
    return {"view": view_json(call.state, views.publish(call.state, user.id, body, call.text("hash")))}


def _view(call: Call, *kinds: str) -> Json:
    call.need("view")
    body = call.json("view", "invalid_arguments")
    if not isinstance(body, dict):
        raise SlackError("invalid_arguments", ["must provide an object [json-pointer:/view]"])
    return views.checked(body, *kinds)

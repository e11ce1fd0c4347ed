"""Submitting and closing modals."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sandbox.slack import payloads, responding, views
from sandbox.slack.acts.checking import client_errors
from sandbox.slack.acts.desk import Desk
from sandbox.slack.cast import User
from sandbox.slack.errors import SlackError
from sandbox.slack.link import Answer
from sandbox.slack.records import Json, View
from sandbox.slack.showing import view_json
from sandbox.slack.state import State


def submit(desk: Desk, user: User, view: View) -> Answer | None:
    """Press a modal's submit button and do what the app answers. None when the client found errors itself."""
    shown = view_json(desk.state, view)
    with desk.state.changing():
        view.errors = client_errors(view.blocks, shown["state"]["values"])
    if view.errors:
        return None
    with _submitting(desk.state, view):
        answer = desk.interact(_submission(desk.state, user, view, shown))
        if answer.ok:
            _obey(desk, user, view, answer.json)
        else:
            desk.notice(user.id, f"We had some trouble connecting. Try again? (“{answer.trouble}”)")
    return answer


def close(desk: Desk, user: User, view: View, *, everything: bool = False) -> None:
    """Close a modal, or all of them; the app hears view_closed where it asked for that."""
    everything = everything or bool(view.body.get("clear_on_close"))
    for gone in views.close(desk.state, view, everything=everything):
        if gone.body.get("notify_on_close"):
            shown = view_json(desk.state, gone)
            parts = {"view": shown, "is_cleared": everything}
            desk.interact(payloads.interaction(desk.state, user, "view_closed", parts))


@contextmanager
def _submitting(state: State, view: View) -> Iterator[None]:
    """An answer that is already on its way comes before whatever the app does to the view next."""
    with state.changing():
        view.submitting = True
    try:
        yield
    finally:
        with state.changing():
            view.submitting = False


def _submission(state: State, user: User, view: View, shown: Json) -> Json:
    return payloads.interaction(
        state,
        user,
        "view_submission",
        {
            "trigger_id": views.new_trigger(state, user.id, view.id).id,
            "view": shown,
            "response_urls": _response_urls(state, user, view, shown["state"]["values"]),
        },
    )


def _response_urls(state: State, user: User, view: View, values: Json) -> list[Json]:
    """Modals have a response_url only where a menu of channels asks for one."""
    asked = [
        (block["block_id"], block["element"]["action_id"])
        for block in view.blocks
        if block.get("element", {}).get("response_url_enabled")
    ]
    chosen = [(ids, values[ids[0]][ids[1]]) for ids in asked]
    places = [
        (ids, value.get("selected_conversation") or value.get("selected_channel")) for ids, value in chosen
    ]
    return [
        {
            "block_id": ids[0],
            "action_id": ids[1],
            "channel_id": place,
            "response_url": responding.new_response_url(state, place, user.id),
        }
        for ids, place in places
        if place
    ]


def _obey(desk: Desk, user: User, view: View, answered: Json) -> None:
    """Do what the app answered: nothing means that this view closes."""
    follow = _RESPONSES.get(answered.get("response_action", ""))
    try:
        if follow:
            follow(desk.state, view, answered)
        elif answered.get("response_action"):
            raise SlackError("invalid_arguments", [f"no such response_action: {answered['response_action']}"])
        else:
            views.close(desk.state, view)
    except SlackError as error:
        desk.state.refuse("answer to view_submission", error, answered)
        desk.notice(user.id, f"We had some trouble connecting. Try again? (“{error.error}”)")


def _errors(state: State, view: View, answered: Json) -> None:
    errors = answered.get("errors") or {}
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not errors or errors.keys() - inputs:
        raise SlackError("invalid_arguments", [f"errors must name input blocks, got {sorted(errors)}"])
    with state.changing():
        view.errors = errors


def _update(state: State, view: View, answered: Json) -> None:
    views.update(state, view, views.checked(answered.get("view") or {}, "modal"))


def _push(state: State, view: View, answered: Json) -> None:
    views.push(state, view.user, views.checked(answered.get("view") or {}, "modal"))


def _clear(state: State, view: View, _answered: Json) -> None:
    views.close(state, view, everything=True)


_RESPONSES: dict[str, Callable[[State, View, Json], None]] = {
    "errors": _errors,
    "update": _update,
    "push": _push,
    "clear": _clear,
}

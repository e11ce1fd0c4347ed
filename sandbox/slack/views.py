"""Modals and Home tabs: opening, pushing, updating, publishing and closing them."""

import secrets

from sandbox.slack.errors import SlackError
from sandbox.slack.records import Json, Trigger, View
from sandbox.slack.rules import LIMITS, check_view
from sandbox.slack.state import State, new_id
from sandbox.slack.values import with_ids


def checked(view: Json, *kinds: str) -> Json:
    """The view itself. Raises invalid_arguments with all problems, when Slack would refuse it."""
    if view.get("type") not in kinds:
        raise SlackError(
            "invalid_arguments", [f"unsupported type: {view.get('type')} [json-pointer:/view/type]"]
        )
    if problems := check_view(view):
        too_large = any(problem.error == "view_too_large" for problem in problems)
        raise SlackError("view_too_large" if too_large else "invalid_arguments", problems)
    return view


def new_trigger(state: State, user_id: str, view_id: str | None = None) -> Trigger:
    """The right to open a view, given with everything a person does."""
    stem = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**10)}"
    trigger = Trigger(f"{stem}.{secrets.token_hex(16)}", user_id, state.clock(), view_id)
    with state.changing():
        state.triggers[trigger.id] = trigger
    return trigger


def exchange(state: State, trigger_id: str) -> Trigger:
    """Use a trigger up. Raises invalid_, exchanged_ or expired_trigger_id."""
    with state.changing():
        trigger = state.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if state.clock() - trigger.at > state.trigger_seconds:
            raise SlackError("expired_trigger_id")
        trigger.used = True
    return trigger


def show(state: State, user_id: str, body: Json) -> View:
    """Open a modal as the only one."""
    with state.changing():
        view = _new(state, user_id, body)
        state.stack(user_id)[:] = [view]
    return view


def push(state: State, user_id: str, body: Json) -> View:
    """Put a modal on top of those open. Raises push_limit_reached, or not_found when none is open."""
    with state.changing():
        stack = state.stack(user_id)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= LIMITS["modal.stack"]:
            raise SlackError("push_limit_reached")
        view = _new(state, user_id, body, below=stack[-1])
        stack.append(view)
    return view


def update(state: State, view: View, body: Json, given_hash: str | None = None) -> View:
    """Replace what a view shows; inputs with the same ids keep what was typed. Raises hash_conflict."""
    with state.changing():
        if given_hash is not None and given_hash != view.hash:
            raise SlackError("hash_conflict")
        _refuse_taken_external_id(state, body, besides=view)
        view.body = {**body, "blocks": with_ids(body["blocks"])}
        view.hash = _new_hash(state)
        view.errors = {}
    return view


def publish(state: State, user_id: str, body: Json, given_hash: str | None = None) -> View:
    """Show a person's Home tab. Raises hash_conflict."""
    with state.changing():
        if home := state.homes.get(user_id):
            return update(state, home, body, given_hash)
        state.homes[user_id] = _new(state, user_id, body)
    return state.homes[user_id]


def find(state: State, view_id: str | None, external_id: str | None) -> View:
    """A view the app has opened before, also one closed since. Raises not_found."""
    for view in state.views.values():
        if view_id == view.id or (external_id and external_id == view.body.get("external_id")):
            return view
    raise SlackError("not_found")


def close(state: State, view: View, *, everything: bool = False) -> list[View]:
    """Take a modal (or the whole stack) away and return those that are gone, topmost first."""
    with state.changing():
        stack = state.stack(view.user)
        gone = list(stack) if everything else [each for each in stack if each is view]
        stack[:] = [each for each in stack if each not in gone]
    return gone[::-1]


def _new(state: State, user_id: str, body: Json, below: View | None = None) -> View:
    _refuse_taken_external_id(state, body)
    view_id = new_id("V")
    view = View(
        id=view_id,
        user=user_id,
        body={**body, "blocks": with_ids(body["blocks"])},
        hash=_new_hash(state),
        root_id=below.root_id if below else view_id,
        previous_id=below.id if below else None,
    )
    state.views[view_id] = view
    return view


def _refuse_taken_external_id(state: State, body: Json, besides: View | None = None) -> None:
    wanted = body.get("external_id")
    shown = [*state.homes.values(), *(view for stack in state.stacks.values() for view in stack)]
    if wanted and any(view.body.get("external_id") == wanted for view in shown if view is not besides):
        raise SlackError("duplicate_external_id")


def _new_hash(state: State) -> str:
    return f"{int(state.clock())}.{secrets.token_hex(4)}"

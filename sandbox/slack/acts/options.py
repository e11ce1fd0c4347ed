"""Loading the options of an external menu from the app."""

from typing import Any

from sandbox.slack import payloads
from sandbox.slack.acts.desk import Desk
from sandbox.slack.cast import User
from sandbox.slack.errors import SlackError
from sandbox.slack.payloads import Surface
from sandbox.slack.records import Json
from sandbox.slack.rules import check_options_response

DEFAULT_MIN_QUERY = 3


def load_options(
    desk: Desk, user: User, surface: Surface, block: Json, element: Json, query: str
) -> list[Json]:
    """The options or option groups for what was typed; none below the menu's `min_query_length`."""
    if len(query) < element.get("min_query_length", DEFAULT_MIN_QUERY):
        return []
    payload = payloads.interaction(
        desk.state,
        user,
        "block_suggestion",
        {
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "value": query,
            **payloads.whereabouts(desk.state, surface, user),
        },
    )
    answer = desk.interact(payload)
    if not answer.ok:
        desk.notice(user.id, f"The options could not be loaded: “{answer.trouble}”")
        return []
    return _options(desk, user, answer.json)


def _options(desk: Desk, user: User, answered: Json) -> list[Json]:
    if problems := check_options_response(answered):
        desk.state.refuse("block_suggestion", SlackError("invalid_options", problems), answered)
        desk.notice(user.id, "The options could not be loaded: “invalid_options”")
        return []
    found: list[Any] = answered.get("options") or answered.get("option_groups") or []
    return found

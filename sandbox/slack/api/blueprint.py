"""The API's blueprint, the workspace behind it, and whose token a request carries."""

import hmac

from flask import Blueprint, current_app

from sandbox.slack.state import State

bp = Blueprint("api", __name__)


def state_here() -> State:
    """The workspace that this request is for."""
    state: State = current_app.extensions["slack_state"]
    return state


def is_the_apps(state: State, token: str | None) -> bool:
    """Whether this is the installed app's bot token."""
    return hmac.compare_digest((token or "").encode(), state.app.bot_token.encode())

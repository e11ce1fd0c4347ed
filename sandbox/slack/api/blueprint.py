"""The API's blueprint, and the workspaces behind it."""

from flask import Blueprint, current_app, request

from sandbox.slack.api.call import token_of
from sandbox.slack.state import State
from sandbox.slack.teams import Teams

bp = Blueprint("api", __name__)


def teams_here() -> Teams:
    """All workspaces of this stand-in."""
    teams: Teams = current_app.extensions["slack_teams"]
    return teams


def state_here() -> State:
    """The workspace whose token the request carries; the first one when it carries none that is known."""
    return teams_here().calling(token_of(request, request.values))

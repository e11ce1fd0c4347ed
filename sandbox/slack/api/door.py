"""The HTTP side of the Web API: who calls, what goes wrong on demand, how answers and refusals look."""

from http import HTTPStatus

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox.slack.api.blueprint import bp, state_here
from sandbox.slack.api.call import METHODS, OPEN_TO_ALL, Call, arguments, token_of
from sandbox.slack.errors import SlackError
from sandbox.slack.records import Fault, Json
from sandbox.slack.state import State
from sandbox.slack.teams import is_the_apps


@bp.route("/api/<name>", methods=["GET", "POST"])
def call_method(name: str) -> ResponseReturnValue:
    """Run a Web API method. Slack answers refusals with 200 and `"ok": false`, too."""
    state = state_here()
    if fault := _due_fault(state, name):
        return _failing(fault)
    args: Json = {}
    try:
        args = arguments(request)
        return jsonify({"ok": True, **_run(state, name, args)})
    except SlackError as error:
        return jsonify(_refusal(state, name, args, error))


def _run(state: State, name: str, args: Json) -> Json:
    if name not in METHODS:
        raise SlackError("unknown_method")
    if name not in OPEN_TO_ALL:
        _check_token(state, token_of(request, args))
    return METHODS[name](Call(state, args))


def _check_token(state: State, token: str | None) -> None:
    if not token:
        raise SlackError("not_authed")
    if not is_the_apps(state, token):
        raise SlackError("invalid_auth")
    if state.token_revoked:
        raise SlackError("token_revoked")


def _refusal(state: State, name: str, args: Json, error: SlackError) -> Json:
    if not error.messages:
        return {"ok": False, "error": error.error}
    state.refuse(name, error, args)
    listed = [f"[ERROR] {message}" for message in error.messages]
    return {"ok": False, "error": error.error, "response_metadata": {"messages": listed}}


def _due_fault(state: State, name: str) -> Fault | None:
    with state.changing():
        for fault in state.faults:
            if fault.method == name and fault.times > 0:
                fault.times -= 1
                return fault
    return None


def _failing(fault: Fault) -> Response:
    limited = fault.retry_after is not None
    response = jsonify({"ok": False, "error": "ratelimited" if limited else fault.error})
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS if limited else fault.status
    if limited:
        response.headers["Retry-After"] = str(fault.retry_after)
    return response

"""The HTTP side of the Web API: who calls, what goes wrong on demand, how answers and refusals look."""

import hmac
from http import HTTPStatus

from flask import Blueprint, Response, current_app, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from sandbox.slack import files, responding
from sandbox.slack.api.call import METHODS, OPEN_TO_ALL, Call, arguments, token_of
from sandbox.slack.errors import SlackError
from sandbox.slack.records import Fault, Json
from sandbox.slack.state import State

bp = Blueprint("api", __name__)


@bp.route("/api/<name>", methods=["GET", "POST"])
def call_method(name: str) -> ResponseReturnValue:
    """Run a Web API method. Slack answers refusals with 200 and `"ok": false`, too."""
    state = _state()
    if fault := _due_fault(state, name):
        return _failing(fault)
    args: Json = {}
    try:
        args = arguments(request)
        return jsonify({"ok": True, **_run(state, name, args)})
    except SlackError as error:
        return jsonify(_refusal(state, name, args, error))


@bp.post("/upload/v1/<file_id>")
def upload(file_id: str) -> ResponseReturnValue:
    """Take the bytes of a file, raw or as a form's first file."""
    raw = request.get_data()  # before the form is parsed: raw bytes may come under any content type
    part = next(iter(request.files.values()), None)
    content = part.read() if part else raw
    try:
        file = files.receive(_state(), file_id, content)
    except SlackError as error:
        return Response(str(error), HTTPStatus.BAD_REQUEST)
    return f"OK - {len(file.content or b'')}"


@bp.get("/files-pri/<team_and_file>/<name>")
@bp.get("/files-pri/<team_and_file>/download/<name>")
def download(team_and_file: str, name: str) -> ResponseReturnValue:
    """A file's bytes for the app. Without its token Slack sends people to its sign-in page, and so do we."""
    state = _state()
    if not _is_bot(state, token_of(request, {})):
        return redirect(f"/?redir={name}")
    try:
        file = files.get(state, team_and_file.rpartition("-")[2])
    except SlackError:
        return Response("file not found", HTTPStatus.NOT_FOUND)
    return Response(file.content or b"", mimetype="application/octet-stream")


@bp.post("/response/<token>")
def respond(token: str) -> ResponseReturnValue:
    """A `response_url`: five answers within half an hour."""
    state = _state()
    payload = request.get_json(silent=True)
    if not isinstance(payload, dict):
        return Response("invalid_payload", HTTPStatus.BAD_REQUEST)
    try:
        responding.respond(state, token, payload)
    except SlackError as error:
        _refusal(state, "response_url", payload, error)
        return Response(error.error, responding.STATUS.get(error.error, HTTPStatus.BAD_REQUEST))
    return "ok"


@bp.post("/_sandbox/faults")
def add_fault() -> ResponseReturnValue:
    """Order trouble: `{"method", "error" | "status", "times", "retry_after"}`."""
    state = _state()
    with state.changing():
        state.faults.append(Fault(**request.get_json()))
    return jsonify({"ok": True})


def _state() -> State:
    state: State = current_app.extensions["slack_state"]
    return state


def _run(state: State, name: str, args: Json) -> Json:
    if name not in METHODS:
        raise SlackError("unknown_method")
    if name not in OPEN_TO_ALL:
        _check_token(state, token_of(request, args))
    return METHODS[name](Call(state, args))


def _check_token(state: State, token: str | None) -> None:
    if not token:
        raise SlackError("not_authed")
    if not _is_bot(state, token):
        raise SlackError("invalid_auth")
    if state.token_revoked:
        raise SlackError("token_revoked")


def _is_bot(state: State, token: str | None) -> bool:
    return hmac.compare_digest((token or "").encode(), state.app.bot_token.encode())


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

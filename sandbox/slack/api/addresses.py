"""Addresses beside the methods: where files go up and down, `response_url`, and trouble on demand."""

from http import HTTPStatus

from flask import Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from sandbox.slack import files, responding
from sandbox.slack.api.blueprint import bp, state_here, teams_here
from sandbox.slack.api.call import token_of
from sandbox.slack.errors import SlackError
from sandbox.slack.records import Fault
from sandbox.slack.teams import is_the_apps


@bp.post("/upload/v1/<file_id>")
def upload(file_id: str) -> ResponseReturnValue:
    """Take the bytes of a file, raw or as a form's first file."""
    raw = request.get_data()  # before the form is parsed: raw bytes may come under any content type
    part = next(iter(request.files.values()), None)
    content = part.read() if part else raw
    try:
        file = files.receive(teams_here().having(lambda state: file_id in state.files), file_id, content)
    except SlackError as error:
        return Response(str(error), HTTPStatus.BAD_REQUEST)
    return f"OK - {len(file.content or b'')}"


@bp.get("/files-pri/<team_and_file>/<name>")
@bp.get("/files-pri/<team_and_file>/download/<name>")
def download(team_and_file: str, name: str) -> ResponseReturnValue:
    """A file's bytes for the app. Without its token Slack sends people to its sign-in page, and so do we."""
    team, _, file_id = team_and_file.rpartition("-")
    try:
        state = teams_here().desk(team).state
        if not is_the_apps(state, token_of(request, {})):
            return redirect(f"/?redir={name}")
        file = files.get(state, file_id)
    except SlackError:
        return Response("file not found", HTTPStatus.NOT_FOUND)
    return Response(file.content or b"", mimetype="application/octet-stream")


@bp.post("/response/<token>")
def respond(token: str) -> ResponseReturnValue:
    """A `response_url`: five answers within half an hour."""
    state = teams_here().having(lambda each: token in each.response_urls)
    payload = request.get_json(silent=True)
    if not isinstance(payload, dict):
        return Response("invalid_payload", HTTPStatus.BAD_REQUEST)
    try:
        responding.respond(state, token, payload)
    except SlackError as error:
        if error.messages:
            state.refuse("response_url", error, payload)
        return Response(error.error, responding.STATUS.get(error.error, HTTPStatus.BAD_REQUEST))
    return "ok"


@bp.post("/_sandbox/faults")
def add_fault() -> ResponseReturnValue:
    """Order trouble: `{"method", "error" | "status", "times", "retry_after"}`."""
    state = state_here()
    with state.changing():
        state.faults.append(Fault(**request.get_json()))
    return jsonify({"ok": True})

"""The Messages resource over HTTP, exactly as Twilio's OpenAPI says, and what came with a message."""

from typing import Any

from flask import Blueprint, Response, g, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from sandbox.twilio.account import Account
from sandbox.twilio.attachments import media_page
from sandbox.twilio.desk import Desk
from sandbox.twilio.listing import list_page
from sandbox.twilio.refusals import Refusal
from sandbox.twilio.texts import API_VERSION

FORM = "application/x-www-form-urlencoded"


def messages_api(desk: Desk) -> Blueprint:
    """Return the blueprint of `desk`'s account."""
    api = Blueprint("api", __name__, url_prefix=f"/{API_VERSION}/Accounts/<account_sid>")
    api.url_value_preprocessor(_take_account)
    api.before_request(lambda: _check_caller(desk))
    api.register_error_handler(Refusal, refuse)

    @api.post("/Messages.json")
    def create() -> ResponseReturnValue:
        return jsonify(desk.create(_form())), 201

    @api.get("/Messages.json")
    def index() -> ResponseReturnValue:
        return jsonify(list_page(desk.texts(), MultiDict(request.args), request.path))

    @api.get("/Messages/<sid>.json")
    def fetch(sid: str) -> ResponseReturnValue:
        return jsonify(desk.find(sid, request.path).as_resource())

    @api.get("/Messages/<sid>/Media.json")
    def media(sid: str) -> ResponseReturnValue:
        text = desk.find(sid, request.path)
        return jsonify(media_page(text.account_sid, sid, desk.files(text), text.created, request.path))

    @api.get("/Messages/<sid>/Media/<file_sid>")
    def content(sid: str, file_sid: str) -> ResponseReturnValue:
        return redirect(desk.file(desk.find(sid, request.path), file_sid, request.path).store, 307)

    @api.post("/Messages/<sid>.json")
    def update(sid: str) -> ResponseReturnValue:
        return jsonify(desk.update(desk.find(sid, request.path), _form()))

    @api.delete("/Messages/<sid>.json")
    def delete(sid: str) -> ResponseReturnValue:
        desk.delete(desk.find(sid, request.path))
        return "", 204

    return api


def not_found(_error: Exception) -> ResponseReturnValue:
    """Answer as Twilio does for a path that names nothing; the phones' pages say it in words."""
    if request.path.startswith((f"/{API_VERSION}/", "/v1/")):
        return refuse(Refusal(20404, request.path))
    return render_template("not_found.html"), 404


def check_credentials(account: Account) -> None:
    """Ask for basic auth; raise 20003."""
    caller = request.authorization
    if caller is None or not account.knows(caller.username or "", caller.password or ""):
        raise Refusal(20003)


def refuse(refusal: Refusal) -> ResponseReturnValue:
    """Answer with one of Twilio's errors."""
    answer: Response = jsonify(refusal.as_json())
    if refusal.code == 20003:
        answer.headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    return answer, refusal.status


def _take_account(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.account_sid = (values or {}).pop("account_sid", None)


def _check_caller(desk: Desk) -> None:
    """The path must name the caller's own account."""
    check_credentials(desk.account)
    if g.account_sid != desk.account.sid:
        raise Refusal(20003)


def _form() -> MultiDict[str, Any]:
    if request.mimetype != FORM:
        raise Refusal(20415)
    return MultiDict(request.form)

"""OAuth: the page on which a person allows the app, and the method that gives the token for the code."""

from http import HTTPStatus

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from sandbox.slack import installing
from sandbox.slack.api.blueprint import bp, teams_here
from sandbox.slack.api.call import OPEN_TO_ALL, Call, method
from sandbox.slack.errors import SlackError
from sandbox.slack.installing import Wish
from sandbox.slack.records import Json


@bp.get("/oauth/v2/authorize")
def ask() -> ResponseReturnValue:
    """Ask a person whether the app may be installed, and where."""
    app = teams_here().first.app
    try:
        wish = Wish.read(app, request.args)
    except SlackError as error:
        teams_here().first.refuse("oauth/v2/authorize", error, request.args.to_dict())
        return _plainly(error)
    return render_template("oauth/authorize.html", app=app, wish=wish, desks=list(teams_here()))


@bp.post("/oauth/v2/authorize")
def decide() -> ResponseReturnValue:
    """Send the person's browser back to the app, with a code or with their refusal."""
    try:
        wish = Wish.read(teams_here().first.app, request.form)
        team, _, user = request.form["who"].partition(":")
        state = teams_here().desk(team).state
        person = state.user(user)
    except SlackError as error:
        return _plainly(error)
    allowed = request.form["decision"] == "allow"
    return redirect(installing.allow(state, person, wish) if allowed else installing.refuse(wish))


@method("oauth.v2.access")
def access(call: Call) -> Json:
    """Give a token for a code; the app shows who it is by Basic auth, or in the form."""
    shown = request.authorization
    client_id = (shown.username if shown else call.text("client_id")) or ""
    client_secret = (shown.password if shown else call.text("client_secret")) or ""
    return installing.exchange(teams_here(), client_id, client_secret, call.args)


OPEN_TO_ALL.add("oauth.v2.access")


def _plainly(error: SlackError) -> ResponseReturnValue:
    words = "\n".join([f"Something went wrong when authorizing this app: {error.error}", *error.messages])
    return Response(words, HTTPStatus.BAD_REQUEST, mimetype="text/plain")

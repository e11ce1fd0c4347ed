"""The pages by which a workspace installs the app: to Slack, back with its consent, and on into Slack."""

import secrets

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from bot import oauth
from core.errors import CoreError, NotFound
from core.models import Campaign, Workspace
from core.people import install_states
from core.people.installing import Sender, install
from core.people.tokens import Seal
from inbox.access import is_open
from inbox.wiring import now, reading, textbank, transaction

bp = Blueprint("installing", __name__)

BROWSER, DONE = "installing", "installed"  # what the session keeps: who this browser is, what it installed


class Cancelled(CoreError):
    """Somebody pressed Cancel on Slack's page."""

    def __init__(self) -> None:
        super().__init__("You did not allow it in Slack, so nothing was installed.")


class OneWorkspace(NotFound):
    """The product runs for one workspace, by its token."""

    def __init__(self) -> None:
        CoreError.__init__(self, "This text bank is for one Slack workspace, which has it already.")


@bp.before_request
def refuse_in_one_workspace() -> None:
    """Nobody installs anything where the one token is in the settings."""
    if not textbank().settings.many_workspaces:
        raise OneWorkspace


@bp.get("/slack/install")
@is_open
def begin() -> ResponseReturnValue:
    """Send the browser to Slack, to ask somebody of a workspace."""
    session.setdefault(BROWSER, secrets.token_urlsafe(16))
    with transaction() as database:
        state = install_states.begin(database, session[BROWSER], now=now())
    return redirect(oauth.consent_address(textbank().settings, state), 303)


@bp.get("/slack/oauth_redirect")
@is_open
def finish() -> ResponseReturnValue:
    """Take in what somebody allowed, or did not, on Slack's page."""
    with transaction() as database:
        browser, state = session.get(BROWSER, ""), request.args.get("state", "")
        install_states.spend(database, browser, state, now=now())
    if "error" in request.args:
        raise Cancelled
    settings = textbank().settings
    installation = oauth.fetch(settings, request.args.get("code", ""))
    sender = Sender(settings.twilio_messaging_service_sid, settings.twilio_from_number)
    seal = Seal(settings.signing_key())
    with transaction() as database:
        done = install(database, installation, seal=seal, sender=sender, now=now())
    session[DONE] = [done.workspace.id, done.owner.name, done.owner.slack_id == installation.installer_id]
    return redirect(url_for(".show"), 303)


@bp.get("/slack/installed")
@is_open
def show() -> ResponseReturnValue:
    """Lead on into Slack, where all else is done."""
    if DONE not in session:
        return redirect(url_for(".begin"), 303)
    workspace_id, owner, is_yours = session[DONE]
    with reading() as database:
        workspace = database.get_one(Workspace, workspace_id)
        campaign = database.get_one(Campaign, workspace.campaign_id)
    return render_template(
        "installing/done.html", workspace=workspace, campaign=campaign, owner=owner, is_yours=is_yours
    )


@bp.errorhandler(CoreError)
def failed(refusal: CoreError) -> ResponseReturnValue:
    """Say why nothing was installed, and how to begin again."""
    again = not isinstance(refusal, OneWorkspace)
    code = 422 if again else 404
    return render_template("installing/failed.html", sentence=refusal.sentence, again=again), code

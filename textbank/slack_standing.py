"""How the product gets into Slack, and whether it can, for the doctor: one of three modes."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.clients import make_client, make_clients
from core.config import Settings
from core.models import Workspace
from core.people.workspaces import how_many_left, installed
from textbank.asking_slack import silence
from textbank.product import Product

Standing = tuple[str, str, str]  # state, words and cure of a finding

ASKED = 20  # workspaces that are asked one by one


def standing(product: Product) -> Standing:
    """Return how it stands: which mode the settings choose, and what Slack says to it."""
    settings = product.settings
    if lacking := _lacking(settings):
        cure = "run: textbank manifest --url PUBLIC_URL, make the app with it, then set both"
        return "missing", f"{lacking} is not set", cure
    if settings.slack_app_token.get_secret_value() and (trouble := _line(settings)):
        return trouble
    found = _many(product) if settings.many_workspaces else _one(settings)
    return found[0], f"{_mode(settings)}, {found[1]}", found[2]


def _mode(settings: Settings) -> str:
    way = "by Socket Mode" if settings.slack_app_token.get_secret_value() else "over HTTP"
    return f"{'many workspaces' if settings.many_workspaces else 'one workspace'} {way}"


def _lacking(settings: Settings) -> str:
    needed = {
        "SLACK_BOT_TOKEN": settings.many_workspaces or settings.slack_bot_token.get_secret_value(),
        # over a line of our own nothing is signed
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret.get_secret_value()
        or settings.slack_app_token.get_secret_value(),
    }
    return " and ".join(name for name, given in needed.items() if not given)


def _line(settings: Settings) -> Standing | None:
    """Return what is wrong with Socket Mode; an address for a line is asked for, and no line opened."""
    token = settings.slack_app_token.get_secret_value()
    try:
        make_client(settings).apps_connections_open(app_token=token)
    except SlackApiError as problem:
        return "missing", f"Socket Mode: {problem.response['error']}", "copy SLACK_APP_TOKEN anew"
    except OSError as problem:
        return _silent(problem)
    return None


def _one(settings: Settings) -> Standing:
    try:
        return "ok", f"signed in to {_team(make_client(settings))}", ""
    except SlackApiError as problem:
        return "missing", str(problem.response["error"]), "copy SLACK_BOT_TOKEN anew"
    except OSError as problem:
        return _silent(problem)


def _many(product: Product) -> Standing:
    address = f"{product.settings.public_url}/slack/install"
    try:
        with product.database.readers() as session:
            there, left = installed(session), how_many_left(session)
    except SQLAlchemyError:
        return "note", "which cannot be looked up before the database is up to date", "run: textbank migrate"
    if not there:
        return "note", "installed in none yet", f"open {address} in a browser"
    try:
        shut = [each for each in there[:ASKED] if not _lets_in(product, each)]
    except OSError as problem:
        return _silent(problem)
    words = f"installed in {len(there)}" + (f", removed from {left}" if left else "")
    if shut:
        named = ", ".join(each.team_name or each.team_id for each in shut)
        return "missing", f"{words}; the token does not open {named}", f"install it there anew: {address}"
    return "ok", words, ""


def _lets_in(product: Product, workspace: Workspace) -> bool:
    client = make_clients(product.settings, product.database).of(workspace.team_id)
    try:
        return client is not None and bool(_team(client))
    except SlackApiError:
        return False


def _team(client: WebClient) -> str:
    return str(client.auth_test()["team"])


def _silent(problem: OSError) -> Standing:
    return "missing", silence(problem), "check the network and SLACK_API_BASE_URL"

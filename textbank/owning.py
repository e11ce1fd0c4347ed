"""`textbank owner`: the first person of a campaign, looked up in Slack."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import select

from bot.clients import make_client, make_clients
from core.clock import utcnow
from core.errors import CoreError
from core.models import Campaign
from core.people.setting_up import found_campaign, make_owner
from core.people.workspaces import installed
from textbank.asking_slack import asking_slack
from textbank.product import Product
from textbank.readying import make_ready


def own(product: Product, slack_id: str, workspace: str = "") -> str:
    """Make somebody the owner of this workspace's campaign, and the campaign if there is none.

    Args:
        slack_id: the person's id in Slack, `U…`.
        workspace: the workspace's id, `T…`; needed where several have installed the app.

    Returns:
        one sentence for the person at the terminal.

    Raises:
        CoreError: Slack does not know the token or the person, in words with a cure.
    """
    make_ready(product.database)
    setting, client = _client(product, workspace)
    team_id, team, name = _look_up(client, setting, slack_id)
    now = utcnow()
    with product.database.sessions.begin() as session:
        campaign = session.scalar(select(Campaign).filter_by(slack_team_id=team_id))
        if campaign is None:
            campaign = found_campaign(
                session,
                name=team,
                team_id=team_id,
                now=now,
                messaging_service_sid=product.settings.twilio_messaging_service_sid,
                from_number=product.settings.twilio_from_number,
            )
        owner = make_owner(session, campaign, slack_id, name, now)
        join = f"{product.settings.public_url}/join/{campaign.join_code}"
    return f"{owner.name} owns {campaign.name}. Type /textbank in Slack. Volunteers join at {join}"


def _client(product: Product, workspace: str) -> tuple[str, WebClient]:
    """Return the client of the workspace meant, and what its token hangs on."""
    if product.settings.many_workspaces:
        client = make_clients(product.settings, product.database).of(workspace or _only_one(product))
        if client is None:
            raise CoreError("The app is not installed there: open PUBLIC_URL/slack/install in a browser.")
        return "that the app is still installed", client
    if not product.settings.slack_bot_token.get_secret_value():
        raise CoreError("SLACK_BOT_TOKEN is not set. `textbank doctor` says how to get one.")
    return "SLACK_BOT_TOKEN", make_client(product.settings)


def _only_one(product: Product) -> str:
    with product.database.readers() as session:
        there = installed(session)
    if len(there) != 1:
        named = ", ".join(f"{each.team_id} ({each.team_name})" for each in there) or "none"
        raise CoreError(f"Say which workspace with --workspace; these have the app: {named}.")
    return there[0].team_id


def _look_up(client: WebClient, setting: str, slack_id: str) -> tuple[str, str, str]:
    """Return the workspace's id and name, and the person's name."""
    with asking_slack(setting):
        team = client.auth_test()
        name = _name(client, slack_id)
    return team["team_id"], team["team"], name


def _name(client: WebClient, slack_id: str) -> str:
    try:
        person = client.users_info(user=slack_id)["user"]
    except SlackApiError as problem:
        if problem.response["error"] != "user_not_found":
            raise
        cure = "In Slack: the person's profile → ⋮ → Copy member ID."
        raise CoreError(f"Slack knows nobody as {slack_id}. {cure}") from None
    return str(person.get("real_name") or person["name"])

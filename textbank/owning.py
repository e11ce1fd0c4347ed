"""`textbank owner`: the first person of a campaign, looked up in Slack."""

from slack_sdk.errors import SlackApiError
from sqlalchemy import select

from bot.app import make_client
from core.clock import utcnow
from core.config import Settings
from core.errors import CoreError
from core.models import Campaign
from core.people.setting_up import found_campaign, make_owner
from textbank.product import Product
from textbank.readying import make_ready


def own(product: Product, slack_id: str) -> str:
    """Make somebody the owner of this workspace's campaign, and the campaign if there is none.

    Args:
        slack_id: the person's id in Slack, `U…`.

    Returns:
        one sentence for the person at the terminal.

    Raises:
        CoreError: Slack does not know the token or the person, in words with a cure.
    """
    make_ready(product.database)
    team_id, team, name = _look_up(product.settings, slack_id)
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


def _look_up(settings: Settings, slack_id: str) -> tuple[str, str, str]:
    """Return the workspace's id and name, and the person's name."""
    if not settings.slack_bot_token.get_secret_value():
        raise CoreError("SLACK_BOT_TOKEN is not set. `textbank doctor` says how to get one.")
    client = make_client(settings)
    try:
        team = client.auth_test()
        person = client.users_info(user=slack_id)["user"]
    except SlackApiError as problem:
        raise CoreError(_sentence(str(problem.response["error"]), slack_id)) from None
    except OSError as problem:
        raise CoreError(f"Slack does not answer: {problem}") from None
    return team["team_id"], team["team"], person.get("real_name") or person["name"]


def _sentence(error: str, slack_id: str) -> str:
    if error == "user_not_found":
        return f"Slack knows nobody as {slack_id}. In Slack: the person's profile → ⋮ → Copy member ID."
    return f"Slack says {error}. Check SLACK_BOT_TOKEN; `textbank doctor` tells more."

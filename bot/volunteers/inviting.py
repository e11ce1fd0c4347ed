"""Inviting volunteers: the join link to copy, and its picture to scan."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, actions, button, clip, context, escape, modal, section
from bot.request import View
from core.config import Settings
from core.db import Database
from core.models import Campaign, User
from core.people.joining import join_link
from core.people.rights import Right, require

_SLACK = "https://slack.com/api"


def register(app: App) -> None:
    """Listen to the button."""
    app.action("volunteers.invite")(invite_pressed)


def invite_pressed(
    ack: Ack,
    body: dict[str, Any],
    client: WebClient,
    database: Database,
    person: User,
    settings: Settings,
) -> None:
    ack()
    with database.readers() as session:
        require(session, person, Right.PEOPLE)
        campaign = session.get_one(Campaign, person.campaign_id)
    client.views_push(trigger_id=body["trigger_id"], view=view(campaign, settings))


def view(campaign: Campaign, settings: Settings) -> View:
    """Return the join link with its picture."""
    link = join_link(settings.public_url, campaign.join_code)
    blocks = [
        section(f"*Whoever opens this joins {escape(clip(campaign.name, 150))}*:"),
        section(f"```{link}```"),
        *picture(link, settings),
        actions(button("Invite from a file", "volunteers.file", label="Invite people from a file")),
        context(
            "Copy it into a message or a mail, or show the picture on a screen or poster. They give a name"
            " and a phone, get a code by text, and have every running action meant for all volunteers."
        ),
    ]
    return modal("Invite volunteers", blocks, callback="volunteers.invited.v1")


def picture(link: str, settings: Settings) -> list[Block]:
    """Return the QR code of a join link, where whoever looks can load it.

    Slack fetches a picture itself, from a public https address only; a stand-in for Slack takes any.
    """
    is_slack = settings.slack_api_base_url.startswith(_SLACK)
    if is_slack and not link.startswith("https://"):
        return []
    alt = "QR code of the join link"
    return [{"type": "image", "image_url": f"{link}/qr.png", "alt_text": alt}]

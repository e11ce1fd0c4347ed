"""`textbank owner`: the first person of a campaign, by what Slack knows of them."""

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from core.config import Settings
from core.db import Database
from core.errors import CoreError
from core.models import Campaign, SendingService, User
from core.people.installing import Installation, Sender, install
from core.people.setting_up import found_campaign
from core.people.tokens import Seal
from sandbox.slack import App
from tests.factories import NOON
from tests.textbank.conftest import SERVICE
from textbank.owning import own
from textbank.product import Product


def test_the_first_owner_makes_the_campaign(product: Product, own_database: Database) -> None:
    said = own(product, "U0MAYA")

    with own_database.readers() as session:
        campaign = session.scalars(select(Campaign)).one()
        maya = session.scalars(select(User)).one()
        service = session.scalars(select(SendingService)).one()
    assert ("Riverside for All", "T0RIVERSIDE") == (campaign.name, campaign.slack_team_id)
    assert ("Maya Torres", "owner", "U0MAYA") == (maya.name, maya.role, maya.slack_id)
    assert SERVICE == service.messaging_service_sid
    assert said == (
        "Maya Torres owns Riverside for All. Type /textbank in Slack. "
        f"Volunteers join at https://text.example/join/{campaign.join_code}"
    )


def test_twice_is_fine(product: Product, own_database: Database) -> None:
    assert own(product, "U0MAYA") == own(product, "U0MAYA")

    with own_database.readers() as session:
        assert 1 == len(session.scalars(select(User)).all())
        assert 1 == len(session.scalars(select(SendingService)).all())


def test_a_campaign_that_an_import_made_is_taken_over(product: Product, own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        waiting = found_campaign(session, name="My campaign", team_id=None, now=NOON)

    own(product, "U0MAYA")

    with own_database.readers() as session:
        campaign = session.scalars(select(Campaign)).one()
        service = session.scalars(select(SendingService)).one()
    assert (waiting.id, "Riverside for All") == (campaign.id, campaign.name)
    assert (campaign.id, SERVICE) == (service.campaign_id, service.messaging_service_sid)


@pytest.mark.parametrize(
    ("changed", "slack_id", "sentence"),
    [
        ({}, "U0NOBODY", "Slack knows nobody as U0NOBODY."),
        ({"slack_bot_token": SecretStr("")}, "U0MAYA", "SLACK_BOT_TOKEN is not set."),
        ({"slack_bot_token": SecretStr("xoxb-wrong")}, "U0MAYA", "Slack says invalid_auth."),
        (
            {"slack_api_base_url": "http://127.0.0.1:1/api/"},
            "U0MAYA",
            "Slack does not answer: Connection refused.",
        ),
    ],
)
def test_what_slack_does_not_know_is_a_sentence(
    settings: Settings, changed: dict[str, object], slack_id: str, sentence: str
) -> None:
    product = Product(settings.model_copy(update=changed))

    with pytest.raises(CoreError) as refused:
        own(product, slack_id)

    product.stop()
    assert refused.value.sentence.startswith(sentence)


def test_with_many_workspaces_the_one_meant_is_named(settings: Settings, own_database: Database) -> None:
    many = {
        "slack_bot_token": SecretStr(""),
        "slack_client_id": "1.2",
        "slack_client_secret": SecretStr("hush"),
    }
    product = Product(settings.model_copy(update=many))
    with pytest.raises(CoreError, match="these have the app: none"):
        own(product, "U0MAYA")

    seal = Seal(settings.signing_key())
    with own_database.sessions.begin() as session:
        for team, token in (("T0RIVERSIDE", App.bot_token), ("T0HILL", "xoxb-hill")):
            found = Installation(team, "", token, "U0HAL", "Hal Hill")
            install(session, found, seal=seal, sender=Sender(), now=NOON)

    with pytest.raises(CoreError, match="T0RIVERSIDE"):
        own(product, "U0MAYA")
    with pytest.raises(CoreError, match="slack/install"):
        own(product, "U0MAYA", "T0ELSE")
    assert own(product, "U0MAYA", "T0RIVERSIDE").startswith("Maya Torres owns T0RIVERSIDE.")
    product.stop()

"""The doctor looks at every part, and names a cure for what is missing."""

from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import update
from sqlalchemy.orm import Session

from core.config import Settings
from core.db import Database
from core.models import SendingService
from core.people.installing import Installation, Sender, install
from core.people.tokens import Seal
from sandbox.slack import App
from tests import factories
from tests.factories import NOON
from tests.ports import free_port
from textbank.doctor import Finding, examine


@pytest.fixture
def owned(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        own(session)


def own(session: Session) -> None:
    campaign = factories.campaign(session)
    factories.user(session, campaign, "Maya Torres", role="owner", slack_id="U0MAYA")
    session.execute(update(SendingService).values(registration="registered", throughput="score_50"))


def look(settings: Settings, **changed: Any) -> dict[str, Finding]:
    return {each.part: each for each in examine(settings.model_copy(update=changed))}


@pytest.mark.usefixtures("owned")
def test_all_is_well(settings: Settings) -> None:
    found = look(settings)

    assert {"ok"} == {each.state for each in found.values()}
    assert "✓ mail: off; this version sends none" == found["mail"].line()
    assert "✓ Slack: one workspace over HTTP, signed in to Riverside for All" == found["Slack"].line()
    assert "✓ owner: 1 known" == found["owner"].line()


@pytest.mark.usefixtures("owned")
@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({}, "✓ registration: registered, 10DLC, vetting score 50 to 74"),
        (
            {"registration": "not stated"},
            (
                "– registration: not stated: carriers block senders without registration"
                "  → set it with /textbank settings"
            ),
        ),
        (
            {"throughput": ""},
            (
                "– registration: registered, but the throughput class is not stated: texts leave without "
                "a pace  → set it with /textbank settings"
            ),
        ),
        (
            {"registration": "refused"},
            "✗ registration: refused, so nothing is sent  → set it with /textbank settings",
        ),
    ],
)
def test_the_registration_is_told(
    settings: Settings, own_database: Database, changed: dict[str, str], line: str
) -> None:
    if changed:
        with own_database.sessions.begin() as session:
            session.execute(update(SendingService).values(**changed))

    assert line == look(settings)["registration"].line()


def test_nobody_owns_a_new_campaign(settings: Settings) -> None:
    owner = look(settings)["owner"]

    assert ("missing", "run: textbank owner YOUR_SLACK_USER_ID") == (owner.state, owner.cure)


def test_a_database_that_is_away_spoils_nothing_else(settings: Settings) -> None:
    found = look(settings, database_url=f"postgresql://u:hush@127.0.0.1:{free_port()}/d")

    assert "Connection refused" in found["database"].words
    assert "DATABASE_URL" in found["database"].cure
    assert ("missing", "missing", "ok") == tuple(found[part].state for part in ("database", "owner", "Slack"))
    assert "hush" not in str(found)


def test_an_empty_database_waits_for_its_migrations(settings: Settings, tmp_path: Any) -> None:
    found = look(settings, database_url=f"sqlite:///{tmp_path / 'new.db'}")["database"]

    assert "✗ database: sqlite is not up to date  → run: textbank migrate" == found.line()


def test_a_broker_that_is_away(settings: Settings) -> None:
    found = look(settings, broker_url=f"redis://127.0.0.1:{free_port()}")["broker"]

    assert ("missing", "check BROKER_URL and that the broker runs") == (found.state, found.cure)


@pytest.mark.parametrize(
    ("part", "changed", "words"),
    [
        ("Slack", {"slack_bot_token": SecretStr("")}, "SLACK_BOT_TOKEN is not set"),
        ("Slack", {"slack_signing_secret": SecretStr("")}, "SLACK_SIGNING_SECRET is not set"),
        ("Slack", {"slack_bot_token": SecretStr("xoxb-wrong")}, "invalid_auth"),
        ("Slack", {"slack_app_token": SecretStr("xapp-wrong")}, "Socket Mode: invalid_auth"),
        ("Slack", {"slack_api_base_url": "http://127.0.0.1:1/api/"}, "Connection refused"),
        ("Twilio", {"twilio_account_sid": ""}, "the account or the sender is not set"),
        ("Twilio", {"twilio_auth_token": SecretStr("wrong")}, "401"),
        ("Twilio", {"twilio_api_base_url": "http://127.0.0.1:1"}, "ConnectionError"),
    ],
)
def test_a_service_that_does_not_know_us(
    settings: Settings, part: str, changed: dict[str, Any], words: str
) -> None:
    found = look(settings, **changed)[part]

    assert "missing" == found.state
    assert found.cure
    assert words in found.words
    assert 1 == len(found.line().splitlines())


def test_an_address_that_nobody_outside_can_reach_is_noted(settings: Settings) -> None:
    found = look(settings, public_url="http://localhost:8000")["address"]

    assert "note" == found.state
    assert "PUBLIC_URL" in found.cure


@pytest.mark.usefixtures("owned")
def test_a_line_of_our_own_needs_no_signing_secret(settings: Settings) -> None:
    by_socket = {"slack_app_token": SecretStr(App.app_token), "slack_signing_secret": SecretStr("")}

    line = look(settings, **by_socket)["Slack"].line()

    assert "✓ Slack: one workspace by Socket Mode, signed in to Riverside for All" == line


def test_many_workspaces_are_counted_and_those_that_shut_us_out_are_named(
    settings: Settings, own_database: Database
) -> None:
    many = {
        "slack_bot_token": SecretStr(""),
        "slack_client_id": "1.2",
        "slack_client_secret": SecretStr("hush"),
    }
    found = look(settings, **many)
    assert "– Slack: many workspaces over HTTP, installed in none yet" in found["Slack"].line()
    assert (
        found["Slack"].cure == found["owner"].cure == "open https://text.example/slack/install in a browser"
    )

    put(own_database, settings, "T0RIVERSIDE", App.bot_token)
    line = look(settings, **many)["Slack"].line()
    assert "✓ Slack: many workspaces over HTTP, installed in 1" == line

    put(own_database, settings, "T0HILL", "xoxb-revoked")
    shut = look(settings, **many)["Slack"]
    assert ("missing", "many workspaces over HTTP, installed in 2; the token does not open T0HILL") == (
        shut.state,
        shut.words,
    )
    changed = look(settings, secret_key=SecretStr("another key"), **many)["Slack"]
    assert "does not open T0RIVERSIDE, T0HILL" in changed.words


def put(database: Database, settings: Settings, team: str, token: str) -> None:
    """Install the app into a workspace."""
    installation = Installation(team, "", token, "U0HAL", "Hal Hill")
    with database.sessions.begin() as session:
        install(session, installation, seal=Seal(settings.signing_key()), sender=Sender(), now=NOON)

"""The manifest is one that Slack takes, and it names every command that the bot answers."""

import jsonschema
import pytest

from bot.app import make_verbs
from sandbox.slack.rules.manifest import MANIFEST_SCHEMA
from sandbox.slack.rules.scopes import SCOPES as KNOWN
from textbank.manifest import manifest

URL = "https://text.example"


def test_slack_takes_it() -> None:
    jsonschema.validate(manifest(URL), MANIFEST_SCHEMA)


def test_a_manifest_with_a_name_too_long_would_be_refused() -> None:
    made = manifest(URL)
    made["display_information"]["name"] = "x" * 36

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, MANIFEST_SCHEMA)


def test_slack_takes_it_for_socket_mode_which_calls_no_address() -> None:
    made = manifest(URL, socket=True)

    jsonschema.validate(made, MANIFEST_SCHEMA)
    assert made["settings"]["socket_mode_enabled"]
    assert "/slack/events" not in str(made)


def test_it_hears_of_its_removal_and_says_where_browsers_come_back_to() -> None:
    made = manifest(URL)

    assert {"app_uninstalled", "tokens_revoked"} < set(made["settings"]["event_subscriptions"]["bot_events"])
    assert [f"{URL}/slack/oauth_redirect"] == made["oauth_config"]["redirect_urls"]


def test_it_asks_for_nothing_that_slack_does_not_know() -> None:
    assert set(manifest(URL)["oauth_config"]["scopes"]["bot"]) <= KNOWN


def test_it_names_every_short_command() -> None:
    named = {command["command"] for command in manifest(URL)["features"]["slash_commands"]}

    assert {"/textbank"} | {verb.short for verb in make_verbs() if verb.short} == named


def test_everything_comes_to_the_one_path() -> None:
    made = manifest(f"{URL}/")

    urls = [made["settings"]["event_subscriptions"]["request_url"]]
    urls += [made["settings"]["interactivity"]["request_url"]]
    urls += [command["url"] for command in made["features"]["slash_commands"]]
    assert {f"{URL}/slack/events"} == set(urls)

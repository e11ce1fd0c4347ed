"""The stand-in for Slack on a clock under the test's hand, and the app that listens to it."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from sandbox.slack import SlackWorkspace
from tests.sandbox.slack.kit import SECRET, TOKEN, HandClock, ListeningApp


@pytest.fixture
def app() -> ListeningApp:
    return ListeningApp()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def slack(app: ListeningApp, clock: HandClock) -> Iterator[SlackWorkspace]:
    with SlackWorkspace.start(app, signing_secret=SECRET, bot_token=TOKEN, clock=clock) as slack:
        yield slack


@pytest.fixture
def client(slack: SlackWorkspace) -> WebClient:
    return WebClient(token=TOKEN, base_url=slack.api_url)

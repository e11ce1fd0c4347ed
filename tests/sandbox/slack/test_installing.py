"""OAuth as Slack does it: strict about who asks, where to, and that a code is good once."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack import App, ChannelPlan, SlackWorkspace, Team, User
from sandbox.slack.errors import SlackError
from tests.sandbox.slack.kit import HandClock, ListeningApp

BACK = "https://text.example/slack/oauth_redirect"
HAL = User("U0HAL", "hal", "Hal Hill", "hal@hill.example")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def slack(clock: HandClock) -> Iterator[SlackWorkspace]:
    with SlackWorkspace.start(ListeningApp(), bot_token="", redirect_url=BACK, clock=clock) as slack:
        yield slack


@pytest.fixture
def hill(slack: SlackWorkspace) -> SlackWorkspace:
    return slack.neighbour(
        Team("T0HILL", "Hillside", "hill"), [HAL], [ChannelPlan("C0HALL", "hall", ("Hal",))]
    )


def asking(slack: SlackWorkspace, **changed: str) -> str:
    asked = {"client_id": App.client_id, "scope": "commands,chat:write", "redirect_uri": BACK, "state": "s"}
    return f"{slack.url}/oauth/v2/authorize?{urlencode(asked | changed)}"


def code_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["code"][0]


def access(slack: SlackWorkspace, code: str, **changed: str) -> Any:
    given = {"client_id": App.client_id, "client_secret": App.client_secret, "redirect_uri": BACK} | changed
    return WebClient(base_url=slack.api_url).oauth_v2_access(code=code, **given)


def refusal(slack: SlackWorkspace, code: str, **changed: str) -> str:
    with pytest.raises(SlackApiError) as caught:
        access(slack, code, **changed)
    return str(caught.value.response["error"])


def test_each_workspace_gets_a_token_of_its_own(slack: SlackWorkspace, hill: SlackWorkspace) -> None:
    ours = access(slack, code_of(slack.consent(asking(slack), "Maya")))
    theirs = access(slack, code_of(hill.consent(asking(slack), "Hal")))

    assert ("T0RIVERSIDE", "U0MAYA") == (ours["team"]["id"], ours["authed_user"]["id"])
    assert ("T0HILL", "U0HAL", "commands,chat:write") == (
        theirs["team"]["id"],
        theirs["authed_user"]["id"],
        theirs["scope"],
    )
    teams = [
        WebClient(token=each["access_token"], base_url=slack.api_url).auth_test()["team"]
        for each in (ours, theirs)
    ]
    assert ["Riverside for All", "Hillside"] == teams


def test_a_token_posts_into_its_own_workspace_only(slack: SlackWorkspace, hill: SlackWorkspace) -> None:
    token = access(slack, code_of(hill.consent(asking(slack), "Hal")))["access_token"]
    client = WebClient(token=token, base_url=slack.api_url)
    client.chat_postMessage(channel="#hall", text="Hello")

    assert ["Hello"] == [message.text for message in hill.channel("#hall").messages]
    with pytest.raises(SlackApiError, match="channel_not_found"):
        client.chat_postMessage(channel="C0GENERAL", text="Hello")


def test_a_code_is_good_once_for_a_while_for_its_address(slack: SlackWorkspace, clock: HandClock) -> None:
    code = code_of(slack.consent(asking(slack), "Maya"))

    assert "bad_redirect_uri" == refusal(slack, code, redirect_uri=f"{BACK}/other")
    assert "bad_client_secret" == refusal(slack, code, client_secret="guessed")
    assert "invalid_client_id" == refusal(slack, code, client_id="1.1")
    assert "invalid_code" == refusal(slack, "made-up")
    access(slack, code)
    assert "code_already_used" == refusal(slack, code)

    late = code_of(slack.consent(asking(slack), "Maya"))
    clock.now += 601
    assert "invalid_code" == refusal(slack, late)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"client_id": "1.1"}, "invalid_client_id"),
        ({"scope": "commands,everything"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"redirect_uri": "https://elsewhere.example/"}, "bad_redirect_uri"),
    ],
)
def test_a_page_that_asks_wrongly_is_not_shown(
    slack: SlackWorkspace, changed: dict[str, str], word: str
) -> None:
    with pytest.raises(SlackError, match=word):
        slack.consent(asking(slack, **changed), "Maya")

    answer = requests.get(asking(slack, **changed), timeout=5)
    assert 400 == answer.status_code
    assert word in answer.text


def test_the_page_names_the_workspaces_and_sends_back_whoever_decides(
    slack: SlackWorkspace, hill: SlackWorkspace
) -> None:
    page = requests.get(asking(slack), timeout=5).text
    assert "Hal Hill, Hillside" in page
    assert "chat:write" in page

    form = dict(parse_qs(urlsplit(asking(slack)).query)) | {"who": "T0HILL:U0HAL", "decision": "allow"}
    answer = requests.post(f"{slack.url}/oauth/v2/authorize", data=form, allow_redirects=False, timeout=5)
    assert "T0HILL" == access(slack, code_of(answer.headers["Location"]))["team"]["id"]


def test_cancelling_says_so(slack: SlackWorkspace) -> None:
    assert f"{BACK}?error=access_denied&state=s" == slack.consent(asking(slack), "Maya", allow=False)


def test_the_token_stays_while_it_is_good_and_is_another_after_it_was_revoked(slack: SlackWorkspace) -> None:
    def installed() -> str:
        return str(access(slack, code_of(slack.consent(asking(slack), "Maya")))["access_token"])

    first = installed()
    assert first == installed()
    slack.revoke()

    assert first != installed()

"""The Web API, spoken to by slack_sdk's own client as one would speak to real Slack."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from sandbox.slack import ChannelPlan, SlackWorkspace
from tests.sandbox.slack.kit import SECRET, TOKEN, ListeningApp, button, home, modal, section

CHANNELS = (
    ChannelPlan("C1", "general", ("Maya", "Abe")),
    ChannelPlan("C2", "field", ("Maya",), with_app=False),
    ChannelPlan("C3", "old", ("Maya",), is_archived=True),
    ChannelPlan("C4", "secret", ("Maya",), with_app=False, is_private=True),
)


@pytest.fixture
def slack() -> Iterator[SlackWorkspace]:
    with SlackWorkspace.start(
        ListeningApp(), signing_secret=SECRET, bot_token=TOKEN, channels=CHANNELS
    ) as slack:
        yield slack


@pytest.fixture
def client(slack: SlackWorkspace) -> WebClient:
    return WebClient(token=TOKEN, base_url=slack.api_url)


def refusal(call: Any, **args: Any) -> str:
    """The error string of a call that must be refused."""
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    return str(caught.value.response["error"])


def test_the_token_decides_who_is_speaking(slack: SlackWorkspace, client: WebClient) -> None:
    nobody = WebClient(base_url=slack.api_url)
    forger = WebClient(token="xoxb-forged", base_url=slack.api_url)

    assert client.auth_test()["team"] == "Riverside for All"
    assert refusal(nobody.auth_test) == "not_authed"
    assert refusal(forger.auth_test) == "invalid_auth"
    assert refusal(client.api_call, api_method="no.such") == "unknown_method"


def test_a_posted_message_carries_the_bot_and_can_be_changed_and_deleted(
    slack: SlackWorkspace, client: WebClient
) -> None:
    posted = client.chat_postMessage(channel="#general", text="One", blocks=[section()])
    kept = client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Two")
    bare = client.chat_update(channel=posted["channel"], ts=posted["ts"], text="Two", blocks=[])

    assert "blocks" in kept["message"]
    assert "blocks" not in bare["message"]
    assert posted["message"]["bot_id"] == "B0TEXTBANK"
    assert [message.text for message in slack.channel("#general").messages] == ["Two"]
    assert (
        posted["ts"].replace(".", "")
        in client.chat_getPermalink(channel="C1", message_ts=posted["ts"])["permalink"]
    )

    client.chat_delete(channel="C1", ts=posted["ts"])

    assert slack.channel("#general").messages == []


def test_timestamps_only_grow(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel="C1", text=str(n))["ts"] for n in range(5)]

    assert sorted(set(stamps)) == stamps


def test_posting_to_a_person_opens_direct_messages(slack: SlackWorkspace, client: WebClient) -> None:
    posted = client.chat_postMessage(channel="U0MAYA", text="Psst")

    assert posted["channel"].startswith("D")
    assert client.conversations_open(users="U0MAYA")["channel"]["id"] == posted["channel"]
    assert [message.text for message in slack.dm("Maya").messages] == ["Psst"]


@pytest.mark.parametrize(
    ("channel", "error"),
    [("C9", "channel_not_found"), ("C3", "is_archived"), ("C4", "channel_not_found")],
)
def test_posting_where_the_app_cannot_is_refused(client: WebClient, channel: str, error: str) -> None:
    assert refusal(client.chat_postMessage, channel=channel, text="Hi") == error


@pytest.mark.parametrize(
    ("channel", "user", "error"),
    [("C1", "U0NAT", "user_not_in_channel"), ("C2", "U0MAYA", "not_in_channel")],
)
def test_an_ephemeral_needs_both_in_the_channel(
    client: WebClient, channel: str, user: str, error: str
) -> None:
    assert refusal(client.chat_postEphemeral, channel=channel, user=user, text="Hi") == error


def test_an_ephemeral_is_seen_by_one_and_is_not_in_history(slack: SlackWorkspace, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C1", user="U0MAYA", text="Only you")

    assert [message.text for message in slack.person("Maya").ephemerals] == ["Only you"]
    assert slack.person("Abe").ephemerals == []
    assert client.conversations_history(channel="C1")["messages"] == []


def test_a_payload_with_problems_is_refused_and_remembered(slack: SlackWorkspace, client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C1", text="Long", blocks=[section("x" * 3001)])

    assert caught.value.response["error"] == "invalid_blocks"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]
    assert [refused.where for refused in slack.refused] == ["chat.postMessage"]


@pytest.mark.filterwarnings("ignore:The top-level `text` argument")
def test_what_a_message_needs(client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C1", text="Short")["ts"]

    assert refusal(client.chat_postMessage, channel="C1", text="") == "no_text"
    assert refusal(client.chat_postMessage, channel="C1", text="", blocks=[section()]) == "no_text"
    assert refusal(client.chat_update, channel="C1", ts=ts, text="x" * 4001) == "msg_too_long"
    assert refusal(client.chat_update, channel="C1", ts="1.0", text="x") == "message_not_found"
    assert refusal(client.chat_postMessage, channel="C1", text="x", thread_ts="1.0") == "message_not_found"


def test_lists_come_in_pages(client: WebClient) -> None:
    first = client.conversations_list(limit=1)
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_list(limit=5, cursor=cursor, exclude_archived=True)

    assert [channel["name"] for channel in first["channels"]] == ["general"]
    assert [channel["name"] for channel in second["channels"]] == ["field"]
    assert second["response_metadata"]["next_cursor"] == ""


def test_people_are_found_by_id_and_address(client: WebClient) -> None:
    assert client.users_info(user="U0MAYA")["user"]["is_owner"]
    assert client.users_lookupByEmail(email="abe@riverside.example")["user"]["id"] == "U0ABE"
    assert {"U0MAYA", "U0ABE", "U0NAT"} <= {user["id"] for user in client.users_list()["members"]}
    assert refusal(client.users_info, user="U9") == "user_not_found"
    assert refusal(client.users_lookupByEmail, email="no@one.example") == "users_not_found"


def test_history_needs_membership_which_a_public_channel_grants(client: WebClient) -> None:
    assert refusal(client.conversations_history, channel="C2") == "not_in_channel"

    client.conversations_join(channel="C2")

    assert client.conversations_history(channel="C2")["ok"]
    assert "U0TEXTBANK" in client.conversations_members(channel="C2")["members"]


def test_a_file_goes_up_in_three_steps_and_down_with_the_token(
    slack: SlackWorkspace, client: WebClient
) -> None:
    shared = client.files_upload_v2(
        channel="C1", filename="refused rows.csv", content="a,b\n1,2\n", initial_comment="The rest"
    )
    address = client.files_info(file=shared["file"]["id"])["file"]["url_private_download"]
    fetched = requests.get(address, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=5)
    stranger = requests.get(address, timeout=5, allow_redirects=False)

    assert fetched.content == b"a,b\n1,2\n"
    assert stranger.status_code == 302
    message = slack.channel("#general").messages[-1]
    assert (message.text, message.files) == ("The rest", [shared["file"]["id"]])

    client.files_delete(file=shared["file"]["id"])

    assert refusal(client.files_info, file=shared["file"]["id"]) == "file_not_found"


def test_files_cannot_go_where_the_app_is_not_a_member(client: WebClient) -> None:
    assert refusal(client.files_upload_v2, channel="C2", filename="a.csv", content="a") == "not_in_channel"


def test_a_home_tab_published_on_an_old_hash_conflicts(client: WebClient) -> None:
    first = client.views_publish(user_id="U0MAYA", view=home())["view"]
    second = client.views_publish(user_id="U0MAYA", view=home(section("New")), hash=first["hash"])["view"]

    assert second["id"] == first["id"]
    assert refusal(client.views_publish, user_id="U0MAYA", view=home(), hash=first["hash"]) == "hash_conflict"
    assert refusal(client.views_publish, user_id="U9", view=home()) == "user_not_found"
    assert refusal(client.views_publish, user_id="U0MAYA", view=modal()) == "invalid_arguments"


def test_trouble_comes_on_demand(slack: SlackWorkspace, client: WebClient) -> None:
    order = {"method": "chat.postMessage", "error": "account_inactive"}
    requests.post(f"{slack.url}/_sandbox/faults", json=order, timeout=5)

    assert refusal(client.chat_postMessage, channel="C1", text="x") == "account_inactive"
    assert client.chat_postMessage(channel="C1", text="x")["ok"]


def test_rate_limits_say_when_to_come_back_and_the_retry_gets_through(
    slack: SlackWorkspace, client: WebClient
) -> None:
    slack.fail("chat.postMessage", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C1", text="x")

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"

    slack.fail("chat.postMessage", retry_after=0)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    assert client.chat_postMessage(channel="C1", text="again")["ok"]


def test_a_removed_app_has_a_worthless_token(slack: SlackWorkspace, client: WebClient) -> None:
    slack.uninstall()

    assert refusal(client.auth_test) == "token_revoked"


def test_blocks_get_ids_where_the_app_gave_none(client: WebClient) -> None:
    posted = client.chat_postMessage(
        channel="C1", text="x", blocks=[{"type": "actions", "elements": [button()]}]
    )

    block = posted["message"]["blocks"][0]
    assert block["block_id"]
    assert block["elements"][0]["action_id"]

"""A demo keeps its messages, Home tabs and files between runs."""

from pathlib import Path

import pytest
from slack_sdk import WebClient

from sandbox.slack import SlackWorkspace
from tests.sandbox.slack.kit import SECRET, TOKEN, ListeningApp, home, section


def test_a_workspace_comes_back_as_it_was(tmp_path: Path) -> None:
    with _workspace(tmp_path) as slack:
        client = WebClient(token=TOKEN, base_url=slack.api_url)
        client.chat_postMessage(channel="U0MAYA", text="Kept")
        client.views_publish(user_id="U0MAYA", view=home(section("Kept home")))
        shared = client.files_upload_v2(channel="C0GENERAL", filename="a.csv", content="a,b")
        file_id = shared["file"]["id"]

    with _workspace(tmp_path) as slack:
        assert [message.text for message in slack.dm("Maya").messages] == ["Kept"]
        assert slack.text_of(slack.person("Maya").home_view) == "Kept home"
        assert slack.file(file_id).content == b"a,b"
        assert slack.channel("#general").messages[-1].files == [file_id]
        assert slack.state.next_ts() > slack.dm("Maya").messages[-1].ts


@pytest.mark.parametrize("name", ["#general", "#textbank", "#field"])
def test_an_empty_folder_is_a_fresh_workspace(tmp_path: Path, name: str) -> None:
    with _workspace(tmp_path / "new") as slack:
        assert slack.channel(name).messages == []


def _workspace(folder: Path) -> SlackWorkspace:
    return SlackWorkspace.start(ListeningApp(), signing_secret=SECRET, bot_token=TOKEN, folder=folder)

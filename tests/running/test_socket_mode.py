"""Slack by Socket Mode, in the one process or in one of its own, which ends cleanly when it is told to."""

from pathlib import Path

import pytest

from sandbox.slack import App, SlackWorkspace
from tests.ports import free_port
from tests.running.parts import Parts
from tests.running.waiting import wait_for
from tests.sockets import Lines, lines


def part(slack: SlackWorkspace, line: Lines, url: str, folder: Path) -> Parts:
    slack.state.socket_url = line.url
    environment = {
        "DATABASE_URL": url,
        "PORT": str(free_port()),
        "SECRET_KEY": "a key for tests",
        "SLACK_API_BASE_URL": slack.api_url,
        "SLACK_BOT_TOKEN": App.bot_token,
        "SLACK_APP_TOKEN": App.app_token,
    }
    return Parts(slack, None, environment, folder / "logs")  # type: ignore[arg-type]  # nobody texts here


@pytest.mark.parametrize("command", ["bot", "serve"])
def test_it_answers_over_its_line_mends_it_and_stops_when_told(tmp_path: Path, command: str) -> None:
    url = f"sqlite:///{tmp_path / 'textbank.db'}"
    with lines() as line, SlackWorkspace.start(line, patience=20.0) as slack:
        bot = part(slack, line, url, tmp_path)
        try:
            assert 0 == bot.run("migrate").returncode
            assert "Maya Torres owns" in bot.run("owner", "U0MAYA").stdout
            bot.start(command)
            wait_for(lambda: line.opened == 1)
            maya = slack.person("Maya")
            maya.command("/tags")
            wait_for(lambda: maya.modal)

            line.drop()
            wait_for(lambda: line.opened == 2)
            assert 200 == maya.command("/textbank").status
            wait_for(lambda: maya.ephemerals)

            assert [0] == bot.stop()
        finally:
            bot.kill(*bot.running)
    assert "Traceback" not in bot.logs.read_text()

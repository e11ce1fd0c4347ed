"""The command line answers everything with words or one sentence, never with a traceback."""

import json
import sys
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from textbank.cli import app, main

COMMANDS = {
    "demo", "serve", "migrate", "doctor", "import", "owner", "manifest", "worker", "clock", "bot", "recount",
}  # fmt: skip
# what each needs to get as far as its settings; the demo and the manifest read none
READ_SETTINGS = {
    "serve": [], "migrate": [], "doctor": [], "import": ["people.csv", "--list", "Voters"],
    "owner": ["U0MAYA"], "worker": [], "clock": [], "bot": [], "recount": [],
}  # fmt: skip


def refusal(monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """Run the command line and return the sentence that it ends with; the shell sees 1."""
    monkeypatch.setattr(sys, "argv", ["textbank", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert isinstance(ended.value.code, str)
    return ended.value.code


def test_these_are_the_commands() -> None:
    assert COMMANDS == get_command(app).commands.keys()  # type: ignore[attr-defined]


def test_alone_it_lists_them() -> None:
    said = CliRunner().invoke(app, []).output

    assert all(f"  {command} " in said for command in COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_each_explains_itself(command: str) -> None:
    run = CliRunner().invoke(app, [command, "--help"])

    assert 0 == run.exit_code
    assert f"Usage: textbank {command}" in run.output or f"Usage: root {command}" in run.output
    assert len(run.output.splitlines()) > 4


@pytest.mark.parametrize("command", sorted(READ_SETTINGS))
def test_a_wrong_setting_stops_each_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "http")

    said = refusal(monkeypatch, command, *READ_SETTINGS[command])

    assert "PORT is 'http'; expected a number from 1 to 65535." == said


def test_the_manifest_is_json() -> None:
    run = CliRunner().invoke(app, ["manifest", "--url", "https://text.example"])

    assert "Textbank" == json.loads(run.output)["display_information"]["name"]


@pytest.mark.parametrize("port", ["0", "65534", "http"])
def test_the_demo_refuses_a_port_without_two_after_it(port: str) -> None:
    run = CliRunner().invoke(app, ["demo", "--port", port])

    assert 2 == run.exit_code
    assert "Invalid value for '--port'" in run.output

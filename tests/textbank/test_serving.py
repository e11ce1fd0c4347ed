"""`textbank serve` and its like as processes: without any setting, and without what they need."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.ports import free_port
from tests.running.ending import ended
from tests.running.waiting import WITHIN, wait_for


def textbank(folder: Path, *words: str, **settings: str) -> "subprocess.Popen[str]":
    """Start a command in a folder of its own, with no settings but these."""
    return subprocess.Popen(
        [sys.executable, "-m", "textbank", *words],
        env={"PATH": os.environ["PATH"], **settings},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def refusal(folder: Path, *words: str, **settings: str) -> str:
    """Return the one sentence that a command ends with."""
    process = textbank(folder, *words, **settings)
    said, problem = process.communicate(timeout=WITHIN)
    assert (1, "") == (process.returncode, said)
    assert 1 == len(problem.splitlines()), problem
    return problem.strip()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The product with no setting but a port that is free."""
    port = free_port()
    with ended(textbank(tmp_path, "serve", PORT=str(port))) as process:
        url = f"http://127.0.0.1:{port}"
        wait_for(lambda: process.poll() is not None or answers(url))
        yield url, process


def answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/healthz", timeout=5).ok
    except requests.RequestException:  # no answer in time, too: it listens before it can answer
        return False


def test_without_any_setting_it_serves_and_trusts_nobody(
    served: tuple[str, "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    url, process = served

    assert {"status": "ok", "database": "ok", "broker": "ok"} == requests.get(f"{url}/readyz").json()
    for path, status in (("/slack/events", 401), ("/twilio/inbound", 403), ("/twilio/status/a1", 403)):
        assert status == requests.post(url + path, data={"token": "forged"}).status_code, path
    taken = refusal(tmp_path, "serve", PORT=url.rpartition(":")[2])
    assert taken.endswith("is taken. Stop who has it, or set PORT to another.")

    process.send_signal(signal.SIGTERM)
    _, logs = process.communicate(timeout=WITHIN)
    assert 0 == process.returncode
    assert "Traceback" not in logs


def test_the_doctor_tells_a_script_too(tmp_path: Path) -> None:
    process = textbank(tmp_path, "doctor", "--json")

    said, problem = process.communicate(timeout=WITHIN)

    assert (1, "") == (process.returncode, problem)
    found = {each["part"]: each for each in map(json.loads, said.splitlines())}
    assert {
        "database",
        "owner",
        "broker",
        "address",
        "Slack",
        "Twilio",
        "registration",
        "mail",
    } == found.keys()
    assert all(each["cure"] for each in found.values() if each["state"] != "ok")


@pytest.mark.parametrize(
    ("command", "settings", "sentence"),
    [
        ("bot", {}, "SLACK_APP_TOKEN is not set. Socket Mode needs an app-level token (xapp-…)."),
        (
            "bot",
            {"SLACK_APP_TOKEN": "xapp-1", "SLACK_API_BASE_URL": "http://127.0.0.1:1/api/"},
            "Slack does not answer: Connection refused. Check the network.",
        ),
        ("recount", {}, "The database is not up to date. Run: textbank migrate"),
        ("worker", {}, "BROKER_URL is empty: `textbank serve` does the worker's work itself."),
        (
            "clock",
            {"BROKER_URL": "redis://127.0.0.1", "DATABASE_URL": "postgresql://maya@127.0.0.1:1/d"},
            "The database postgresql://maya@127.0.0.1:1/d cannot be used",
        ),
        ("serve", {"DATABASE_URL": "sqlite:////nowhere/x.db"}, "The database sqlite:////nowhere/x.db cannot"),
        ("serve", {"DATABASE_URL": "postgresql://maya:hush@127.0.0.1:1/d"}, "The database postgresql://maya"),
    ],
)
def test_what_is_missing_is_one_sentence(
    tmp_path: Path, command: str, settings: dict[str, str], sentence: str
) -> None:
    assert refusal(tmp_path, command, PORT=str(free_port()), **settings).startswith(sentence)

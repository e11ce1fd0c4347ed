"""`python -m sandbox` as the demo starts it."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import requests

from tests.running.ending import ended
from tests.running.waiting import WITHIN

ARGUMENTS = [
    *("--slack-port", "0"),
    *("--twilio-port", "0"),
    *("--app-url", "http://127.0.0.1:9"),
    *("--signing-secret", "a-signing-secret"),
    *("--bot-token", "xoxb-a-token"),
]


def test_both_stand_ins_serve_until_they_are_told_to_stop(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox", *ARGUMENTS, "--state", str(tmp_path)]
    with ended(subprocess.Popen(command, stdout=subprocess.PIPE, text=True)) as process:
        assert process.stdout
        slack, phones = re.findall(r"http://[\d.:]+", process.stdout.readline())

        assert "Riverside for All" in requests.get(slack, timeout=5).text
        assert requests.get(phones, timeout=5).ok

        process.send_signal(signal.SIGTERM)
        assert process.wait(WITHIN) == 0
    assert (tmp_path / "slack" / "workspace.json").exists()

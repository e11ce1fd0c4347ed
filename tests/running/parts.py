"""The product as processes, with the stand-ins for Slack and Twilio before it over real HTTP."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from core.db import Database
from sandbox import twilio
from sandbox.slack import App, SlackWorkspace
from sandbox.twilio import TwilioServer
from tests.ports import free_port
from tests.running.waiting import WITHIN, wait_for

ACCOUNT, TOKEN, SERVICE = "AC" + "7" * 32, "a-twilio-token", "MG" + "7" * 32


@dataclass
class Parts:
    """The processes of one product, and the world around them.

    Attributes:
        environment: what a deployment would set.
        logs: the file that every process writes its errors and logs to.
    """

    slack: SlackWorkspace
    phones: TwilioServer
    environment: dict[str, str]
    logs: Path
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.environment["PUBLIC_URL"]

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        return subprocess.run(
            _command(words), env=self._all(), capture_output=True, text=True, timeout=WITHIN, check=False
        )

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start a command that runs until it is told to stop."""
        with self.logs.open("ab") as log:
            process = subprocess.Popen(
                _command(words), env=self._all(), stdout=log, stderr=log, start_new_session=True
            )
        self.running.append(process)
        return process

    def serve(self) -> None:
        """Start the web part and wait until it is ready."""
        process = self.start("serve")
        wait_for(lambda: self.is_ready() or process.poll() is not None)
        assert process.poll() is None, self.logs.read_text()

    def is_ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).ok
        except requests.RequestException:  # no answer in time, too: it listens before it can answer
            return False

    def kill(self, *processes: "subprocess.Popen[bytes]") -> None:
        """Kill processes with all that they have started, as a power cut does."""
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            self.running.remove(process)

    def stop(self) -> list[int]:
        """Tell all to stop and return how each ended."""
        for process in self.running:
            process.send_signal(signal.SIGTERM)
        codes = [process.wait(timeout=WITHIN) for process in self.running]
        self.running.clear()
        return codes

    def _all(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], **self.environment}


def start_phones(url: str) -> TwilioServer:
    """Start a carrier for the product at `url`, on which people write only when the test says so."""
    return twilio.start(0, url, ACCOUNT, TOKEN, SERVICE, ["+15005550010"], auto_replies=False)


@contextmanager
def parts(
    folder: Path,
    database_url: str,
    broker_url: str = "",
    carrier: Callable[[str], TwilioServer] = start_phones,
) -> Iterator[Parts]:
    """Open the world around a product that is not started yet; whatever is left running is killed."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    phones = carrier(url)
    with SlackWorkspace.start(f"{url}/slack/events", patience=20.0) as slack:
        given = _environment(slack, phones, url) | {"DATABASE_URL": database_url, "BROKER_URL": broker_url}
        made = Parts(slack, phones, given | {"PORT": str(port)}, folder / "logs")
        try:
            yield made
        finally:
            made.kill(*made.running)
            phones.stop()


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Look into the product's database, and close it after."""
    database = Database(url)
    try:
        yield database
    finally:
        database.dispose()


def _environment(slack: SlackWorkspace, phones: TwilioServer, url: str) -> dict[str, str]:
    return {
        "PUBLIC_URL": url,
        "SECRET_KEY": "a key for tests",
        "LOG_LEVEL": "debug",
        "SLACK_API_BASE_URL": slack.api_url,
        "SLACK_BOT_TOKEN": App.bot_token,
        "SLACK_SIGNING_SECRET": App.signing_secret,
        "TWILIO_API_BASE_URL": phones.url,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_MESSAGING_SERVICE_SID": SERVICE,
    }


def _command(words: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "textbank", *words]

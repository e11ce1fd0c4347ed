"""Start the stand-ins and the product, say where they are, and stop all together."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack

import typer

from core.errors import CoreError
from textbank.demo.place import FOLDER, Place
from textbank.demo.seeding import seed
from textbank.ports import require_free

_READY_WITHIN_SECONDS = 30


def reset() -> None:
    """Forget everything the demo knows."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    typer.echo("The demo's data is gone. `make demo` begins anew.")


def run(port: int, *, fresh: bool = False) -> None:
    """Start the demo, print its addresses, and stay until Ctrl-C.

    Args:
        port: the product's; the Slack console and the phones take the next two.
        fresh: begin with nothing: whoever tries it installs the app and sets the campaign up.

    Raises:
        CoreError: a port is taken, or a part does not start.
    """
    place = Place(port, fresh)
    _check_ports(place)
    _end_as_with_ctrl_c()
    place.folder.mkdir(parents=True, exist_ok=True)
    told = _first_day(place) if fresh else _addresses(place, seed(place.settings()))
    with ExitStack() as parts:
        stand_ins = _start(parts, [sys.executable, "-m", "sandbox", *place.stand_ins()], {})
        product = _start(parts, [sys.executable, "-m", "textbank", "serve"], place.environment())
        for url in (place.slack_url, place.twilio_url, f"{place.product_url}/readyz"):
            _wait_for(url, stand_ins, product)
        typer.echo(told)
        _until_one_stops(stand_ins, product)


def _check_ports(place: Place) -> None:
    for port in range(place.port, place.port + 3):
        require_free(port, "Another demo may run; stop it, or: textbank demo --port 8100")


def _end_as_with_ctrl_c() -> None:
    # neither a kill nor a terminal that is closed may leave the parts behind; and in a script's background
    # Ctrl-C itself is passed over, unless it is asked for
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)


def _start(parts: ExitStack, command: list[str], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    # a session of their own: Ctrl-C reaches us alone, and we end them in order
    process = subprocess.Popen(command, env=os.environ | environment, start_new_session=True)  # noqa: S603 - ours
    parts.callback(_stop, process)
    return process


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(url: str, *processes: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _READY_WITHIN_SECONDS
    while not _answers(url):
        if any(process.poll() is not None for process in processes) or time.monotonic() > until:
            raise CoreError(f"The demo did not start: {url} does not answer. What went wrong stands above.")
        time.sleep(0.05)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310  # our own addresses
            return True
    except (urllib.error.URLError, OSError):
        return False


def _addresses(place: Place, sign_in: str) -> str:
    return f"""
  Textbank's demo is running. Nothing leaves this machine.

  Slack console   {place.slack_url}       you are Maya, the owner: type /textbank
  Inbox           {sign_in}
                  signed in as Jo, a volunteer: press "Start texting"
  Phones          {place.twilio_url}      the contacts; some answer by themselves

  It keeps its data in {place.folder}/; `make demo-reset` forgets it. Stop with Ctrl-C.
"""


def _first_day(place: Place) -> str:
    return f"""
  Textbank is running, and knows nobody yet. Nothing leaves this machine.

  Begin here      {place.product_url}/slack/install
                  install the app as Maya; its Home tab then leads you on
  Slack console   {place.slack_url}
  Phones          {place.twilio_url}

  Texting hours are real here. Data is in {place.folder}/; `make demo-reset` forgets it. Stop with Ctrl-C.
"""


def _until_one_stops(*processes: "subprocess.Popen[bytes]") -> None:
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
    except KeyboardInterrupt:
        typer.echo("\nStopping the demo.")
        return
    raise CoreError("A part of the demo stopped by itself. What went wrong stands above.")

"""The demo as a process: it keeps its data, and leaves nothing behind when it ends."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.ports import three_free_ports
from tests.running.ending import ended
from tests.running.waiting import WITHIN


def textbank_demo(folder: Path, *words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "textbank", "demo", *words]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@contextmanager
def started(folder: Path, port: str) -> "Iterator[subprocess.Popen[str]]":
    """Start the demo and wait until it has said its addresses."""
    with ended(textbank_demo(folder, "--port", port)) as process:
        assert process.stdout
        assert any("Stop with Ctrl-C" in line for line in iter(process.stdout.readline, ""))
        yield process


def end(process: "subprocess.Popen[str]", how: signal.Signals) -> None:
    """End the demo and see that nothing of it is left."""
    parts = psutil.Process(process.pid).children(recursive=True)
    assert len(parts) >= 2
    process.send_signal(how)
    _, problems = process.communicate(timeout=WITHIN)
    assert (0, "") == (process.returncode, problems)
    assert [] == psutil.wait_procs(parts, timeout=WITHIN)[1]


def made_at(folder: Path) -> list[tuple[str]]:
    with sqlite3.connect(folder / ".demo" / "textbank.db") as database:
        found = database.execute("SELECT created_at FROM campaigns").fetchall()
    database.close()
    return found


def test_it_keeps_its_data_until_it_is_told_to_forget(tmp_path: Path) -> None:
    port = str(three_free_ports())
    with started(tmp_path, port) as first:
        with textbank_demo(tmp_path, "--port", port) as second:
            _, refusal = second.communicate(timeout=WITHIN)
        assert (1, 1) == (second.returncode, len(refusal.splitlines()))
        assert f"Port {port} is taken." in refusal
        end(first, signal.SIGINT)  # Ctrl-C
    (campaign,) = made_at(tmp_path)

    with started(tmp_path, port) as again:
        end(again, signal.SIGHUP)  # the terminal is closed
    assert [campaign] == made_at(tmp_path)

    with textbank_demo(tmp_path, "--reset") as forgetting:
        said, _ = forgetting.communicate(timeout=WITHIN)
    assert "The demo's data is gone." in said
    assert not (tmp_path / ".demo").exists()

"""A PostgreSQL of a test's own: it may crash as it likes."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.ports import free_port
from tests.running.waiting import WITHIN, wait_for


@contextmanager
def own_cluster(folder: Path) -> "Iterator[Cluster]":
    """Start a PostgreSQL that a test may restart."""
    cluster = Cluster(folder)
    try:
        yield cluster
    finally:
        cluster.stop()


class Cluster:
    """A PostgreSQL cluster in a folder, run by an ordinary user, since it refuses to run as root.

    Attributes:
        url: of its one database.
    """

    def __init__(self, folder: Path) -> None:
        self._data = folder / "cluster"
        self._data.mkdir()
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(self._data, self._user)
            for above in (folder, *folder.parents[:-2]):
                above.chmod(above.stat().st_mode | 0o011)
        self._options = f"-p {free_port()} -k {self._data} -c listen_addresses=127.0.0.1"
        self.url = f"postgresql://textbank@127.0.0.1:{self._options.split()[1]}/postgres"
        self._run("initdb", "-U", "textbank", "-A", "trust", "-E", "UTF8")
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._run("pg_ctl", "-w", "-l", str(self._data / "log"), "-o", self._options, "start")
        wait_for(self._answers)

    def crash(self) -> None:
        """Stop it as a power cut does, and start it again."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")
        self.start()

    def stop(self) -> None:
        """Stop it for good."""
        self._run("pg_ctl", "-w", "-m", "fast", "stop")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *words: str) -> None:
        command = [_find(program), "-D", str(self._data), *words]
        subprocess.run(command, user=self._user, cwd="/", check=True, capture_output=True, timeout=WITHIN)


def _find(program: str) -> str:
    """Debian keeps the servers' programs beside each version."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    found = shutil.which(program) or (str(installed[-1]) if installed else None)
    return found or pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")

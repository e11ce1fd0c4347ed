"""Adds this process' counts to the database's every few seconds, and once more at the end."""

from threading import Event, Thread

import structlog

from core.db import Database
from core.metrics import tallies

EVERY = 10.0  # seconds; Prometheus looks four times a minute as a rule

log = structlog.get_logger()


class Tallying:
    """A thread beside the others of a process; `start` it after any fork."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._over = Event()
        self._thread = Thread(target=self._run, name="tallying", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Keep what is counted and end."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        self._keep()

    def _run(self) -> None:
        while not self._over.wait(EVERY):
            self._keep()

    def _keep(self) -> None:
        try:
            tallies.keep(self._database)
        except Exception as problem:  # noqa: BLE001  # counting must never stop what is counted
            log.warning("tallies_not_kept", problem=type(problem).__name__)

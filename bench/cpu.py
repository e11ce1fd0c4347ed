"""What an answer costs in CPU: a process with its children, and PostgreSQL's connections to one database."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil
from sqlalchemy import make_url, text

from core.db import make_engine

_BACKENDS = text(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@dataclass
class Spent:
    """Seconds of CPU, known when the block that measures them ends."""

    seconds: float = 0.0


class Meter:
    """Measures what a process, all it started, and its database spend.

    A PostgreSQL on another machine cannot be looked at: then only the process counts.

    Args:
        pid: of a server; its children count too.
        url: of the database that it uses; others should rest meanwhile.
    """

    def __init__(self, pid: int, url: str) -> None:
        self._process = psutil.Process(pid)
        self._engine = make_engine(url) if make_url(url).get_backend_name() == "postgresql" else None

    @contextmanager
    def spent(self) -> Iterator[Spent]:
        """Measure the block."""
        found = Spent()
        before = self._look()
        yield found
        # a process that began meanwhile spent all it has; what ended meanwhile is not seen
        found.seconds = sum(now - before.get(each, 0.0) for each, now in self._look().items())

    def _look(self) -> dict[int, float]:
        mine = [self._process, *self._process.children(recursive=True)]
        return dict(_times([*(each.pid for each in mine), *self._backends()]))

    def _backends(self) -> list[int]:
        if self._engine is None:
            return []
        with self._engine.connect() as connection:
            return list(connection.scalars(_BACKENDS))


def _times(pids: Iterable[int]) -> Iterator[tuple[int, float]]:
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            times = psutil.Process(pid).cpu_times()
            yield pid, times.user + times.system

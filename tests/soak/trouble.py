"""What goes wrong in an evening: processes are killed, the broker forgets, the database goes down."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from random import Random
from subprocess import Popen
from threading import Event, Thread
from typing import Self

import psutil
import redis

from tests.running.parts import Parts
from tests.soak.plan import Plan

Deed = tuple[str, Callable[[], None]]  # what it is called, and doing it


def flush(broker: str) -> None:
    """Let the broker forget every bell."""
    with redis.Redis.from_url(broker) as line:
        line.flushall()


class Processes:
    """The processes of the product, by what they are; whoever is killed is started again at once."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._many = bool(parts.environment["BROKER_URL"])
        self._running: list[tuple[str, Popen[bytes]]] = []

    def start(self) -> None:
        """Start the web part and what works behind it."""
        self._parts.serve()
        self._running = [("web", self._parts.running[-1])]
        self.start_behind()

    def start_behind(self) -> None:
        """Start what works behind the web part; a new clock rings every sweep at once."""
        for name in ("worker", "worker", "clock") if self._many else ():
            self._running.append((name, self._parts.start(name)))

    def stop_behind(self) -> None:
        """Let everything that sends finish what it has in hand, and end."""
        for _, process in self._running[1 if self._many else 0 :]:
            process.send_signal(signal.SIGTERM)
            process.wait()
            self._parts.running.remove(process)
        del self._running[1 if self._many else 0 :]

    def restart(self, meanwhile: Callable[[], None]) -> None:
        """Stop everything that sends in good order, and start it again."""
        self.stop_behind()
        meanwhile()
        self.start_behind() if self._many else self.start()

    def kill(self, name: str) -> None:
        """Kill one process of this name and start it again; of the web one of its workers, if it has more."""
        found, process = next(each for each in self._running if each[0] == name)
        if name == "web" and self._many:
            workers = psutil.Process(process.pid).children()
            os.kill(workers[int(time.monotonic() * 1000) % len(workers)].pid, signal.SIGKILL)
            return
        self._parts.kill(process)
        self._running.remove((found, process))
        if name == "web":
            self.start()
        else:
            self._running.append((name, self._parts.start(name)))

    def revive(self) -> None:
        """Start again what ended by itself, such as a worker that found no database; a host does the same."""
        for name, process in list(self._running):
            if process.poll() is not None and name != "web":
                self._running.remove((name, process))
                self._parts.running.remove(process)
                self._running.append((name, self._parts.start(name)))


class Trouble:
    """Makes trouble in a thread of its own while texts are under way.

    Args:
        deeds: once the carrier has made this share of all texts → what happens then, and what it is called.
        progress: the share of texts that the carrier has made.
    """

    def __init__(
        self,
        plan: Plan,
        processes: Processes,
        progress: Callable[[], float],
        deeds: dict[float, Deed],
    ) -> None:
        self.done: Counter[str] = Counter()
        self._plan, self._processes, self._progress = plan, processes, progress
        self._deeds = sorted(deeds.items())
        self._dice = Random(plan.seed + 2)
        self._over = Event()
        self._problem: BaseException | None = None
        self._thread = Thread(target=self._work)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        if self._problem:
            raise self._problem

    def _work(self) -> None:
        try:
            next_kill = self._next_kill()
            while not self._over.wait(0.1):
                if self._deeds and self._progress() >= self._deeds[0][0]:
                    name, deed = self._deeds.pop(0)[1]
                    deed()
                    self.done[name] += 1
                self._processes.revive()
                if time.monotonic() > next_kill:
                    self._kill_somebody()
                    next_kill = self._next_kill()
        except BaseException as problem:  # noqa: BLE001 - told when the evening is over
            self._problem = problem

    def _next_kill(self) -> float:
        every = self._plan.kill_every
        return time.monotonic() + self._dice.uniform(*every) if every else float("inf")

    def _kill_somebody(self) -> None:
        name = self._dice.choice(("worker", "worker", "worker", "web", "clock"))
        self._processes.kill(name)
        self.done[f"{name} killed"] += 1

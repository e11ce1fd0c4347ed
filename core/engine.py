"""Dramatiq as the bell and the hands: in-process by default, Redis or RabbitMQ when a broker is given."""

from collections.abc import Callable, Mapping
from typing import Any

import dramatiq
import structlog
from dramatiq.brokers.stub import StubBroker

from core.gathering import Gatherer, Later, after_a_moment
from core.jobs import JOBS, Job, Tools
from core.metrics import tallies
from core.metrics.catalogue import JOBS_FAILED

log = structlog.get_logger()


class Engine:
    """Runs jobs for whoever rings.

    Args:
        broker_url: empty for in-process, `redis://…` or `amqp://…`.
        tools: what the jobs work with.
        later: see `core.gathering`.
    """

    def __init__(
        self,
        broker_url: str,
        tools: Tools,
        jobs: Mapping[str, Job] = JOBS,
        later: Later = after_a_moment,
    ) -> None:
        self.broker, self._probe = _broker(broker_url)
        self._bells = Gatherer(self._send, later)
        self.actors = {name: self._actor(name, job, tools) for name, job in jobs.items()}
        self.worker: dramatiq.Worker | None = None

    def ring(self, job: str, args: tuple[Any, ...] = ()) -> None:
        """Ask for a job, in a moment; asked for again until then, it is one ring."""
        self._bells.ring(job, args)

    def unreachable(self) -> str:
        """Return why the broker does not answer, empty when it does."""
        try:
            self._probe()
        except Exception as problem:  # noqa: BLE001  # as above
            return str(problem) or type(problem).__name__
        return ""

    def start(self, threads: int) -> None:
        """Begin to work, in this process, with so many threads. Call it after any fork."""
        self.worker = dramatiq.Worker(self.broker, worker_threads=threads, worker_timeout=100)
        self.worker.start()

    def stop(self) -> None:
        """Finish what is running, take nothing new; whoever else works hears of what is to be done."""
        self._bells.flush()
        if self.worker:
            self.worker.stop(timeout=30_000)
        self.broker.close()

    def _send(self, job: str, args: tuple[Any, ...]) -> None:
        # a broker that is away is logged and forgotten: a sweep finds the row
        try:
            self.actors[job].send(*args)
        except Exception as problem:  # noqa: BLE001  # each broker's library has its own family of errors
            log.warning("bell_lost", job=job, problem=type(problem).__name__)

    def _actor(self, name: str, job: Job, tools: Tools) -> "dramatiq.Actor[..., None]":
        def run(*args: Any) -> None:
            try:
                job(tools, *args)
            except Exception:  # a sweep tries again; the worker must live on
                log.exception("job_failed", job=name)
                tallies.count(JOBS_FAILED, job=name)

        return dramatiq.Actor(
            run,
            broker=self.broker,
            actor_name=name,
            queue_name="default",
            priority=0,
            # sending goes on for as long as there is something to send
            options={"max_retries": 0, "time_limit": float("inf")},
        )


def _broker(url: str) -> tuple[dramatiq.Broker, Callable[[], object]]:
    """Return the broker and a look whether it answers, which raises when it does not."""
    if url.startswith("redis"):
        from dramatiq.brokers.redis import RedisBroker

        redis = RedisBroker(url=url)
        return redis, redis.client.ping
    if url.startswith("amqp"):
        from dramatiq.brokers.rabbitmq import RabbitmqBroker

        rabbit = RabbitmqBroker(url=url)
        return rabbit, lambda: rabbit.channel
    return StubBroker(), lambda: None

"""The pace of a sending service: a bucket of segments that fills as fast as the carriers take them.

Without a pace Twilio's queue would hold hours of texts, past the hours in which people may be texted. The
buckets are in Redis, where all workers share them, or in this process. A pace is a courtesy and no law: when
Redis is away all may go.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import Protocol

import structlog
from redis.backoff import NoBackoff
from redis.retry import Retry
from throttled.rate_limiter import BaseRateLimiter, RateLimiterRegistry, per_min
from throttled.store import BaseStore, MemoryStore, RedisStore

from core.delivery.pace.throughput import Throughput

# Looking again sooner would claim texts one by one.
SHORTEST_WAIT = 0.25  # seconds
PATIENCE = 0.5  # seconds that Redis has to answer
REST = 5.0  # seconds before a Redis that was away is asked again
SAY_AGAIN = 60.0  # seconds

log = structlog.get_logger()


@dataclass(frozen=True)
class Grant:
    """How many of the texts asked for may go, and the seconds until more may (0: no need to wait)."""

    texts: int
    wait: float = 0.0


class Pace(Protocol):
    """What the outbox asks before it claims."""

    def take(self, service_id: int, pace: Throughput, costs: Sequence[int]) -> Grant:
        """Take the segments of as many texts as may go now.

        Args:
            costs: the segments of each text, in the order in which they are to go.
        """
        ...


class TokenBuckets:
    """A `Pace` over throttled-py.

    Its GCRA is a token bucket that counts fractions of a second; the one it calls so counts whole ones.

    Args:
        store: where the buckets are.
        ticks: seconds that only grow.
    """

    def __init__(self, store: BaseStore, *, ticks: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._ticks = ticks
        self._rests_until = self._silent_until = 0.0

    def take(self, service_id: int, pace: Throughput, costs: Sequence[int]) -> Grant:
        """Take what is there; all, while the store is away."""
        if self._ticks() < self._rests_until:
            return Grant(len(costs))
        try:
            return self._take(f"service:{service_id}", pace, costs)
        except Exception as problem:  # noqa: BLE001  # each store's library has its own family of errors
            self._away(problem)
            return Grant(len(costs))

    def _take(self, key: str, pace: Throughput, costs: Sequence[int]) -> Grant:
        # a text that is longer than the bucket is deep could never go
        capped = [min(cost, pace.burst) for cost in costs]
        texts = fitting(capped, pace.burst)
        bucket = self._bucket(pace)
        there = bucket.limit(key, sum(capped[:texts]))
        if there.limited:
            texts = fitting(capped, there.state.remaining)
            if texts and bucket.limit(key, sum(capped[:texts])).limited:
                return Grant(0, SHORTEST_WAIT)  # another worker was quicker
        if texts == len(costs):
            return Grant(texts)
        left = 0 if texts else there.state.remaining
        return Grant(texts, max(SHORTEST_WAIT, (capped[texts] - left) * pace.seconds))

    def _bucket(self, pace: Throughput) -> BaseRateLimiter:
        quota = per_min(pace.per_minute, burst=pace.burst)
        return RateLimiterRegistry.get("gcra")(quota, self._store, key_prefix="textbank:pace")

    def _away(self, problem: Exception) -> None:
        now = self._ticks()
        self._rests_until = now + REST
        if now >= self._silent_until:
            self._silent_until = now + SAY_AGAIN
            log.warning("pace_not_kept", problem=type(problem).__name__)


def make_pace(broker_url: str, *, ticks: Callable[[], float] = time.monotonic) -> TokenBuckets:
    """Return the pace of a process: shared through the broker's Redis, or its own."""
    if broker_url.startswith("redis"):
        once = {"retry": Retry(NoBackoff(), 0)}
        patience = {"SOCKET_TIMEOUT": PATIENCE, "SOCKET_CONNECT_TIMEOUT": PATIENCE}
        store = RedisStore(broker_url, patience | {"CONNECTION_POOL_KWARGS": once})
        return TokenBuckets(store, ticks=ticks)
    return TokenBuckets(MemoryStore(), ticks=ticks)


def fitting(costs: Sequence[int], segments: int) -> int:
    """Return how many texts from the first on have room in so many segments."""
    return len(list(takewhile(lambda total: total <= segments, accumulate(costs))))

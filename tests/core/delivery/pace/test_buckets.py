"""A service sends as fast as the carriers take segments, and faster only when nobody can tell."""

import socket
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
import redis
from structlog.testing import capture_logs
from throttled.store import BaseStore, MemoryStore, RedisStore

from core.delivery.pace.buckets import REST, SAY_AGAIN, Grant, TokenBuckets, make_pace
from core.delivery.pace.throughput import THROUGHPUTS, Throughput, throughput

SLOW = Throughput("one a second", per_minute=60)
FAST = Throughput("a hundred a second", per_minute=6000)


def in_memory() -> BaseStore:
    return MemoryStore()


def in_redis() -> BaseStore:
    url = "redis://127.0.0.1:6379/15"
    try:
        redis.Redis.from_url(url).ping()
    except redis.ConnectionError:
        pytest.skip("Redis is not running here: buckets in it are left out")
    return RedisStore(url)


@pytest.fixture(params=[in_memory, in_redis])
def store(request: pytest.FixtureRequest) -> BaseStore:
    made: BaseStore = request.param()
    return made


@pytest.fixture
def service() -> int:
    """A service that no other test has a bucket of."""
    return uuid4().int


@pytest.fixture
def later(store: BaseStore, service: int) -> Callable[[float], None]:
    """Let time go by for a bucket: it remembers the instant at which it is full, so that is put earlier."""

    def move(seconds: float) -> None:
        key = f"textbank:pace:v1:gcra:service:{service}"
        full_at = store.get(key)
        assert full_at
        store.set(key, float(full_at) - seconds, 600)

    return move


def test_what_is_in_the_bucket_goes_at_once(store: BaseStore, service: int) -> None:
    assert Grant(4) == TokenBuckets(store).take(service, SLOW, [1, 3, 2, 4])


def test_then_texts_go_as_fast_as_it_fills(
    store: BaseStore, service: int, later: Callable[[float], None]
) -> None:
    pace = TokenBuckets(store)

    assert Grant(10, wait=1.0) == pace.take(service, SLOW, [1] * 100)
    assert Grant(0, wait=1.0) == pace.take(service, SLOW, [1] * 90)
    later(3.1)
    assert Grant(3, wait=1.0) == pace.take(service, SLOW, [1] * 90)


def test_a_long_text_waits_for_all_of_its_segments(
    store: BaseStore, service: int, later: Callable[[float], None]
) -> None:
    pace = TokenBuckets(store)
    pace.take(service, SLOW, [8])

    assert Grant(0, wait=3.0) == pace.take(service, SLOW, [5, 1])
    later(3.1)
    assert Grant(1, wait=1.0) == pace.take(service, SLOW, [5, 1])


def test_a_text_longer_than_the_bucket_goes_when_it_is_full(store: BaseStore, service: int) -> None:
    pace = TokenBuckets(store)

    assert Grant(1, wait=10.0) == pace.take(service, SLOW, [24, 24])


def test_it_is_not_asked_for_every_single_segment(store: BaseStore, service: int) -> None:
    assert 0.25 == TokenBuckets(store).take(service, FAST, [1] * 1000).wait


def test_each_service_has_a_bucket_of_its_own(store: BaseStore, service: int) -> None:
    pace = TokenBuckets(store)
    pace.take(service, SLOW, [1] * 100)

    assert 10 == pace.take(service + 1, SLOW, [1] * 100).texts


def test_workers_share_the_buckets_in_redis(service: int) -> None:
    one, other = TokenBuckets(in_redis()), TokenBuckets(in_redis())
    one.take(service, SLOW, [1] * 7)

    assert 3 == other.take(service, SLOW, [1] * 100).texts


@pytest.fixture
def nowhere() -> Iterator[str]:
    """The address of a Redis that is away."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield f"redis://127.0.0.1:{unused.getsockname()[1]}/0"


def test_without_redis_all_go_and_it_is_said_once_a_minute(nowhere: str) -> None:
    now = [0.0]
    pace = make_pace(nowhere, ticks=lambda: now[0])

    with capture_logs() as logs:
        for now[0] in (0.0, 1.0, REST + 1, SAY_AGAIN - 1, SAY_AGAIN + REST):
            assert Grant(500) == pace.take(1, SLOW, [1] * 500)

    assert ["pace_not_kept"] * 2 == [each["event"] for each in logs]


def test_every_class_lets_texts_through() -> None:
    for each in THROUGHPUTS.values():
        assert each.per_minute >= 60
        assert each.burst <= each.per_minute
        assert each.per_day is None or each.per_day > each.burst


def test_a_service_of_no_known_class_has_no_pace() -> None:
    assert throughput("") is None
    assert throughput("of yesterday") is None

"""A burst of bells rings once, and none is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from core.gathering import Gatherer

Bells = list[tuple[str, tuple[Any, ...]]]


def gatherer() -> tuple[Gatherer, Bells, list[Callable[[], None]]]:
    """A gatherer, what it rang, and the moments that are to pass."""
    rung: Bells = []
    moments: list[Callable[[], None]] = []
    return Gatherer(lambda job, args: rung.append((job, args)), moments.append), rung, moments


def test_a_burst_rings_once_when_its_moment_is_over() -> None:
    bells, rung, moments = gatherer()
    for _ in range(100):
        bells.ring("deliver")
    assert ([], 1) == (rung, len(moments))

    moments.pop()()

    assert [("deliver", ())] == rung


def test_each_different_bell_rings() -> None:
    bells, rung, moments = gatherer()
    bells.ring("import_contacts", (1,))
    bells.ring("import_contacts", (2,))
    bells.ring("deliver")

    moments.pop()()

    assert [("import_contacts", (1,)), ("import_contacts", (2,)), ("deliver", ())] == rung


def test_what_is_rung_after_the_moment_has_one_of_its_own() -> None:
    bells, rung, moments = gatherer()
    bells.ring("deliver")
    moments.pop()()
    bells.ring("deliver")

    moments.pop()()

    assert [("deliver", ())] * 2 == rung


def test_a_bell_that_comes_while_others_ring_is_not_lost() -> None:
    rung: list[str] = []
    moments: list[Callable[[], None]] = []

    def ring(job: str, _: tuple[Any, ...]) -> None:
        rung.append(job)
        if len(rung) == 1:
            bells.ring("deliver")

    bells = Gatherer(ring, moments.append)
    bells.ring("deliver")
    moments.pop()()
    moments.pop()()

    assert ["deliver"] * 2 == rung


def test_the_end_does_not_wait_for_the_moment() -> None:
    bells, rung, moments = gatherer()
    bells.ring("deliver")
    bells.flush()
    moments.pop()()

    assert [("deliver", ())] == rung


def test_where_no_moment_can_pass_it_rings_at_once() -> None:
    def ending(_: Callable[[], None]) -> None:
        raise RuntimeError("can't start new thread")

    rung: Bells = []
    bells = Gatherer(lambda job, args: rung.append((job, args)), ending)

    bells.ring("deliver")

    assert [("deliver", ())] == rung


def test_after_the_last_of_many_at_once_there_is_always_a_ring() -> None:
    """Whoever listens finds what was committed before the ring; so the last bell must have one after it."""
    done: list[int] = []
    heard: list[int] = []
    bells = Gatherer(lambda *_: heard.append(len(done)), lambda flush: flush())

    def press(number: int) -> None:
        done.append(number)
        bells.ring("deliver")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(press, range(500)))

    assert 500 == max(heard)

"""The parts that run apart when one machine is not enough: worker, clock, and Slack by Socket Mode."""

import signal
import time
from collections.abc import Callable

from core.config import Settings
from core.errors import CoreError
from textbank.product import Product
from textbank.readying import make_ready

NOTICED_WITHIN = 0.2  # seconds


def run_worker(settings: Settings, threads: int) -> None:
    """Run jobs from the broker until told to stop; then finish what runs."""
    _needs_a_broker(settings, "worker")
    told = _listen()
    product = _ready(settings)
    product.engine.start(threads)
    product.tallying.start()
    _until(told)
    product.stop()


def run_clock(settings: Settings) -> None:
    """Ring the sweeps until told to stop."""
    _needs_a_broker(settings, "clock")
    told = _listen()
    product = _ready(settings)
    product.clock.start()
    product.tallying.start()
    _until(told)
    product.stop()


def run_socket_mode(settings: Settings) -> None:
    """Listen to Slack over Socket Mode until told to stop; jobs run in the workers.

    Without a broker they run in the process that serves, whose sweeps find them.
    """
    from textbank.socket_mode import Line

    told = _listen()
    product = _ready(settings, rings=not settings.embedded)
    line = Line(product)
    line.open()
    _until(told, line.mend)
    line.stop()
    product.stop()


def _needs_a_broker(settings: Settings, part: str) -> None:
    if settings.embedded:
        raise CoreError(
            f"BROKER_URL is empty: `textbank serve` does the {part}'s work itself. Set it to run parts apart."
        )


def _ready(settings: Settings, *, rings: bool = True) -> Product:
    product = Product(settings, rings=rings)
    make_ready(product.database)
    return product


def _listen() -> list[int]:
    """Return where a signal to stop is noted; call it before anything begins that must not be cut short."""
    told: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _: told.append(number))
    return told


def _until(told: list[int], meanwhile: Callable[[], None] = lambda: None) -> None:
    """Wait for a signal, in short steps, with something to do at each.

    The system may hand a signal to any thread, while Python runs its handler in the main one, which a longer
    wait would not let go: the process would never end.
    """
    while not told:
        time.sleep(NOTICED_WITHIN)
        meanwhile()

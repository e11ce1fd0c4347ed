"""The parts that run apart when one machine is not enough: worker, clock, and Slack by Socket Mode."""

import signal
from threading import Event

from core.config import Settings
from core.errors import CoreError
from textbank.asking_slack import asking_slack
from textbank.product import Product
from textbank.readying import make_ready


def run_worker(settings: Settings, threads: int) -> None:
    """Run jobs from the broker until told to stop; then finish what runs."""
    _needs_a_broker(settings, "worker")
    product = _ready(settings)
    product.engine.start(threads)
    _until_told_to_stop()
    product.stop()


def run_clock(settings: Settings) -> None:
    """Ring the sweeps until told to stop."""
    _needs_a_broker(settings, "clock")
    product = _ready(settings)
    product.clock.start()
    _until_told_to_stop()
    product.stop()


def run_socket_mode(settings: Settings) -> None:
    """Listen to Slack over Socket Mode until told to stop; jobs run in the workers."""
    from slack_bolt.adapter.socket_mode import SocketModeHandler

    from bot.app import make_app

    token = settings.slack_app_token.get_secret_value()
    if not token:
        raise CoreError("SLACK_APP_TOKEN is not set. Socket Mode needs an app-level token (xapp-…).")
    product = _ready(settings)
    handler = SocketModeHandler(make_app(settings, product.database), token)
    with asking_slack("SLACK_APP_TOKEN"):
        handler.connect()
    _until_told_to_stop()
    handler.close()
    product.stop()


def _needs_a_broker(settings: Settings, part: str) -> None:
    if settings.embedded:
        raise CoreError(
            f"BROKER_URL is empty: `textbank serve` does the {part}'s work itself. Set it to run parts apart."
        )


def _ready(settings: Settings) -> Product:
    product = Product(settings)
    make_ready(product.database)
    return product


def _until_told_to_stop() -> None:
    told = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: told.set())
    told.wait()

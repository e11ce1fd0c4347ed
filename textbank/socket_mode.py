"""Slack by Socket Mode: in a process of its own, or in a thread of the one process that does it all."""

import time
from threading import Event, Thread

from bot.app import make_app
from bot.socket import Socket
from core.errors import CoreError
from textbank.asking_slack import asking_slack
from textbank.product import Product

NOTICED_WITHIN = 0.2  # seconds


class Line:
    """The product's line to Slack, kept open until it is told to stop."""

    def __init__(self, product: Product) -> None:
        token = product.settings.slack_app_token.get_secret_value()
        if not token:
            raise CoreError("SLACK_APP_TOKEN is not set. Socket Mode needs an app-level token (xapp-…).")
        self._socket = Socket(make_app(product.settings, product.database, product.hands), token)
        self._stopping = Event()
        self._thread = Thread(target=self._keep, name="socket", daemon=True)

    def open(self) -> None:
        """Open it. Raises CoreError when Slack refuses, in words with a cure."""
        with asking_slack("SLACK_APP_TOKEN"):
            self._socket.open()

    def mend(self) -> None:
        """Open it again if it broke."""
        self._socket.mend()

    def start(self) -> None:
        """Open it, and keep it open, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Hear nothing any more; what was heard is still done."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self._socket.close()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._socket.mend()
            time.sleep(NOTICED_WITHIN)

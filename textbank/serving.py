"""Serve the web application with gunicorn; on one machine the engine and the clock live beside it."""

from typing import TYPE_CHECKING, Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from core.config import Settings
from core.db import Database
from textbank.ports import require_free
from textbank.product import Product
from textbank.readying import make_ready
from textbank.web import make_web

if TYPE_CHECKING:
    from textbank.socket_mode import Line

# Found by measuring on two cores: threads beyond four a worker only lengthen the tail.
_WORKERS, _THREADS = 2, 4
_EMBEDDED_THREADS = 8


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with our settings; each worker makes its own product after the fork."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.product = Product(settings)
        self._line: Line | None = None
        super().__init__()

    def load_config(self) -> None:
        for name, value in (_common(self.settings) | _scale(self.settings)).items():
            self.cfg.set(name, value)
        self.cfg.set("post_worker_init", lambda _: self._begin())
        self.cfg.set("worker_exit", lambda _arbiter, _worker: self._end())

    def _begin(self) -> None:
        if self.settings.embedded:
            self.product.start()
            self._listen()
        else:
            self.product.tallying.start()

    def _listen(self) -> None:
        """Open a line to Slack, where the settings say so; on many machines `textbank bot` does."""
        if self.settings.slack_app_token.get_secret_value():
            from textbank.socket_mode import Line

            self._line = Line(self.product)
            self._line.start()

    def _end(self) -> None:
        if self._line:
            self._line.stop()
        self.product.stop()

    def load(self) -> Flask:
        return make_web(self.product)


def serve(settings: Settings) -> None:
    """Serve until SIGTERM; then finish what runs and stop.

    Raises:
        CoreError: the port is taken, or the database is away or not up to date.
    """
    require_free(settings.port, "Stop who has it, or set PORT to another.")
    database = Database(settings.database_url)
    make_ready(database)
    database.dispose()
    settings.signing_key()  # made before the fork, or refused here
    Server(settings).run()


def _common(settings: Settings) -> dict[str, Any]:
    return {
        "bind": f"0.0.0.0:{settings.port}",
        "worker_class": "gthread",
        "graceful_timeout": 30,
        "timeout": 60,
        "loglevel": "warning",
        "control_socket_disable": True,
        # without it kept-alive connections can all land on one worker while the other idles
        "reuse_port": True,
    }


def _scale(settings: Settings) -> dict[str, int]:
    # SQLite and the in-process engine want one process; a broker lets the web have two.
    if settings.embedded:
        return {"workers": 1, "threads": _EMBEDDED_THREADS}
    return {"workers": _WORKERS, "threads": _THREADS}

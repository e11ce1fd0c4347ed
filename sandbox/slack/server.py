"""The stand-in as a Flask app, and as a server in a thread."""

import logging
import threading

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from sandbox.slack import api, console
from sandbox.slack.acts import Desk
from sandbox.slack.teams import Teams


def create_app(teams: Teams, desk: Desk) -> Flask:
    """The Web API of all workspaces, and the console of one of them, as a Flask app."""
    app = Flask(__name__)
    app.extensions["slack_teams"] = teams
    app.extensions["slack_desk"] = desk
    app.register_blueprint(api.bp)
    app.register_blueprint(console.bp)
    console.equip(app, desk.state)
    return app


class Server:
    """Serves an app on 127.0.0.1 from threads of its own; port 0 takes a free one."""

    def __init__(self, app: Flask, port: int = 0) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server: BaseWSGIServer = make_server("127.0.0.1", port, app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_port)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Answer no more and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

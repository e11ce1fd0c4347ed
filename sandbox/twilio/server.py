"""The stand-in behind a real port of this machine."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from sandbox.twilio.account import Account
from sandbox.twilio.clock import Clock
from sandbox.twilio.faults import FaultyLine
from sandbox.twilio.standin import TwilioStandIn

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class QuietHandler(WSGIRequestHandler):
    """No line per request: logs would hold people's numbers."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""

    def connection_dropped(
        self,
        error: BaseException,  # noqa: ARG002
        environ: "WSGIEnvironment | None" = None,  # noqa: ARG002
    ) -> None:
        """Do not wait for another request on a line that a fault has broken."""
        self.close_connection = True


class TwilioServer:
    """A running stand-in: `url` to open or to use as TWILIO_API_BASE_URL, `twilio` to steer it."""

    def __init__(self, twilio: TwilioStandIn, port: int = 0, host: str = "127.0.0.1") -> None:
        self.twilio = twilio
        line = FaultyLine(twilio.app, twilio.clock.closing)
        self._server = make_server(host, port, line, threaded=True, request_handler=QuietHandler)
        self.url = f"http://{host}:{self._server.server_port}"
        twilio.replies.api_url = self.url
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port and stop everything."""
        self.twilio.close()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def start(
    port: int,
    app_url: str,
    account_sid: str,
    auth_token: str,
    messaging_service_sid: str,
    numbers: Sequence[str],
    state_dir: Path | None = None,
    *,
    auto_replies: bool = True,
    inbound_url: str | None = None,
) -> TwilioServer:
    """Start the stand-in in real time on `port` (0: any free one) and return at once.

    `app_url` is the base of the app's webhooks (inbound texts go to `{app_url}/twilio/inbound`, or to
    `inbound_url`). `numbers` is the service's pool, in E.164. With `state_dir` phones and STOP memory
    survive a restart. `auto_replies` lets people answer by themselves; the phones page has a switch.
    Stop it with `server.stop()`.
    """
    account = Account(
        account_sid, auth_token, service=messaging_service_sid, numbers=tuple(numbers), api_keys={}
    )
    twilio = TwilioStandIn(
        app_url=app_url, account=account, clock=Clock(), folder=state_dir, inbound_url=inbound_url
    )
    twilio.people.answering = auto_replies
    twilio.agenda.start()
    return TwilioServer(twilio, port)

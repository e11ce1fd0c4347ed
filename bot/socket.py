"""Socket Mode: a line to Slack that we open, and open again whenever it breaks."""

import time
from collections.abc import Callable

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler

from bot.troubles import SLACK_TROUBLE, word_of

log = structlog.get_logger()

PING = 2.0  # seconds; a line that was cut without a word is known by five pings that fail
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds; Slack lets a line be opened about once a minute


class Socket:
    """One line. Slack closes it every few hours and says so before; networks do without a word.

    The library's own way to mend it ends for good when Slack is away at that moment, so it is switched off.

    Args:
        token: the app-level one, `xapp-…`.
        ping: seconds between two looks whether the line is still there.
        clock: seconds that only grow.
    """

    def __init__(
        self, app: App, token: str, *, ping: float = PING, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._handler = SocketModeHandler(app, token, auto_reconnect_enabled=False, ping_interval=ping)
        self._clock = clock
        self._wait, self._next = FIRST_WAIT, 0.0

    @property
    def is_open(self) -> bool:
        return self._handler.client.is_connected()

    def open(self) -> None:
        """Open the line. Raises what Slack's client raises."""
        self._handler.connect()

    def mend(self) -> None:
        """Open it again if it broke; a Slack that is away is asked less and less often."""
        if self.is_open or self._clock() < self._next:
            return
        try:
            self._handler.client.connect_to_new_endpoint()
        except SLACK_TROUBLE as problem:
            log.warning("socket_not_mended", problem=word_of(problem))
        if self.is_open:
            log.info("socket_mended")
            self._wait, self._next = FIRST_WAIT, 0.0
        else:
            self._next = self._clock() + self._wait
            self._wait = min(self._wait * 2, LONGEST_WAIT)

    def close(self) -> None:
        """Hear nothing any more."""
        self._handler.close()

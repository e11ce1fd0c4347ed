"""An acknowledgement that stands, whatever becomes of the listener after it."""

from collections.abc import Callable

from slack_bolt import Ack, BoltContext, BoltResponse


class FirmAck(Ack):
    """Bolt takes an ack back when its listener fails afterwards; if that is quick, Slack waits in vain."""

    def __init__(self) -> None:
        self._given: BoltResponse | None = None

    @property
    def response(self) -> BoltResponse | None:
        """What Slack is answered, None while it is not."""
        return self._given

    @response.setter
    def response(self, response: BoltResponse | None) -> None:
        self._given = response or self._given


def stand_by_acks(context: BoltContext, next: Callable[[], BoltResponse]) -> BoltResponse:
    """Give each listener a firm ack; a middleware that comes first."""
    context["ack"] = FirmAck()
    return next()

"""An acknowledgement that stands, whatever becomes of the listener after it."""

from slack_bolt import Ack, App, BoltRequest, BoltResponse


class FirmAck(Ack):
    """The first answer is the answer."""

    def __init__(self) -> None:
        self._given: BoltResponse | None = None

    @property
    def response(self) -> BoltResponse | None:
        """What Slack is answered, None while it is not."""
        return self._given

    @response.setter
    def response(self, response: BoltResponse | None) -> None:
        self._given = self._given or response


class FirmApp(App):
    """Bolt's app, which keeps to what a listener has acknowledged.

    When a listener fails soon after its ack, Bolt takes the ack back or answers with a 500 in its place:
    Slack would wait in vain, or say that the command failed, beside what we say ourselves.
    """

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer a request from Slack: with the listener's ack, where it gave one."""
        ack = req.context["ack"] = FirmAck()
        answer = super().dispatch(req)
        return ack.response or answer

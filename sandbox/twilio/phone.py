"""One person's phone, as tests hold it."""

from collections.abc import Sequence

from sandbox.twilio.attachments import Attachment
from sandbox.twilio.replies import Replies
from sandbox.twilio.state import Bubble, State
from sandbox.twilio.texts import Text


class Phone:
    """What one phone shows, and its keyboard."""

    def __init__(self, number: str, state: State, replies: Replies) -> None:
        self.number = number
        self._state = state
        self._replies = replies

    @property
    def thread(self) -> Sequence[Bubble]:
        """Everything on the screen, oldest first: received, written, and Twilio's own notices."""
        with self._state.changed:
            return tuple(self._state.threads.get(self.number, ()))

    @property
    def texts(self) -> list[str]:
        """The bodies of the texts this phone received from the campaign, oldest first."""
        return [bubble.body for bubble in self.thread if bubble.kind == "received"]

    @property
    def notices(self) -> list[str]:
        """Twilio's own answers to STOP, START and HELP."""
        return [bubble.body for bubble in self.thread if bubble.kind == "notice"]

    def reply(
        self,
        body: str,
        *,
        to: str | None = None,
        media: tuple[str, ...] = (),
        files: Sequence[Attachment] = (),
    ) -> Text:
        """Write to the campaign: to whoever texted last, or to `to`. The webhook was called on return."""
        return self._replies.write(self.number, body, to=to, media=media, files=files)

"""Our own stand-ins for the outside world; each passes the same contract tests as the real adapter."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from core.delivery.gateway import Accepted, Carried, Outcome, Outgoing
from core.notices.port import Answer, Attachment, Gone, Later, Posted, Posting


@dataclass
class FakeMessage:
    """A message as it stands in the pretend Slack."""

    channel: str
    posting: Posting
    edits: int = 0
    files: list[tuple[str, bytes]] = field(default_factory=list)


class FakeSlack:
    """A `SlackPort` in memory.

    Args:
        closed: channels in which nothing can be posted, with Slack's word for why.

    Attributes:
        messages: what stands in Slack, by ts.
        answers: given to the next calls instead of doing them, oldest first.
    """

    def __init__(self, closed: dict[str, str] | None = None) -> None:
        self.messages: dict[str, FakeMessage] = {}
        self.answers: list[Answer] = []
        self.closed = closed or {}

    def post(self, posting: Posting) -> Answer:
        if refused := self._refused(posting.channel):
            return refused
        if posting.ts in self.messages:
            message = self.messages[posting.ts]
            message.posting, message.edits = posting, message.edits + 1
            return Posted(message.channel, posting.ts)
        return self._new(posting)

    def attach(self, attachment: Attachment) -> Answer:
        if refused := self._refused(attachment.channel):
            return refused
        self.messages[attachment.ts].files.append((attachment.name, attachment.content))
        return Posted(attachment.channel, attachment.ts)

    def _new(self, posting: Posting) -> Posted:
        channel = posting.channel
        place = f"D{channel[1:]}" if channel.startswith("U") else channel
        ts = f"1700000000.{len(self.messages):06}"
        self.messages[ts] = FakeMessage(place, posting)
        return Posted(place, ts)

    def _refused(self, channel: str) -> Later | Gone | None:
        if self.answers:
            answer = self.answers.pop(0)
            return None if isinstance(answer, Posted) else answer
        return Gone(self.closed[channel]) if channel in self.closed else None


class FakeGateway:
    """A `core.delivery.gateway.Gateway` in memory.

    Attributes:
        sent: every text that it was asked to send, oldest first.
        outcomes: given to the next sends, oldest first; after them everything is accepted.
        carried: what the carrier knows by SID; a test puts texts here.
    """

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.outcomes: list[Outcome] = []
        self.carried: dict[str, Carried] = {}

    def send(self, text: Outgoing) -> Outcome:
        self.sent.append(text)
        return self.outcomes.pop(0) if self.outcomes else Accepted(f"SM{len(self.sent):032x}", "queued")

    def fetch(self, sid: str) -> Carried | None:
        return self.carried.get(sid)

    def list_since(self, since: datetime, *, to: str | None = None) -> Iterator[Carried]:
        newest_first = sorted(self.carried.values(), key=lambda text: text.created_at, reverse=True)
        return (text for text in newest_first if text.created_at > since and to in {None, text.to})

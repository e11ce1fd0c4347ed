"""Our own stand-ins for the outside world; each passes the same contract tests as the real adapter."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from core.delivery.gateway import (
    Accepted,
    Carried,
    CarrierAway,
    NotSent,
    Outcome,
    Outgoing,
    Rejected,
    Unknown,
)
from core.notices.port import Answer, Attachment, Gone, Later, Posted, Posting
from sandbox.twilio.outcomes import BY_NUMBER, DELIVERED
from tests.factories import NOON


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
    """A `core.delivery.gateway.Gateway` in memory; the sandbox's magic numbers do here what they do there.

    Attributes:
        now: when texts are made.
        sent: every text that it was asked to send, oldest first.
        outcomes: given to the next sends, oldest first, without making a text.
        carried: what the carrier knows, by SID; a test may put texts here.
        away: whether the carrier cannot be asked for what it carried.
    """

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now
        self.sent: list[Outgoing] = []
        self.outcomes: list[Outcome] = []
        self.carried: dict[str, Carried] = {}
        self.away = False
        self._lock = Lock()

    def send(self, text: Outgoing) -> Outcome:
        with self._lock:
            self.sent.append(text)
            return self.outcomes.pop(0) if self.outcomes else self._magic(text)

    def list_since(self, since: datetime, *, to: str | None = None) -> Iterator[Carried]:
        if self.away:
            raise CarrierAway("away")
        newest_first = sorted(self.carried.values(), key=lambda text: text.created_at, reverse=True)
        yield from (text for text in newest_first if text.created_at >= since and to in {None, text.to})

    def carry(self, text: Outgoing, *, status: str = "accepted") -> Carried:
        """Let the carrier have a text, as if it had been sent."""
        service = text.sender if text.sender.startswith("MG") else None
        sid = f"SM{len(self.carried) + 1:032x}"
        made = Carried(sid, "out", status, text.to, text.our_number, text.body, None, self.now, service)
        self.carried[sid] = made
        return made

    def _magic(self, text: Outgoing) -> Outcome:
        outcome = BY_NUMBER.get(text.to, DELIVERED)
        if outcome.refusal:
            return Rejected(str(outcome.refusal), outcome.words)
        if outcome.answer == "busy once" and [text.to] == [
            each.to for each in self.sent if each.to == text.to
        ]:
            return NotSent("too many requests")
        if outcome.answer == "error":
            return Unknown("answered 500")
        made = self.carry(text)
        if outcome.answer in {"created then error", "silence", "reset"}:
            return Unknown(outcome.answer)
        return Accepted(made.sid, made.status, made.sender)

"""Our own stand-ins for the outside world; each passes the same contract tests as the real adapter."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import Any

from core.delivery.gateway import (
    Accepted,
    Carried,
    CarrierAway,
    Media,
    NoMedia,
    NotSent,
    Outcome,
    Outgoing,
    Rejected,
    Unknown,
)
from core.notices.port import Answer, Attachment, Gone, Later, Posted, Posting
from sandbox.twilio.account import Account
from sandbox.twilio.outcomes import BY_NUMBER, DELIVERED
from tests.factories import NOON

SERVICE = "MG" + "0" * 32  # the one that factories.campaign sends from
MEDIA = f"https://api.twilio.com/2010-04-01/Accounts/AC{7:032x}/Messages/"


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
        media: what came with texts, by address.
        numbers: those of every messaging service.
    """

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now
        self.sent: list[Outgoing] = []
        self.outcomes: list[Outcome] = []
        self.carried: dict[str, Carried] = {}
        self.away = False
        self.media: dict[str, Media] = {}
        self.numbers = list(Account().numbers)
        self._lock = Lock()

    def send(self, text: Outgoing) -> Outcome:
        with self._lock:
            self.sent.append(text)
            return self.outcomes.pop(0) if self.outcomes else self._magic(text)

    def fetch(self, sid: str) -> Carried | None:
        self._ask()
        return self.carried.get(sid)

    def list_since(
        self, since: datetime, *, until: datetime | None = None, to: str | None = None
    ) -> Iterator[Carried]:
        self._ask()
        newest_first = sorted(self.carried.values(), key=lambda text: text.created_at, reverse=True)
        for text in newest_first:
            in_time = since <= text.created_at and (until is None or text.created_at < until)
            if in_time and to in {None, text.to}:
                yield text

    def numbers_of(self, service: str) -> list[str]:
        self._ask()
        if service != SERVICE:
            raise CarrierAway("no such service")
        return list(self.numbers)

    def media_of(self, sid: str) -> list[tuple[str, str]]:
        self._ask()
        return [
            (address, media.content_type)
            for address, media in self.media.items()
            if sid in address.split("/")
        ]

    def fetch_media(self, address: str, *, most: int) -> Media | NoMedia:
        self._ask()
        media = self.media.get(address)
        if media is None:
            return NoMedia("gone" if address.startswith(MEDIA) else "not_theirs")
        return media if len(media.content) <= most else NoMedia("too_large")

    def written(self, sender: str, body: str, **more: Any) -> Carried:
        """Let the carrier have a text that somebody wrote to us, whether or not we were told."""
        sid = f"SM{len(self.carried) + 1:032x}"
        given: dict[str, Any] = {"created_at": self.now, "messaging_service_sid": SERVICE} | more
        made = Carried(sid, "in", "received", "+13125550170", sender, body, None, **given)
        self.carried[sid] = made
        return made

    def attach(self, text: Carried, *files: Media) -> list[str]:
        """Let files have come with a text; return their addresses."""
        made = {f"{MEDIA}{text.sid}/Media/ME{at:032x}": file for at, file in enumerate(files)}
        self.media |= made
        self.carried[text.sid] = replace(text, media=len(files))
        return list(made)

    def _ask(self) -> None:
        if self.away:
            raise CarrierAway("away")

    def carry(self, text: Outgoing, *, status: str = "accepted") -> Carried:
        """Let the carrier have a text, as if it had been sent."""
        service = text.sender if text.sender.startswith("MG") else None
        sid = f"{'MM' if text.pictures else 'SM'}{len(self.carried) + 1:032x}"
        made = Carried(
            sid, "out", status, text.to, text.our_number, text.body, None, self.now, service,
            media=len(text.pictures),
        )  # fmt: skip
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

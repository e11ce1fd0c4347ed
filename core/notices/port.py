"""What the notices need of Slack; the real one is `bot.posting`."""

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Posting:
    """A notice on its way out.

    Attributes:
        ts: the message to update in place; None posts a new one.
        files: name and content of files to add below the message.
    """

    team_id: str
    kind: str
    channel: str
    data: dict[str, Any]
    ts: str | None = None
    files: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True)
class Posted:
    """It stands in Slack."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Later:
    """Slack asked to wait, or did not answer."""

    reason: str
    seconds: float


@dataclass(frozen=True)
class Gone:
    """It can never be posted there: the channel is archived, the token revoked."""

    reason: str


class SlackPort(Protocol):
    """Posts notices; never raises for what Slack or the network does."""

    def post(self, posting: Posting) -> Posted | Later | Gone:
        """Post a new message, or update the one that `posting.ts` names."""
        ...

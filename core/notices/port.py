"""What the notices need of Slack; the real one is `bot.posting`."""

from dataclasses import dataclass
from typing import Any, Protocol

# Slack's words for "not with this token", and ours for having none: nobody can be told; what waits goes out
# once the app is installed anew, see `waking`
NOT_INSTALLED = "not_installed"
SHUT_OUT = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked", NOT_INSTALLED}
)


@dataclass(frozen=True)
class Posting:
    """A notice on its way out.

    Attributes:
        ts: the message to update in place; None posts a new one.
        thread_ts: the message in whose thread a new one is posted.
    """

    team_id: str
    kind: str
    channel: str
    data: dict[str, Any]
    ts: str | None = None
    thread_ts: str | None = None


@dataclass(frozen=True)
class Attachment:
    """A file that is to hang below a posted message."""

    team_id: str
    channel: str
    ts: str
    name: str
    content: bytes


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


Answer = Posted | Later | Gone


class SlackPort(Protocol):
    """Posts notices; never raises for what Slack or the network does."""

    def post(self, posting: Posting) -> Answer:
        """Post a new message, or update the one that `posting.ts` names."""
        ...

    def attach(self, attachment: Attachment) -> Answer:
        """Add a file below a message."""
        ...

"""What the workspace remembers: channels, messages, views, files, triggers and response addresses."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Message:
    """One message. `only_for` holds a user id when it is ephemeral."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    only_for: str | None = None
    thread_ts: str | None = None
    edited: bool = False
    files: list[str] = field(default_factory=list)
    metadata: Json | None = None

    @property
    def key(self) -> str:
        """Names the message among all things that can be clicked."""
        return f"{self.channel}:{self.ts}"


@dataclass
class Channel:
    """A channel, or with `dm_with` the direct messages between the app and one person."""

    id: str
    name: str
    members: list[str]
    is_private: bool = False
    is_archived: bool = False
    dm_with: str | None = None
    timeline: list[Message] = field(default_factory=list)

    @property
    def messages(self) -> list[Message]:
        """What everybody in the channel sees, oldest first."""
        return [message for message in self.timeline if message.only_for is None]

    def seen_by(self, user: str) -> list[Message]:
        """What one person sees: also what is only visible to them."""
        return [message for message in self.timeline if message.only_for in (None, user)]

    def latest_for(self, user: str) -> str:
        """The timestamp of the newest thing that one person sees here, "" when there is none."""
        return max((message.ts for message in self.seen_by(user)), default="")


@dataclass
class View:
    """A modal or a Home tab, as one person sees it; `body` is what the app sent, ids filled in."""

    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    submitting: bool = False  # the app's answer to a submission is on its way

    @property
    def key(self) -> str:
        """Names the view among all things that can be clicked."""
        return self.id

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        return list(self.body["blocks"])

    @property
    def title(self) -> str:
        """What stands at its top; a Home tab has none."""
        return str(self.body.get("title", {}).get("text", ""))


@dataclass
class SharedFile:
    """A file, by a person or by the app; bytes come after the upload address was given out."""

    id: str
    name: str
    user: str
    title: str
    created: int
    content: bytes | None = None
    expected: int | None = None
    complete: bool = False
    channels: list[str] = field(default_factory=list)


@dataclass
class Trigger:
    """The right to open one view, soon after a person did something."""

    id: str
    user: str
    at: float
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """An address where the app may answer a few times, for a while."""

    token: str
    channel: str
    user: str
    at: float
    message_ts: str | None = None
    uses: int = 0


@dataclass
class Code:
    """What a person's consent gave the app: good once, for a while, for the address it was asked from."""

    code: str
    user: str
    redirect_uri: str
    scopes: tuple[str, ...]
    at: float
    used: bool = False


@dataclass
class Fault:
    """Trouble on demand: the next `times` calls of a method fail."""

    method: str
    error: str = "internal_error"
    status: int = 200
    times: int = 1
    retry_after: int | None = None


@dataclass(frozen=True)
class Refused:
    """A payload that real Slack would refuse; a test's fixture asserts that there are none."""

    where: str
    problems: tuple[str, ...]
    payload: Any

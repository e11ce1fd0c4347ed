"""What the stand-in knows: texts, what each phone shows, who said STOP. In memory, and on disk if asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sandbox.twilio.attachments import Attachment
from sandbox.twilio.shelf import Shelf
from sandbox.twilio.texts import Text

Kind = Literal["received", "written", "notice"]  # a notice is Twilio's own answer to STOP, START or HELP


@dataclass(frozen=True)
class Bubble:
    """One text as a phone shows it. `phone` is the person's number, `other` the campaign's."""

    phone: str
    other: str
    kind: Kind
    body: str
    at: datetime
    sid: str = ""
    media: tuple[str, ...] = field(default=())


class State:
    """Everything that must survive; change it only inside `changing()`."""

    def __init__(self, folder: Path | None = None) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.version = 0
        self.texts: dict[str, Text] = {}
        self.threads: dict[str, list[Bubble]] = {}
        self.blocked: set[tuple[str, str]] = set()
        self.files: dict[str, Attachment] = {}
        self._shelf = Shelf(folder / "twilio.sqlite3") if folder else None
        self._load()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold everybody else off; wake those who wait for something when done."""
        with self.changed:
            yield
            self.version += 1
            self.changed.notify_all()

    def keep(self, text: Text) -> None:
        """Add a text, or store what changed about it."""
        self.texts[text.sid] = text
        self._put("text", text.sid, text.as_record())

    def forget(self, text: Text) -> None:
        """Delete the resource; the phones that got the text keep it."""
        del self.texts[text.sid]
        if self._shelf:
            self._shelf.drop("text", text.sid)

    def show(self, bubble: Bubble) -> None:
        """Put a bubble on its phone."""
        thread = self.threads.setdefault(bubble.phone, [])
        thread.append(bubble)
        self._put("bubble", f"{bubble.phone}/{len(thread)}", asdict(bubble) | {"at": bubble.at.isoformat()})

    def store(self, file: Attachment) -> None:
        """Keep a file that comes with a text."""
        self.files[file.sid] = file
        self._put("file", file.sid, file.as_record())

    def files_of(self, text: Text) -> list[Attachment]:
        """Return what came with a text."""
        sids = [address.rpartition("/")[2] for address in text.media]
        return [self.files[sid] for sid in sids if sid in self.files]

    def open_phone(self, number: str) -> None:
        """Know a phone before anybody texted it."""
        self.threads.setdefault(number, [])
        self._put("phone", number, number)

    def block(self, service: str, number: str) -> None:
        """Remember a STOP to a whole messaging service."""
        self.blocked.add((service, number))
        self._put("blocked", f"{service}/{number}", [service, number])

    def unblock(self, service: str, number: str) -> None:
        """Forget a STOP."""
        self.blocked.discard((service, number))
        if self._shelf:
            self._shelf.drop("blocked", f"{service}/{number}")

    def close(self) -> None:
        """Let go of the file."""
        if self._shelf:
            self._shelf.close()

    def _put(self, kind: str, key: str, value: Any) -> None:
        if self._shelf:
            self._shelf.put(kind, key, value)

    def _load(self) -> None:
        if not self._shelf:
            return
        for record in self._shelf.all("text"):
            self.texts[record["sid"]] = Text.from_record(record)
        for record in self._shelf.all("file"):
            self.files[record["sid"]] = Attachment.from_record(record)
        for number in self._shelf.all("phone"):
            self.threads[number] = []
        for record in self._shelf.all("bubble"):
            bubble = Bubble(
                **record | {"at": datetime.fromisoformat(record["at"]), "media": tuple(record["media"])}
            )
            self.threads.setdefault(bubble.phone, []).append(bubble)
        self.blocked = {(service, number) for service, number in self._shelf.all("blocked")}

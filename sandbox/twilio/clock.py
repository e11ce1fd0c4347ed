"""The stand-in's clock: wall time that can be pushed forward, or time that only a test moves."""

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """Wall time; `advance` puts it ahead of the world's."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)
        self.closing = threading.Event()

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return datetime.now(UTC) + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Go forward to `instant`; an instant already past changes nothing."""
        self._ahead += max(instant - self.now(), timedelta(0))

    def pause(self, seconds: float) -> None:
        """Let time pass before going on; cut short when the stand-in closes."""
        self.closing.wait(seconds)


class ManualClock(Clock):
    """Time that stands still until somebody moves it."""

    def __init__(self, start: datetime | None = None) -> None:
        super().__init__()
        self._now = start or datetime.now(UTC)

    def now(self) -> datetime:
        return self._now

    def move_to(self, instant: datetime) -> None:
        self._now = max(self._now, instant)

    def pause(self, seconds: float) -> None:
        self.move_to(self._now + timedelta(seconds=seconds))

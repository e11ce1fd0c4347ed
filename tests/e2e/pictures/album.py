"""Where pictures are put: of a whole page, of the window on top, or of the newest message."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.acting import Console
from tests.e2e.pictures.names import NAMES

_SETTLING = 400  # milliseconds until what moves stands still
_NARROW = 960  # pixels; more than messages and Home fill


@dataclass
class Album:
    """The folder of pictures, and what is in it so far."""

    folder: Path
    taken: set[str] = field(default_factory=set)

    def page(self, page: Page, name: str) -> None:
        """Take a picture of all that the browser shows."""
        page.wait_for_timeout(_SETTLING)
        page.screenshot(path=self._path(name))

    def place(self, console: Console, name: str) -> None:
        """Take a picture of the place that is open, without the sidebar."""
        with _sized(console.page, width=_NARROW):
            self._of(console.page.get_by_role("main"), name)

    def modal(self, console: Console, name: str, height: int = 0) -> None:
        """Take a picture of the window on top; a long one scrolls where the browser is only so high."""
        with _sized(console.page, height=height):
            self._of(console.page.locator(".modal").last, name)

    def message(self, console: Console, name: str, words: str) -> None:
        """Take a picture of the newest message that says these words."""
        with _sized(console.page, width=_NARROW):
            self._of(console.page.get_by_role("article").filter(has_text=words).last, name)

    def missing(self) -> set[str]:
        """Return the names of the pictures that nobody has taken."""
        return set(NAMES - self.taken)

    def _of(self, part: Locator, name: str) -> None:
        expect(part).to_be_visible()
        part.page.wait_for_timeout(_SETTLING)
        part.screenshot(path=self._path(name))

    def _path(self, name: str) -> Path:
        assert name in NAMES, f"{name} is not among the names"
        self.taken.add(name)
        return self.folder / f"{name}.png"


@contextmanager
def _sized(page: Page, *, width: int = 0, height: int = 0) -> Iterator[None]:
    """Let the browser be of another size for a moment; 0 leaves it as it is."""
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": width or size["width"], "height": height or size["height"]})
    yield
    page.set_viewport_size(size)

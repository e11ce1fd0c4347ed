"""A campaign's first minutes, of a demo that begins with nothing."""

from playwright.sync_api import Browser

from tests.e2e.acting import Console
from tests.e2e.conftest import DESKTOP, Demo
from tests.e2e.pictures.album import Album
from tests.e2e.test_first_day import install, say_who_we_are


def begin(browser: Browser, demo: Demo, album: Album) -> None:
    """Install the app, and do the first of the first steps."""
    install(browser, demo)
    maya = Console(browser, demo, DESKTOP | {"height": 1000})
    maya.go("App Home")
    maya.reads("0 of 5 done.")
    say_who_we_are(maya)
    album.place(maya, "slack-first-steps")

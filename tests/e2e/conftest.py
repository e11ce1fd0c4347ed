"""The running demo and a real browser: nothing between the test and what a new user does."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ports import three_free_ports
from tests.running.ending import ended
from tests.running.waiting import WITHIN

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
PATIENCE = 20_000  # milliseconds for whatever must show; the machine may be a busy one
# Chromium's own errands would try to reach other machines, and as root it needs no sandbox of its own.
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


FAILED = pytest.StashKey[bool]()

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Demo:
    """A running demo.

    Attributes:
        sign_in: the address that signs in as Jo; empty before the first day, when nobody is known.
        folder: its working folder; the data is in `.demo` below it.
    """

    product: str
    slack: str
    phones: str
    sign_in: str
    folder: Path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("Chromium is not installed (apt-get install chromium): the browser's lane is left out")
    with chromium() as browser:
        yield browser


@pytest.fixture
def fresh_demo(tmp_path: Path) -> Iterator[Demo]:
    with running_demo(tmp_path) as demo:
        yield demo


@pytest.fixture
def first_day(tmp_path: Path) -> Iterator[Demo]:
    """A demo that begins with nothing."""
    with running_demo(tmp_path, "--fresh") as demo:
        yield demo


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        yield browser
        browser.close()


@contextmanager
def running_demo(folder: Path, *words: str) -> Iterator[Demo]:
    """Run a demo in an empty folder, as `make demo` starts it, with further `words` on its command line."""
    command = [sys.executable, "-m", "textbank", "demo", "--port", str(three_free_ports()), *words]
    with ended(subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)) as process:
        yield _read_addresses(process, folder)
        process.send_signal(signal.SIGINT)
        process.wait(WITHIN)


def open_page(browser: Browser, size: dict[str, int]) -> Page:
    """Return a page of a person of their own: no cookies are shared."""
    context = browser.new_context(viewport={"width": size["width"], "height": size["height"]})
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def _read_addresses(process: "subprocess.Popen[str]", folder: Path) -> Demo:
    said = ""
    assert process.stdout
    while "Stop with Ctrl-C" not in said:
        line = process.stdout.readline()
        assert line, f"the demo ended before it said its addresses: {said}"
        said += line
    found = dict(re.findall(r"^  (\w[\w ]+?)  +(http://\S+)", said, re.MULTILINE))
    door = found.get("Inbox") or found["Begin here"]
    return Demo(
        product=re.sub(r"/(sign-in|slack).*", "", door),
        slack=found["Slack console"],
        phones=found["Phones"],
        sign_in=found.get("Inbox", ""),
        folder=folder,
    )


@pytest.fixture(autouse=True)
def closed_pages(browser: Browser) -> Iterator[None]:
    """Close what a test opened."""
    yield
    for context in browser.contexts:
        context.close()


@pytest.fixture(autouse=True)
def pictures_of_failures(
    request: pytest.FixtureRequest, tmp_path: Path, closed_pages: None
) -> Iterator[None]:
    """Keep a picture of every open page when a test fails, and say where."""
    yield
    if request.node.stash.get(FAILED, False) and "browser" in request.fixturenames:
        browser: Browser = request.getfixturevalue("browser")
        for number, page in enumerate(page for context in browser.contexts for page in context.pages):
            page.screenshot(path=tmp_path / f"page-{number}.png")
        print(f"pictures of the open pages: {tmp_path}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Let fixtures know that the test failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report

"""Pages and their parts: the same part stands in the page and answers htmx, so the two cannot drift."""

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g, render_template, request, url_for

from core import pictures
from core.contacts.phones import as_written
from core.conversations.in_words import file_words, state_words
from core.conversations.tabs import TABS
from core.conversations.wishes import is_wished, wish
from inbox.wiring import now, textbank

STATIC = Path(__file__).with_name("static")
STYLES = sorted(path.relative_to(STATIC).as_posix() for path in (STATIC / "css").glob("*.css"))


def is_htmx() -> bool:
    """Return whether htmx asks for a part (and not to restore a whole page from history)."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def part_or_page(name: str, **values: Any) -> str:
    """Render `inbox/_NAME.html` for htmx, else `inbox/NAME.html`, which includes it."""
    return render_template(f"inbox/_{name}.html" if is_htmx() else f"inbox/{name}.html", **values)


def register(app: Flask) -> None:
    """Give templates their few helpers."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        iso=datetime.isoformat,
        clock=clock,
        phone=as_written,
        state_words=state_words,
        file_words=file_words,
        wish=wish,
        picture_address=picture_address,
        is_wished=is_wished,
    )
    app.jinja_env.globals.update(
        is_htmx=is_htmx,
        static=static,
        styles=STYLES,
        tabs=TABS,
        new_key=new_key,
        refusal=lambda: g.get("refusal"),
    )


def new_key() -> str:
    """Return a key for one form: however often it is sent, it acts once."""
    return token_urlsafe(12)


def picture_address(file_id: int) -> str:
    """Return where a page finds a picture that goes out with texts."""
    token = pictures.token(textbank().settings.signing_key(), file_id)
    return url_for("pictures.show", token=token)


def clock(at: datetime, zone: str = "") -> str:
    """Return a time for reading: the hour if it is today, else the day too.

    Browsers show it in the reader's own zone (static/js/times.js); this is what stands until then.
    """
    local = ZoneInfo(zone or g.get("zone", "UTC"))
    there = at.astimezone(local)
    hour = f"{there:%I:%M %p %Z}".lstrip("0")
    return hour if there.date() == now().astimezone(local).date() else f"{there:%b} {there.day}, {hour}"


def static(name: str) -> str:
    """Return a static file's address, which changes with its content, so browsers may keep it for ever."""
    return url_for("static", filename=name, v=_fingerprint(name))


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]

"""The web application: the volunteers' inbox, and the doors that other services knock on."""

from datetime import timedelta
from functools import partial
from pathlib import Path

from flask import Blueprint, Flask
from flask_wtf import CSRFProtect

from core.clock import Clock, utcnow
from core.config import Settings
from core.db import Database
from inbox import (
    access,
    escalating,
    headers,
    health,
    home,
    joining,
    media,
    metrics,
    news,
    pictures,
    refusals,
    rendering,
    reports,
    signing_in,
    texting,
    threads,
    twilio,
)
from inbox.cookies import Cookies
from inbox.parsing import RowId
from inbox.wiring import NAME, Textbank

TEMPLATES = Path(__file__).parent.parent / "templates"
SIGNED_IN_FOR = timedelta(days=30)
PAGES = (health, metrics, joining, signing_in, home, news, texting, threads, media, reports, escalating)
LARGEST_FORM = 1_000_000  # bytes; the longest form is a report


def make_app(settings: Settings, database: Database, clock: Clock = utcnow) -> Flask:
    """Return the inbox.

    Whoever mounts more routes that check a signature of their own hands the blueprint to
    `app.extensions["textbank_open_signed"]`: such routes need no session and no form token.

    Args:
        clock: tells every view the time.
    """
    app = Flask(__name__, template_folder=str(TEMPLATES))
    app.config.update(_config(settings))
    app.session_interface = Cookies()
    app.url_map.converters["int"] = RowId
    app.extensions[NAME] = Textbank(settings, database, clock)
    csrf = CSRFProtect(app)
    app.before_request(access.require_sign_in)
    for part in (rendering, headers, refusals):
        part.register(app)
    for page in PAGES:
        app.register_blueprint(page.bp)
    app.extensions["textbank_open_signed"] = partial(_open_signed, app, csrf)
    for page in (twilio, pictures):
        _open_signed(app, csrf, page.bp)
    return app


def _open_signed(app: Flask, csrf: CSRFProtect, blueprint: Blueprint) -> None:
    csrf.exempt(blueprint)
    app.extensions[NAME].signed.add(blueprint.name)
    app.register_blueprint(blueprint)


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.signing_key(),
        "SESSION_COOKIE_NAME": "textbank",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.public_url.startswith("https://"),
        "PERMANENT_SESSION_LIFETIME": SIGNED_IN_FOR,
        "SESSION_REFRESH_EACH_REQUEST": False,  # once a minute is enough; see `access`
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        # a phone lies open all evening; the token lives as long as the session
        "WTF_CSRF_TIME_LIMIT": None,
        # we send no referrer, so it cannot be asked for
        "WTF_CSRF_SSL_STRICT": False,
    }

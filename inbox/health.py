"""For whoever watches the process: does it live, and can it work?"""

import structlog
from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from core.models import Campaign
from inbox.access import is_open
from inbox.wiring import reading, textbank

log = structlog.get_logger()
bp = Blueprint("health", __name__)


@bp.get("/healthz")
@is_open
def lives() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
@is_open
def ready() -> ResponseReturnValue:
    """The database and the broker answer."""
    answers = {"database": _database_answers(), "broker": _broker_answers()}
    ok = all(answers.values())
    body = {"status": "ok" if ok else "not ready"} | {
        name: "ok" if answer else "no answer" for name, answer in answers.items()
    }
    return body, 200 if ok else 503


def _database_answers() -> bool:
    try:
        with reading() as session:
            session.execute(select(Campaign.id).limit(1))  # an empty file answers, too, but holds no tables
    except SQLAlchemyError as problem:
        log.warning("not_ready", part="database", problem=type(problem).__name__)
        return False
    return True


def _broker_answers() -> bool:
    url = textbank().settings.broker_url
    if not url:
        return True
    try:
        _reach(url)
    except OSError as problem:
        log.warning("not_ready", part="broker", problem=type(problem).__name__)
        return False
    return True


def _reach(url: str) -> None:
    import socket
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    port = parts.port or (6379 if url.startswith("redis") else 5672)
    socket.create_connection((parts.hostname or "localhost", port), timeout=2).close()

"""Twilio's two webhooks: a text came in, and a text of ours came further. Signed, short, answered at once.

The signature is over the address that Twilio called, so it is checked against PUBLIC_URL, which a proxy or a
forged Host header cannot change. A database that is away is a 503, and Twilio tries again.
"""

from functools import lru_cache
from time import perf_counter

import structlog
from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from twilio.request_validator import RequestValidator

from core.conversations.receiving import take_in
from core.delivery.endings.statuses import hear
from core.metrics import tallies
from core.metrics.catalogue import WEBHOOK_SECONDS
from inbox.wiring import now, textbank, transaction

log = structlog.get_logger()

bp = Blueprint("twilio", __name__, url_prefix="/twilio")

NOTHING_TO_SAY = "<Response/>"


@bp.before_request
def begin() -> None:
    """Note when the call came."""
    g.begun = perf_counter()


@bp.before_request
def check_signature() -> ResponseReturnValue | None:
    """Turn away whatever is not from Twilio, or not for our account."""
    if _is_signed() and request.form.get("AccountSid") == textbank().settings.twilio_account_sid:
        return None
    log.warning("webhook_forged", path=request.path, sender=request.remote_addr)
    return "", 403


@bp.post("/inbound")
def inbound() -> ResponseReturnValue:
    """A contact wrote."""
    if not _storable(request.form.get("MessageSid", "")):
        return "", 400
    take_in(textbank().database, _form(), now=now())
    return NOTHING_TO_SAY, 200, {"Content-Type": "text/xml"}


@bp.post("/status/<attempt>")
def status(attempt: str) -> ResponseReturnValue:
    """A text of ours was sent, delivered, or was not."""
    with transaction() as session:
        hear(session, _storable(attempt), _form(), now=now())
    return "", 204


@bp.after_request
def count(response: Response) -> Response:
    """Note how long it took: Twilio waits a few seconds only."""
    route = (request.endpoint or "").rpartition(".")[2]
    seconds = perf_counter() - g.begun
    tallies.time(WEBHOOK_SECONDS, seconds, route=route, status=str(response.status_code))
    return response


@bp.errorhandler(SQLAlchemyError)
def try_again(problem: Exception) -> ResponseReturnValue:
    """Nothing was kept: ask Twilio to call again."""
    log.error("webhook_not_kept", path=request.endpoint, problem=type(problem).__name__)
    return "", 503


def _form() -> dict[str, str]:
    return {_storable(name): _storable(value) for name, value in request.form.items()}


def _storable(words: str) -> str:
    # no database keeps a NUL, and what is refused Twilio sends again until it gives up
    return words.replace("\0", "")


def _is_signed() -> bool:
    settings = textbank().settings
    query = request.query_string.decode()
    address = f"{settings.public_url}{request.path}" + (f"?{query}" if query else "")
    signature = request.headers.get("X-Twilio-Signature", "")
    return bool(signature) and any(
        _validator(token).validate(address, request.form, signature) for token in settings.twilio_auth_tokens
    )


@lru_cache(maxsize=4)
def _validator(token: str) -> RequestValidator:
    return RequestValidator(token)

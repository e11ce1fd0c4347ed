"""Figures for Prometheus; only where METRICS_TOKEN is set, and only for whoever has it."""

from hmac import compare_digest

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from core.metrics import reading as metrics
from inbox.access import is_open
from inbox.wiring import now, reading, textbank

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
@is_open
def show() -> ResponseReturnValue:
    """Show what was counted in all processes, and what waits."""
    token = textbank().settings.metrics_token.get_secret_value()
    if not token:
        return "", 404
    given = request.authorization
    if given is None or not compare_digest((given.token or "").encode(), token.encode()):
        return "", 401, {"WWW-Authenticate": "Bearer"}
    with reading() as session:
        return metrics.page(session, now=now()), 200, {"Content-Type": CONTENT_TYPE_PLAIN_0_0_4}

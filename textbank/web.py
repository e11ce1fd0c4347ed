"""The web application: the inbox and its webhooks, with Slack's one path beside them."""

import structlog
from flask import Blueprint, Flask, request
from flask.typing import ResponseReturnValue
from slack_bolt.adapter.flask import SlackRequestHandler

from bot.app import make_app as make_slack_app
from bot.signing import is_signed
from inbox.app import make_app as make_inbox
from textbank import installing
from textbank.product import Product

log = structlog.get_logger()


def make_web(product: Product) -> Flask:
    """Return the WSGI application; bot and inbox never meet but here."""
    app = make_inbox(product.settings, product.database)
    app.extensions["textbank_open_signed"](slack_blueprint(product))
    app.register_blueprint(installing.bp)
    return app


def slack_blueprint(product: Product) -> Blueprint:
    """Return the route that Slack calls.

    The signature is checked before Bolt sees the request: Bolt parses first, and answers what it cannot read
    where the unread request says.
    """
    bp = Blueprint("slack", __name__)
    handler = SlackRequestHandler(make_slack_app(product.settings, product.database, product.hands))
    secret = product.settings.slack_signing_secret.get_secret_value()

    @bp.before_request
    def check_signature() -> ResponseReturnValue | None:
        if is_signed(secret, request.get_data(as_text=True), dict(request.headers)):
            return None
        log.warning("slack_forged", path=request.path, sender=request.remote_addr)
        return "", 401

    @bp.post("/slack/events")
    def events() -> ResponseReturnValue:
        return handler.handle(request)

    return bp

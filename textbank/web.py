"""The web application: the inbox and its webhooks, with Slack's one path beside them."""

from flask import Blueprint, Flask, request
from flask.typing import ResponseReturnValue
from slack_bolt.adapter.flask import SlackRequestHandler

from bot.app import make_app as make_slack_app
from inbox.app import make_app as make_inbox
from textbank.product import Product


def make_web(product: Product) -> Flask:
    """Return the WSGI application; bot and inbox never meet but here."""
    app = make_inbox(product.settings, product.database)
    app.extensions["textbank_open_signed"](slack_blueprint(product))
    return app


def slack_blueprint(product: Product) -> Blueprint:
    """Return the route that Slack calls; Bolt checks the signature of each request."""
    bp = Blueprint("slack", __name__)
    handler = SlackRequestHandler(make_slack_app(product.settings, product.database))

    @bp.post("/slack/events")
    def events() -> ResponseReturnValue:
        return handler.handle(request)

    return bp

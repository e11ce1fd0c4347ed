"""apps.connections.open: where an app in Socket Mode opens its line to; somebody else answers there."""

import hmac

from flask import request

from sandbox.slack.api.call import OPEN_TO_ALL, Call, method, token_of
from sandbox.slack.errors import SlackError
from sandbox.slack.records import Json


@method("apps.connections.open")
def open_connection(call: Call) -> Json:
    """An address for one line; it wants the app-level token."""
    token = token_of(request, call.args) or ""
    if not token:
        raise SlackError("not_authed")
    if not hmac.compare_digest(token.encode(), call.state.app.app_token.encode()):
        raise SlackError("not_allowed_token_type" if token.startswith("xoxb-") else "invalid_auth")
    return {"url": call.state.socket_url}


OPEN_TO_ALL.add("apps.connections.open")

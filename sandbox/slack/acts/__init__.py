"""What a person can do in Slack, and what Slack then sends to the app. Everything goes by ids here."""

from sandbox.slack.acts.clicks import change, message_shortcut, press, shortcut
from sandbox.slack.acts.commands import command
from sandbox.slack.acts.desk import Desk
from sandbox.slack.acts.events import open_home, revoke, send_event, uninstall, verify_url
from sandbox.slack.acts.modals import close, submit
from sandbox.slack.acts.options import load_options

__all__ = [
    "Desk",
    "change",
    "close",
    "command",
    "load_options",
    "message_shortcut",
    "open_home",
    "press",
    "revoke",
    "send_event",
    "shortcut",
    "submit",
    "uninstall",
    "verify_url",
]

"""The Slack app manifest for a base address: what to paste when making the app.

Source of the limits: Slack's published JSON schema for manifests, version 2.
"""

from typing import Any

from bot.app import make_verbs
from bot.menu import ROOT
from bot.menu import SHORTCUT as MENU_SHORTCUT
from bot.notes import SHORTCUT as NOTES_SHORTCUT
from bot.scopes import SCOPES

EVENTS = ["app_home_opened", "app_uninstalled", "tokens_revoked"]

SHORTCUTS = [
    {
        "name": "Text bank",
        "type": "global",
        "callback_id": MENU_SHORTCUT,
        "description": "All that you may do in the text bank",
    },
    {
        "name": "Add to notes",
        "type": "message",
        "callback_id": NOTES_SHORTCUT,
        "description": "Keep this message with an action of the text bank",
    },
]

_LONG = (
    "Textbank is a text bank that a campaign runs from Slack. Admins import lists, write scripts, publish "
    "actions, watch results and move conversations here; volunteers text from a light web inbox; "
    "contacts can always say stop."
)


def manifest(url: str, *, socket: bool = False) -> dict[str, Any]:
    """Return the manifest.

    Args:
        url: where this product is reached from outside, `https://…`, without a closing slash.
        socket: whether Slack is heard by Socket Mode, over a line that we open; it calls no address then.
    """
    base = url.rstrip("/")
    events = "" if socket else f"{base}/slack/events"
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "Textbank",
            "description": "A text bank that a campaign runs from Slack",
            "long_description": _LONG,
            "background_color": "#1f3b57",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Textbank", "always_online": True},
            "slash_commands": _commands(events),
            "shortcuts": SHORTCUTS,
        },
        "oauth_config": {
            "redirect_urls": [f"{base}/slack/oauth_redirect"],
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {"bot_events": EVENTS, **_at("request_url", events)},
            "interactivity": {
                "is_enabled": True,
                **_at("request_url", events),
                **_at("message_menu_options_url", events),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }


def _commands(events: str) -> list[dict[str, Any]]:
    verbs = list(make_verbs())
    root = _command(ROOT, events, "The text bank: all it can do", " | ".join(verb.name for verb in verbs))
    return [root, *(_command(verb.short, events, verb.summary) for verb in verbs if verb.short)]


def _command(name: str, events: str, description: str, hint: str = "") -> dict[str, Any]:
    made = {"command": name, "description": description, "should_escape": True, **_at("url", events)}
    return made | ({"usage_hint": hint} if hint else {})


def _at(name: str, address: str) -> dict[str, str]:
    return {name: address} if address else {}

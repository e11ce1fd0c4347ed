"""What Slack takes as an app manifest: the parts that an app with commands, App Home and events uses.

A JSON Schema after Slack's published one (slackapi/manifest-schema, version 2), whose lengths, required keys
and closed objects it follows. What this app never uses (functions, workflows) is left out, and so refused.
"""

from typing import Any

_URL = {"type": "string", "pattern": "^https?://", "maxLength": 3000}
_FLAG = {"type": "boolean"}


def _closed(required: list[str] | None = None, /, **properties: Any) -> dict[str, Any]:
    """An object that takes these keys and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": required or [],
        "additionalProperties": False,
    }


def _text(longest: int, shortest: int = 1) -> dict[str, Any]:
    return {"type": "string", "minLength": shortest, "maxLength": longest}


def _list(items: dict[str, Any], most: int, least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most, "uniqueItems": True}


_COMMAND = _closed(
    ["command", "description"],
    command={"type": "string", "pattern": "^/", "minLength": 2, "maxLength": 32},
    url=_URL,
    description=_text(2000),
    usage_hint=_text(1000),
    should_escape=_FLAG,
)
_SHORTCUT = _closed(
    ["name", "type", "callback_id", "description"],
    name=_text(24),
    type={"enum": ["message", "global"]},
    callback_id=_text(255),
    description=_text(150),
)
_FEATURES = _closed(
    app_home=_closed(
        home_tab_enabled=_FLAG, messages_tab_enabled=_FLAG, messages_tab_read_only_enabled=_FLAG
    ),
    bot_user=_closed(["display_name"], display_name=_text(80), always_online=_FLAG),
    slash_commands=_list(_COMMAND, 50, least=1),
    shortcuts=_list(_SHORTCUT, 10, least=1),
)
_SETTINGS = _closed(
    event_subscriptions=_closed(request_url=_URL, bot_events=_list(_text(50), 100)),
    interactivity=_closed(["is_enabled"], is_enabled=_FLAG, request_url=_URL, message_menu_options_url=_URL),
    org_deploy_enabled=_FLAG,
    socket_mode_enabled=_FLAG,
    token_rotation_enabled=_FLAG,
)

MANIFEST_SCHEMA = _closed(
    ["display_information"],
    _metadata=_closed(major_version={"type": "integer"}, minor_version={"type": "integer"}),
    display_information=_closed(
        ["name"],
        name=_text(35),
        description=_text(140),
        long_description=_text(4000, shortest=175),
        background_color={"type": "string", "pattern": "^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$"},
    ),
    features=_FEATURES,
    oauth_config=_closed(
        redirect_urls=_list({"type": "string", "maxLength": 2500}, 1000),
        scopes=_closed(bot=_list(_text(50), 255), user=_list(_text(50), 255)),
    ),
    settings=_SETTINGS,
)

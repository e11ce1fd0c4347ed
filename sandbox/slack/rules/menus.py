"""Select menus, single and multiple: with options of their own, from the app, of people, of channels."""

from sandbox.slack.rules.checks import Check, flag, items, one_of, shape, string, whole
from sandbox.slack.rules.named import MANY, MENU
from sandbox.slack.rules.objects import GROUPS, MENU_OPTION, OPTIONS, initial_among_options, options_or_groups

_ID = string(255)
_MULTI: dict[str, Check] = {**MENU, "max_selected_items": whole(1, MANY)}

_CONVERSATION: dict[str, Check] = {
    "default_to_current_conversation": flag,
    "filter": shape(
        {},
        {
            "include": items(one_of("im", "mpim", "private", "public"), 4),
            "exclude_external_shared_channels": flag,
            "exclude_bot_users": flag,
        },
    ),
}
_RESPONDS = {"response_url_enabled": flag}

SELECTS: dict[str, Check] = {
    "static_select": shape(
        {},
        {**MENU, "options": OPTIONS, "option_groups": GROUPS, "initial_option": MENU_OPTION},
        options_or_groups,
        initial_among_options,
    ),
    "external_select": shape({}, {**MENU, "initial_option": MENU_OPTION, "min_query_length": whole(0, MANY)}),
    "users_select": shape({}, {**MENU, "initial_user": _ID}),
    "conversations_select": shape({}, {**MENU, **_CONVERSATION, **_RESPONDS, "initial_conversation": _ID}),
    "channels_select": shape({}, {**MENU, **_RESPONDS, "initial_channel": _ID}),
}

MULTI_SELECTS: dict[str, Check] = {
    "multi_static_select": shape(
        {},
        {**_MULTI, "options": OPTIONS, "option_groups": GROUPS, "initial_options": OPTIONS},
        options_or_groups,
        initial_among_options,
    ),
    "multi_external_select": shape(
        {}, {**_MULTI, "initial_options": OPTIONS, "min_query_length": whole(0, MANY)}
    ),
    "multi_users_select": shape({}, {**_MULTI, "initial_users": items(_ID, MANY)}),
    "multi_conversations_select": shape(
        {}, {**_MULTI, **_CONVERSATION, "initial_conversations": items(_ID, MANY)}
    ),
    "multi_channels_select": shape({}, {**_MULTI, "initial_channels": items(_ID, MANY)}),
}

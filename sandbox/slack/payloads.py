"""The bodies that Slack sends to apps, in their real shapes."""

from urllib.parse import urlencode

from sandbox.slack.cast import User
from sandbox.slack.records import Channel, Json, Message, View
from sandbox.slack.showing import message_json, view_json
from sandbox.slack.state import State, new_id
from sandbox.slack.values import state_values

TOKEN = "sandbox-verification-token"  # noqa: S105 - Slack's long deprecated one, always there

Surface = Message | View


def command(state: State, user: User, channel: Channel, words: tuple[str, str], reply_to: Json) -> str:
    """A slash command: a form. `words` are the command and its text, `reply_to` trigger and response_url."""
    name, text = words
    return urlencode(
        {
            "token": TOKEN,
            "team_id": state.team.id,
            "team_domain": state.team.domain,
            "channel_id": channel.id,
            "channel_name": "directmessage" if channel.dm_with else channel.name,
            "user_id": user.id,
            "user_name": user.name,
            "command": name,
            "text": text,
            "api_app_id": state.app.id,
            "is_enterprise_install": "false",
            **reply_to,
        }
    )


def interaction(state: State, user: User, kind: str, parts: Json) -> Json:
    """An interactive payload: what all share, and the parts of this kind."""
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": state.team.id},
        "api_app_id": state.app.id,
        "token": TOKEN,
        "team": {"id": state.team.id, "domain": state.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        **parts,
    }


def whereabouts(state: State, surface: Surface, user: User) -> Json:
    """Where a click happened: `container` with the view, or with channel, message and the state of inputs."""
    if isinstance(surface, View):
        shown = view_json(state, surface)
        return {"container": {"type": "view", "view_id": surface.id}, "view": shown}
    channel = state.channels[surface.channel]
    draft = state.drafts.get((user.id, surface.key), {})
    place: Json = {
        "container": {
            "type": "message",
            "message_ts": surface.ts,
            "channel_id": channel.id,
            "is_ephemeral": surface.only_for is not None,
        },
        "channel": {"id": channel.id, "name": "directmessage" if channel.dm_with else channel.name},
        "state": {"values": state_values(surface.blocks, draft)},
    }
    if surface.only_for is None:  # Slack keeps no ephemerals, so it cannot send them along
        place["message"] = message_json(state, surface)
    return place


def event(state: State, body: Json) -> Json:
    """The envelope of an event."""
    return {
        "token": TOKEN,
        "team_id": state.team.id,
        "api_app_id": state.app.id,
        "event": body,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": int(state.clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": state.team.id,
                "user_id": state.app.user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }

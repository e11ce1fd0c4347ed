"""Records as the JSON that Slack's API and its payloads carry."""

from mimetypes import guess_type
from urllib.parse import quote

from sandbox.slack.cast import User
from sandbox.slack.records import Channel, Json, Message, SharedFile, View
from sandbox.slack.state import State
from sandbox.slack.values import state_values


def user_json(state: State, user: User) -> Json:
    """A user object."""
    return {
        "id": user.id,
        "team_id": user.home or state.team.id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.deleted,
        "tz": user.tz,
        "is_admin": user.is_admin,
        "is_owner": user.is_owner,
        "is_primary_owner": user.is_owner,
        "is_restricted": user.is_guest,
        "is_stranger": bool(user.home),
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 1_700_000_000,
        "profile": {
            "real_name": user.real_name,
            "display_name": user.first_name,
            "first_name": user.first_name,
            "email": user.email,
            "team": state.team.id,
        },
    }


def channel_json(state: State, channel: Channel) -> Json:
    """A conversation object."""
    shared: Json = {"id": channel.id, "created": 1_700_000_000, "is_archived": channel.is_archived}
    if channel.dm_with:
        return {**shared, "is_im": True, "user": channel.dm_with, "is_open": True}
    return {
        **shared,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_general": channel.name == "general",
        "is_member": state.app.user_id in channel.members,
        "is_shared": False,
        "num_members": len(channel.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def message_json(state: State, message: Message) -> Json:
    """A message object; the app's own carry `bot_id`."""
    shown: Json = {
        "type": "message",
        "user": message.user,
        "team": state.team.id,
        "ts": message.ts,
        "text": message.text,
    }
    if message.user == state.app.user_id:
        shown |= {"bot_id": state.app.bot_id, "app_id": state.app.id}
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.edited:
        shown["edited"] = {"user": message.user, "ts": message.ts}
    if message.files:
        shown["files"] = [file_json(state, state.files[each]) for each in message.files]
    if message.metadata:
        shown["metadata"] = message.metadata
    return shown


def view_json(state: State, view: View) -> Json:
    """A view object with the state of its inputs."""
    body = {key: value for key, value in view.body.items() if key not in _DEFAULTS}
    draft = state.drafts.get((view.user, view.key), {})
    return {
        "id": view.id,
        "team_id": state.team.id,
        **{key: view.body.get(key, default) for key, default in _DEFAULTS.items()},
        **body,
        "state": {"values": state_values(view.blocks, draft)},
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "app_id": state.app.id,
        "app_installed_team_id": state.team.id,
        "bot_id": state.app.bot_id,
    }


def file_json(state: State, file: SharedFile) -> Json:
    """A file object; `url_private_download` wants the bot's token."""
    suffix = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    name = quote(file.name)
    address = f"{state.address}/files-pri/{state.team.id}-{file.id}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": guess_type(file.name)[0] or "application/octet-stream",
        "filetype": suffix or "binary",
        "user": file.user,
        "size": len(file.content or b""),
        "mode": "hosted",
        "is_external": False,
        "is_public": bool(file.channels),
        "channels": file.channels,
        "url_private": f"{address}/{name}",
        "url_private_download": f"{address}/download/{name}",
        "permalink": f"{state.address}/files/{file.user}/{file.id}/{name}",
    }


_DEFAULTS: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "close": None,
    "submit": None,
    "clear_on_close": False,
    "notify_on_close": False,
}

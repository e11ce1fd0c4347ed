"""conversations.*: channels and direct messages."""

from sandbox.slack.api.call import Call, method, page
from sandbox.slack.errors import SlackError
from sandbox.slack.records import Channel, Json, Message
from sandbox.slack.showing import channel_json, message_json


@method("conversations.list")
def list_conversations(call: Call) -> Json:
    """Channels by `types`; private ones only when the app is in them."""
    kinds = (call.text("types") or "public_channel").split(",")
    found = [
        channel_json(call.state, channel)
        for channel in call.state.channels.values()
        if _kind(channel) in kinds
        and _visible(call, channel)
        and not (channel.is_archived and call.flag("exclude_archived"))
    ]
    return page(found, call, "channels")


@method("conversations.info")
def info(call: Call) -> Json:
    """One channel."""
    return {"channel": channel_json(call.state, _channel(call))}


@method("conversations.members")
def members(call: Call) -> Json:
    """The user ids in a channel."""
    return page(_channel(call).members, call, "members")


@method("conversations.open")
def open_dm(call: Call) -> Json:
    """Open the direct messages with one person."""
    if channel := call.text("channel"):
        return {"channel": channel_json(call.state, call.state.channel(channel))}
    wanted = str(call.need("users")).split(",")
    if len(wanted) > 1:
        raise SlackError("invalid_arguments", ["this stand-in opens direct messages with one person only"])
    return {"channel": channel_json(call.state, call.state.dm(call.state.user(wanted[0]).id))}


@method("conversations.join")
def join(call: Call) -> Json:
    """Let the app enter a public channel."""
    channel = _channel(call)
    if channel.is_archived:
        raise SlackError("is_archived")
    with call.state.changing():
        if call.state.app.user_id not in channel.members:
            channel.members.append(call.state.app.user_id)
    return {"channel": channel_json(call.state, channel)}


@method("conversations.history")
def history(call: Call) -> Json:
    """Messages of a channel, newest first, without ephemerals."""
    channel = _joined(call)
    newest_first = channel.messages[::-1]
    return {**page(_shown(call, newest_first), call, "messages"), "has_more": False}


@method("conversations.replies")
def replies(call: Call) -> Json:
    """A message and the thread below it, oldest first."""
    ts = call.need("ts")
    thread = [each for each in _joined(call).messages if ts in (each.ts, each.thread_ts)]
    if not thread:
        raise SlackError("thread_not_found")
    return {**page(_shown(call, thread), call, "messages"), "has_more": False}


def _channel(call: Call) -> Channel:
    channel = call.state.channel(call.need("channel"))
    if not _visible(call, channel):
        raise SlackError("channel_not_found")
    return channel


def _joined(call: Call) -> Channel:
    channel = _channel(call)
    if channel.dm_with is None and call.state.app.user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _shown(call: Call, found: list[Message]) -> list[Json]:
    return [message_json(call.state, each) for each in found]


def _visible(call: Call, channel: Channel) -> bool:
    return not channel.is_private or call.state.app.user_id in channel.members


def _kind(channel: Channel) -> str:
    if channel.dm_with:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"

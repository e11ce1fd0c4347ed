"""Posting, changing and removing messages, with the rules about where that is possible."""

from sandbox.slack.errors import SlackError
from sandbox.slack.records import Channel, Json, Message
from sandbox.slack.rules import check_message
from sandbox.slack.state import State
from sandbox.slack.values import with_ids


def checked(payload: Json, *, updating: bool = False) -> Json:
    """The payload itself. Raises the first problem's error with all problems, when Slack would refuse it."""
    if problems := check_message(payload, updating=updating):
        raise SlackError(problems[0].error, problems)
    return payload


def place_for_post(state: State, wanted: str) -> Channel:
    """Where a post to this id or name goes; a user's id opens the direct messages. Raises as Slack does."""
    person = state.users.get(wanted)
    channel = state.dm(person.id) if person and not person.is_bot else state.channel(wanted)
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_private and state.app.user_id not in channel.members:
        raise SlackError("channel_not_found")  # Slack does not admit that it exists
    return channel


def place_for_ephemeral(state: State, wanted: str, user_id: str) -> Channel:
    """The same for an ephemeral: app and reader must both be in the channel."""
    channel = place_for_post(state, wanted)
    if channel.dm_with is None and state.app.user_id not in channel.members:
        raise SlackError("not_in_channel")
    if user_id not in channel.members:
        raise SlackError("user_not_in_channel")
    return channel


def post(
    state: State, channel: Channel, payload: Json, *, by: str | None = None, only_for: str | None = None
) -> Message:
    """Put a message into a channel; `by` is a user id, the app's own when left out."""
    message = Message(
        channel=channel.id,
        ts=state.next_ts(),
        user=by or state.app.user_id,
        text=payload.get("text") or "",
        blocks=with_ids(payload.get("blocks") or []),
        only_for=only_for,
        thread_ts=payload.get("thread_ts"),
        files=payload.get("files") or [],
        metadata=payload.get("metadata"),
    )
    with state.changing():
        channel.timeline.append(message)
    return message


def rewrite(state: State, message: Message, payload: Json) -> Message:
    """Change text and blocks of a message that stands already; without new blocks the old ones stay."""
    with state.changing():
        message.text = payload.get("text") or message.text
        if isinstance(payload.get("blocks"), list):
            message.blocks = with_ids(payload["blocks"])
        message.edited = True
    return message


def own_message(state: State, channel: str, ts: str, refusal: str) -> Message:
    """A message of the app that everybody sees. Raises message_not_found or `refusal`."""
    message = state.message(channel, ts)
    if message.only_for is not None:
        raise SlackError("message_not_found")
    if message.user != state.app.user_id:
        raise SlackError(refusal)
    return message


def remove(state: State, message: Message) -> None:
    """Take a message out of its channel."""
    with state.changing():
        state.channels[message.channel].timeline.remove(message)

"""chat.*: messages by the app."""

from sandbox.slack import messages
from sandbox.slack.api.call import Call, method
from sandbox.slack.errors import SlackError
from sandbox.slack.records import Json
from sandbox.slack.showing import message_json


@method("chat.postMessage")
def post_message(call: Call) -> Json:
    """Post to a channel, or to a person by their user id."""
    channel = messages.place_for_post(call.state, call.need("channel"))
    payload = messages.checked(_payload(call))
    if thread := payload.get("thread_ts"):
        call.state.message(channel.id, thread)
    message = messages.post(call.state, channel, payload)
    return {"channel": channel.id, "ts": message.ts, "message": message_json(call.state, message)}


@method("chat.postEphemeral")
def post_ephemeral(call: Call) -> Json:
    """Post so that one person in the channel sees it."""
    user = call.need("user")
    channel = messages.place_for_ephemeral(call.state, call.need("channel"), user)
    message = messages.post(call.state, channel, messages.checked(_payload(call)), only_for=user)
    return {"message_ts": message.ts}


@method("chat.update")
def update(call: Call) -> Json:
    """Change one of the app's own messages."""
    message = messages.own_message(
        call.state, call.need("channel"), call.need("ts"), refusal="cant_update_message"
    )
    messages.rewrite(call.state, message, messages.checked(_payload(call), updating=True))
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": message_json(call.state, message),
    }


@method("chat.delete")
def delete(call: Call) -> Json:
    """Remove one of the app's own messages."""
    message = messages.own_message(
        call.state, call.need("channel"), call.need("ts"), refusal="cant_delete_message"
    )
    messages.remove(call.state, message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.getPermalink")
def get_permalink(call: Call) -> Json:
    """The address of a message in the console."""
    message = call.state.message(call.need("channel"), call.need("message_ts"))
    mark = message.ts.replace(".", "")
    return {
        "channel": message.channel,
        "permalink": f"{call.state.address}/archives/{message.channel}/p{mark}",
    }


def _payload(call: Call) -> Json:
    if call.text("attachments"):
        raise SlackError("invalid_attachments", ["attachments are the old format: use blocks"])
    return {
        "text": call.text("text"),
        "blocks": call.json("blocks", "invalid_blocks_format"),
        "thread_ts": call.text("thread_ts"),
        "metadata": call.json("metadata", "invalid_metadata_format"),
    }

"""files.*: uploads by the app in three steps, and what is known about a file."""

from sandbox.slack import files, messages
from sandbox.slack.api.call import Call, method
from sandbox.slack.errors import SlackError
from sandbox.slack.records import Json, SharedFile
from sandbox.slack.showing import file_json


@method("files.getUploadURLExternal")
def get_upload_url(call: Call) -> Json:
    """Step one: an address for the bytes."""
    length = int(call.need("length"))
    if length < 1:
        raise SlackError("invalid_arguments", ["length must be greater than 0"])
    file = files.promise(call.state, str(call.need("filename")), length)
    return {"upload_url": f"{call.state.address}/upload/v1/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal")
def complete_upload(call: Call) -> Json:
    """Step three: share what was uploaded, in a channel if one is named."""
    call.need("files")
    wanted = call.json("files", "invalid_arguments")
    done = [_finish(call, each) for each in wanted]
    for channel in _channels(call):
        _post(call, channel, done)
    return {"files": [file_json(call.state, file) for file in done]}


@method("files.info")
def info(call: Call) -> Json:
    """What is known about a file."""
    return {"file": file_json(call.state, files.get(call.state, call.need("file")))}


@method("files.delete")
def delete(call: Call) -> Json:
    """Forget a file."""
    file = files.get(call.state, call.need("file"))
    with call.state.changing():
        del call.state.files[file.id]
        for channel in call.state.channels.values():
            for message in channel.timeline:
                message.files = [each for each in message.files if each != file.id]
    return {}


def _finish(call: Call, wanted: Json) -> SharedFile:
    file = files.get(call.state, wanted.get("id", ""))
    if file.content is None:
        raise SlackError("file_not_found")  # nothing was uploaded to its address
    with call.state.changing():
        file.complete = True
        file.title = wanted.get("title") or file.name
    return file


def _channels(call: Call) -> list[str]:
    several = [each for each in (call.text("channels") or "").split(",") if each]
    single = call.text("channel_id")
    return several or ([single] if single else [])


def _post(call: Call, wanted: str, done: list[SharedFile]) -> None:
    channel = messages.place_for_post(call.state, wanted)
    if channel.dm_with is None and call.state.app.user_id not in channel.members:
        raise SlackError("not_in_channel")  # chat:write.public does not cover files
    for file in done:
        file.channels.append(channel.id)
    shared = {
        "text": call.text("initial_comment"),
        "files": [file.id for file in done],
        "thread_ts": call.text("thread_ts"),
    }
    messages.post(call.state, channel, shared)

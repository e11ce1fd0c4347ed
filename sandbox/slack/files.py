"""Files: by the app in three steps, by people in one."""

from sandbox.slack.errors import SlackError
from sandbox.slack.records import SharedFile
from sandbox.slack.state import State, new_id


def promise(state: State, name: str, length: int) -> SharedFile:
    """A file whose bytes the app will upload next."""
    file = _new(state, name, state.app.user_id)
    file.expected = length
    return file


def receive(state: State, file_id: str, content: bytes) -> SharedFile:
    """Take the bytes of a promised file. Raises file_not_found, or invalid_arguments for a wrong length."""
    file = get(state, file_id)
    if file.expected != len(content):
        raise SlackError("invalid_arguments", [f"expected {file.expected} bytes, got {len(content)}"])
    with state.changing():
        file.content = content
    return file


def share(state: State, name: str, content: bytes, *, by: str) -> SharedFile:
    """A file that a person puts into a modal."""
    file = _new(state, name, by)
    with state.changing():
        file.content = content
        file.complete = True
    return file


def get(state: State, file_id: str) -> SharedFile:
    """A file by its id. Raises file_not_found."""
    if file_id not in state.files:
        raise SlackError("file_not_found")
    return state.files[file_id]


def _new(state: State, name: str, user: str) -> SharedFile:
    file = SharedFile(new_id("F"), name, user, title=name, created=int(state.clock()))
    with state.changing():
        state.files[file.id] = file
    return file

"""Keeps a workspace between runs: messages, Home tabs and files, as JSON and plain files in a folder.

Open modals, triggers and response addresses are short-lived and not kept.
"""

import json
import threading
from dataclasses import asdict
from pathlib import Path

from sandbox.slack.records import Channel, Json, Message, SharedFile, View
from sandbox.slack.state import State

_PAUSE_SECONDS = 0.5  # several changes in a row are written once


class Shelf:
    """Loads a state from a folder and writes it there after changes, until `close()`."""

    def __init__(self, state: State, folder: Path) -> None:
        self._state = state
        self._folder = folder
        self._closing = threading.Event()
        self._saved_version = -1
        folder.mkdir(parents=True, exist_ok=True)
        load(state, folder)
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Write the last changes and stop."""
        self._closing.set()
        self._thread.join()
        self._save()

    def _keep(self) -> None:
        while not self._closing.wait(_PAUSE_SECONDS):
            self._save()

    def _save(self) -> None:
        if self._state.version != self._saved_version:
            self._saved_version = self._state.version
            save(self._state, self._folder)


def save(state: State, folder: Path) -> None:
    """Write the workspace into the folder; the JSON is replaced in one step."""
    with state.looking():
        kept = _kept(state)
        files = [file for file in state.files.values() if file.content is not None]
    for file in files:
        _write_once(folder / f"{file.id}.bin", file.content or b"")
    fresh = folder / "workspace.json.new"
    fresh.write_text(json.dumps(kept), encoding="utf-8")
    fresh.replace(folder / "workspace.json")


def load(state: State, folder: Path) -> None:
    """Bring back what was saved; a folder without a workspace changes nothing."""
    path = folder / "workspace.json"
    if not path.exists():
        return
    kept = json.loads(path.read_text(encoding="utf-8"))
    with state.changing():
        state.channels.update({each["id"]: _channel(each) for each in kept["channels"]})
        state.homes.update({each["user"]: View(**each) for each in kept["homes"]})
        state.views.update({view.id: view for view in state.homes.values()})
        state.files.update({each["id"]: _file(each, folder) for each in kept["files"]})
        state.restart_ts_after(kept["last_ts"])


def _kept(state: State) -> Json:
    return {
        "channels": [_lasting(channel) for channel in state.channels.values()],
        "homes": [asdict(view) for view in state.homes.values()],
        "files": [{**asdict(file), "content": None} for file in state.files.values()],
        "last_ts": state.next_ts(),
    }


def _lasting(channel: Channel) -> Json:
    """A channel without its ephemerals, which in Slack are gone after a reload, too."""
    return {**asdict(channel), "timeline": [asdict(message) for message in channel.messages]}


def _channel(kept: Json) -> Channel:
    return Channel(**{**kept, "timeline": [Message(**each) for each in kept["timeline"]]})


def _file(kept: Json, folder: Path) -> SharedFile:
    path = folder / f"{kept['id']}.bin"
    return SharedFile(**{**kept, "content": path.read_bytes() if path.exists() else None})


def _write_once(path: Path, content: bytes) -> None:
    if not path.exists():
        path.write_bytes(content)

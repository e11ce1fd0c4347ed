"""The fields for a script's picture, and its way from Slack into the script."""

from typing import Any, NamedTuple

from slack_sdk import WebClient

from bot.blocks import Block, field
from bot.elements import tick
from bot.forms import Form
from bot.lists import uploads
from bot.request import View
from core.actions.scripts.pictures import Wish
from core.errors import Invalid
from core.pictures import LARGEST

AS_MMS = "with a picture: billed as one picture message (MMS)"

_TOO_LARGE = "A picture has at most 5 MB. Make it smaller, then choose it again."
_HINT = "One JPEG, PNG or GIF of at most 5 MB. It goes out with the text, as one picture message (MMS)."


class Given(NamedTuple):
    """What a form holds for a picture: a file as Slack tells of it, or that there is to be none."""

    file: dict[str, Any] | None
    removed: bool


def blocks(name: str, *, label: str = "Picture", there: int | None) -> list[Block]:
    """Return the fields for a script's picture.

    Args:
        there: the id of the one it has, which can be taken away.
    """
    element = {"type": "file_input", "filetypes": ["jpg", "jpeg", "png", "gif"], "max_files": 1}
    hint = f"There is one; another takes its place. {_HINT}" if there else _HINT
    made = [field(label, name, element, hint=hint, optional=True)]
    if there:
        off = tick(False, "Send the text without it")
        made.append(field(f"Remove {label.lower()}", _gone(name), off, optional=True))
    # a field of the same id would keep the file, or the tick, that has done its work
    return [block | {"block_id": f"{block['block_id']}_{there or 0}"} for block in made]


def read(view: View, name: str) -> Given:
    """Return what a form holds; what Slack tells of a file is looked at, not the file itself.

    Raises:
        Invalid: beside `name`: several files, an empty or too large one.
    """
    form = Form(view)
    files = form.files(name)
    if len(files) > 1:
        raise Invalid(name, "Choose one picture.")
    for file in files:
        if int(file.get("size") or 0) > LARGEST:
            raise Invalid(name, _TOO_LARGE)
        if file.get("size") == 0:
            raise Invalid(name, "The file is empty. Choose another.")
    return Given(files[0] if files else None, bool(form.choices(_gone(name))))


def fetch(client: WebClient, given: Given, name: str) -> Wish:
    """Return what is asked for, with the picture's content. Raises Invalid, beside `name`."""
    if given.file is None:
        return Wish(removed=given.removed)
    content = uploads.fetch(client, given.file, field=name, most=LARGEST, too_large=_TOO_LARGE)
    return Wish(content)


def _gone(name: str) -> str:
    return f"{name}_removed"

"""What an import shows in its modal. Pure."""

import json
from collections.abc import Mapping, Sequence

from bot.blocks import Block, clip, context, escape, field, modal, option, section, text_input
from bot.counted import counted
from bot.elements import select, tick
from bot.request import View
from core.contacts.importing.columns import LABELS, Column, Role
from core.contacts.importing.starting import Upload
from core.naming import NAME_LIMIT

UPLOAD = "lists.upload.v1"
COLUMNS = "lists.columns.v1"
MOST_COLUMNS = 90  # of Slack's 100 blocks
_TITLE = "Import contacts"
_ROLES = [option(label, role.value) for role, label in LABELS.items()]
DRY_RUN = "dry_run"


def upload_form() -> View:
    """Return the form that asks for a file."""
    file = {"type": "file_input", "filetypes": ["csv", "tsv", "txt", "xlsx"], "max_files": 1}
    blocks = [
        field(
            "List name",
            "list_name",
            text_input(limit=NAME_LIMIT),
            hint="A new list, or one you have: its people are brought up to date and new ones are added.",
        ),
        field(
            "File",
            "file",
            file,
            hint="CSV, TSV or XLSX, up to 10 MB, with a column of phones. VAN exports work as they are.",
        ),
    ]
    return modal(_TITLE, blocks, callback=UPLOAD, submit="Next")


def columns_form(import_id: int, list_name: str, upload: Upload, names: Mapping[str, str]) -> View:
    """Return how the columns were understood, each with a menu to put it right.

    Args:
        names: of the tags and fields that columns fill, by their keys.
    """
    shown = _shown(upload.columns)
    blocks = [
        section(_summary(list_name, upload)),
        field("Dry run", DRY_RUN, tick(False, "Only tell me what would change"), optional=True),
        *(_column(each, upload.table.samples, names) for each in shown),
    ]
    if hidden := [column for column in upload.columns if column not in shown]:
        slugs = clip(", ".join(column.slug for column in hidden), 2000)
        blocks.append(context(f"{counted(len(hidden), 'more column')}, kept as script variables: {slugs}"))
    metadata = json.dumps({"import_id": import_id})
    return modal(_TITLE, blocks, callback=COLUMNS, submit="Import", metadata=metadata)


def started(file_name: str, list_name: str, *, dry_run: bool = False) -> View:
    """Return what stands in the modal once the import runs."""
    what = (
        f"*Dry run started.* Nothing of {escape(file_name)} goes into *{escape(list_name)}* yet."
        if dry_run
        else f"*Import started.* {escape(file_name)} goes into *{escape(list_name)}*."
    )
    words = (
        f":white_check_mark: {what} I'll tell you in a direct message how it comes along; you can close this."
    )
    return modal(_TITLE, [section(words)], callback="lists.started.v1")


def _summary(list_name: str, upload: Upload) -> str:
    return (
        f"*{escape(upload.name)}* has {counted(upload.table.total, 'row')} for *{escape(list_name)}*.\n"
        "This is how I understood its columns. Change what is wrong, then press Import."
    )


def _shown(columns: Sequence[Column]) -> list[Column]:
    """Return the columns there is room for: the first, then those with a meaning, then the others."""
    by_worth = sorted(columns, key=lambda column: (column.position > 0, column.role is Role.EXTRA))
    return sorted(by_worth[:MOST_COLUMNS], key=lambda column: column.position)


def _column(column: Column, samples: Sequence[Sequence[str]], names: Mapping[str, str]) -> Block:
    cells = (row[column.position].strip() for row in samples if len(row) > column.position)
    seen = list(dict.fromkeys(clip(cell, 40) for cell in cells if cell))[:3]
    hint = f"For instance: {', '.join(seen)}" if seen else "All blank so far"
    if column.role is Role.EXTRA:
        hint = f"{{{{ {column.slug} }}}} in scripts. {hint}"
    if column.label:
        hint = f"{_said_of(column.label)} {hint}"
    menu = select([*_filled(column, names), *_ROLES], column.value)
    return field(clip(column.header, 150), f"column_{column.position}", menu, hint=hint)


def _filled(column: Column, names: Mapping[str, str]) -> list[Block]:
    """Return the tag or field that the column fills as an option, if it fills one."""
    if not column.label:
        return []
    kind = "Tag" if column.label.startswith("tag:") else "Field"
    return [option(f"{kind}: {names.get(column.label, column.header)}", column.label)]


def _said_of(label: str) -> str:
    if label.startswith("tag:"):
        return "Yes sets the tag, no takes it off, a blank cell leaves it."
    return "Its answer; a blank cell leaves what is known."

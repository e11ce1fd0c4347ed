"""What is told of an import while it runs and at its end. Pure, from a notice's data."""

from typing import Any

from bot.blocks import Block, actions, button, context, escape, section
from bot.counted import counted
from bot.request import Message
from core.contacts.importing.labels import REMARKS
from core.contacts.importing.opt_outs import OPT_OUTS
from core.contacts.importing.rows import REASONS

START = "lists.start"
MOST_LABELS = 20


def progress(data: dict[str, Any]) -> Message:
    """Return how far an import is."""
    rows, total = data["counts"].get("rows", 0), data["rows_total"] or 0
    doing = "Trying" if data.get("dry_run") else "Importing"
    share = min(100, 100 * rows // total) if total else 0
    sentence = f"{doing} {_names(data)}: {rows:,} of {counted(total, 'row')} ({share} %)"
    return Message(sentence, [section(f":hourglass_flowing_sand: {sentence}")])


def finished(data: dict[str, Any]) -> Message:
    """Return the counts of an import that is done."""
    counts = data["counts"]
    refused = sum(counts["refused"].values())
    if data.get("kind") == OPT_OUTS:
        return _opted_out(data, counts, refused)
    sentence = f"Imported {_names(data)}: {counted(counts['rows'], 'row')}"
    blocks = [section(f":white_check_mark: {sentence}"), *_figures(data)]
    return Message(f"{sentence}, {_gist(counts)}", blocks)


def tried(data: dict[str, Any]) -> Message:
    """Return what an import would change, and the button that does it."""
    counts = data["counts"]
    sentence = f"Dry run of {_names(data)}: {counted(counts['rows'], 'row')}. Nothing was changed"
    press = button("Import now", START, str(data["import_id"]), style="primary", label=_of(data))
    blocks = [section(f":mag: {sentence}. It would be:"), *_figures(data), actions(press)]
    blocks.append(context("The file is kept for a day."))
    return Message(f"{sentence}: {_gist(counts)}", blocks)


def failed(data: dict[str, Any]) -> Message:
    """Return why an import was given up."""
    sentence = f"The import of {_names(data)} stopped. {escape(data['problem'])}"
    return Message(sentence, [section(f":warning: {sentence}")])


def _opted_out(data: dict[str, Any], counts: dict[str, Any], refused: int) -> Message:
    sentence = f"Opted out the phones of {escape(data['file_name'])}: {counted(counts['rows'], 'row')}"
    figures = [f"*{label}*\n{counts[key]:,}" for key, label in _OF_OPT_OUTS] + [f"*Refused*\n{refused:,}"]
    blocks = [section(f":white_check_mark: {sentence}"), section("", fields=figures), *_reasons(counts)]
    return Message(f"{sentence}, {counts['new']:,} newly opted out, {refused:,} refused", blocks)


def _figures(data: dict[str, Any]) -> list[Block]:
    counts = data["counts"]
    figures = [f"*{label}*\n{counts[key]:,}" for key, label in _FIGURES]
    figures.append(f"*Refused*\n{sum(counts['refused'].values()):,}")
    if counts.get("assigned"):
        figures.append(f"*Given to a volunteer*\n{counts['assigned']:,}")
    blocks = [section("", fields=figures), *_labels(data), *_reasons(counts)]
    if counts["opted_out"]:
        blocks.append(context("People who opted out are in the list, but nobody can text them."))
    return blocks


def _labels(data: dict[str, Any]) -> list[Block]:
    changed, names = data["counts"].get("labels") or {}, data.get("labels") or {}
    if not changed:
        return []
    most = sorted(changed.items(), key=lambda each: -each[1])
    lines = [
        f"• {escape(names.get(key, key))}: {counted(number, 'person', 'people')}" for key, number in most
    ]
    more = f"\n… and {len(lines) - MOST_LABELS:,} more" if len(lines) > MOST_LABELS else ""
    return [section("*New tags and answers*\n" + "\n".join(lines[:MOST_LABELS]) + more)]


def _gist(counts: dict[str, Any]) -> str:
    refused = sum(counts["refused"].values())
    return f"{counts['new']:,} new, {counts['updated']:,} updated, {refused:,} refused"


def _of(data: dict[str, Any]) -> str:
    return f"Import {data['file_name']} now"


_OF_OPT_OUTS = (
    ("rows", "Rows"),
    ("new", "Newly opted out"),
    ("unchanged", "Out already"),
    ("duplicates", "Duplicates"),
)
_FIGURES = (
    ("rows", "Rows"),
    ("new", "New"),
    ("updated", "Updated"),
    ("unchanged", "Unchanged"),
    ("duplicates", "Duplicates"),
    ("opted_out", "Opted out"),
)


def _names(data: dict[str, Any]) -> str:
    into = "as opt-outs" if data.get("kind") == OPT_OUTS else f"into {escape(data['list_name'])}"
    return f"{escape(data['file_name'])} {into}"


def _reasons(counts: dict[str, Any]) -> list[Block]:
    blocks = []
    for title, key, words in (("Refused", "refused", REASONS), ("Not all taken", "remarks", REMARKS)):
        if found := counts.get(key):
            by_number = sorted(found.items(), key=lambda each: -each[1])
            lines = "\n".join(f"• {words.get(reason, reason)}: {number:,}" for reason, number in by_number)
            blocks.append(section(f"*{title}*\n{lines}"))
    if blocks:
        blocks.append(context("These rows are in the file below, with the reason for each."))
    return blocks

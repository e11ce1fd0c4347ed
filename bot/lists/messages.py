"""What is told of an import while it runs and at its end. Pure, from a notice's data."""

from typing import Any

from bot.blocks import Block, context, escape, section
from bot.counted import counted
from bot.request import Message
from core.contacts.importing.opt_outs import OPT_OUTS
from core.contacts.importing.rows import REASONS


def progress(data: dict[str, Any]) -> Message:
    """Return how far an import is."""
    rows, total = data["counts"].get("rows", 0), data["rows_total"] or 0
    share = min(100, 100 * rows // total) if total else 0
    sentence = f"Importing {_names(data)}: {rows:,} of {counted(total, 'row')} ({share} %)"
    return Message(sentence, [section(f":hourglass_flowing_sand: {sentence}")])


def finished(data: dict[str, Any]) -> Message:
    """Return the counts of an import that is done."""
    counts = data["counts"]
    refused = sum(counts["refused"].values())
    if data.get("kind") == OPT_OUTS:
        return _opted_out(data, counts, refused)
    sentence = f"Imported {_names(data)}: {counted(counts['rows'], 'row')}"
    figures = [f"*{label}*\n{counts[key]:,}" for key, label in _FIGURES] + [f"*Refused*\n{refused:,}"]
    blocks = [section(f":white_check_mark: {sentence}"), section("", fields=figures), *_reasons(counts)]
    if counts["opted_out"]:
        blocks.append(context("People who opted out are in the list, but nobody can text them."))
    return Message(f"{sentence}, {counts['new']:,} new, {refused:,} refused", blocks)


def failed(data: dict[str, Any]) -> Message:
    """Return why an import was given up."""
    sentence = f"The import of {_names(data)} stopped. {escape(data['problem'])}"
    return Message(sentence, [section(f":warning: {sentence}")])


def _opted_out(data: dict[str, Any], counts: dict[str, Any], refused: int) -> Message:
    sentence = f"Opted out the phones of {escape(data['file_name'])}: {counted(counts['rows'], 'row')}"
    figures = [f"*{label}*\n{counts[key]:,}" for key, label in _OF_OPT_OUTS] + [f"*Refused*\n{refused:,}"]
    blocks = [section(f":white_check_mark: {sentence}"), section("", fields=figures), *_reasons(counts)]
    return Message(f"{sentence}, {counts['new']:,} newly opted out, {refused:,} refused", blocks)


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
    if not counts["refused"]:
        return []
    by_number = sorted(counts["refused"].items(), key=lambda each: -each[1])
    lines = "\n".join(f"• {REASONS.get(key, key)}: {number:,}" for key, number in by_number)
    where = context("The refused rows are in the file below, with the reason for each.")
    return [section(f"*Refused*\n{lines}"), where]

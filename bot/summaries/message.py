"""The summary as a message for a channel. Pure."""

from datetime import date
from typing import Any

from bot.blocks import Block, actions, button, clip, context, divider, escape, header, section
from bot.counted import counted, people, replies
from bot.request import Message
from bot.results.wording import TITLES
from bot.times import moment

Data = dict[str, Any]
MOST_ACTIONS = 10


def summary_message(data: Data) -> Message:
    """Return the message; its plain text carries the numbers too."""
    day = _day(data)
    blocks = [header(f"Texting summary: {day}"), section("", fields=_figures(data)), *_actions(data)]
    if data.get("due"):
        blocks.append(section(f":clock3: This summary is late: it was due {moment(data['due'])}."))
    blocks += [context(_note(data)), actions(button("Results", "menu.results", "results"))]
    return Message(f"Texting summary, {day}: {_said(data)}.", blocks)


def _figures(data: Data) -> list[str]:
    waiting = f"{data['waiting']:,}"
    if data["waiting_since"]:
        waiting += f"\nthe oldest since {moment(data['waiting_since'])}"
    return [
        f"*Texts sent*\n{data['sent']:,}",
        f"*Delivered*\n{data['delivered']:,}",
        f"*Replies*\n{data['replies']:,} from {people(data['repliers'])}",
        f"*Opt-outs*\n{data['opt_outs']:,}",
        f"*Reports*\n{data['reports']:,}",
        f"*Needs attention now*\n{waiting}",
        f"*Errors*\n{_problems(data)}",
    ]


def _problems(data: Data) -> str:
    buckets = sorted(data["problems"].items(), key=lambda each: -each[1])
    return "\n".join(f"{TITLES[f'bucket.{bucket}']}: {count:,}" for bucket, count in buckets) or "0"


def _actions(data: Data) -> list[Block]:
    lines = [
        f"*{escape(clip(line['title'], 150))}*: {counted(line['sent'], 'text')}, {replies(line['replies'])}, "
        f"{line['waiting']:,} waiting"
        for line in data["actions"][:MOST_ACTIONS]
    ]
    if (more := len(data["actions"]) - MOST_ACTIONS) > 0:
        lines.append(f"… and {counted(more, 'more action')}; press Results for them.")
    return [divider(), section("\n".join(lines))] if lines else []


def _said(data: Data) -> str:
    problems = sum(data["problems"].values())
    return ", ".join(
        [
            f"{counted(data['sent'], 'text')} sent",
            f"{data['delivered']:,} delivered",
            f"{replies(data['replies'])} from {people(data['repliers'])}",
            f"{data['opt_outs']:,} opted out",
            f"{counted(data['reports'], 'report')}",
            f"{counted(data['waiting'], 'conversation')} waiting for an answer",
            f"{counted(problems, 'error')}",
        ]
    )


def _day(data: Data) -> str:
    first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
    return _named(first) if first == last else f"{_named(first)}, to {_named(last)}"


def _named(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B}"


def _note(data: Data) -> str:
    asked = f" Asked for by <@{data['by']}>." if data.get("by") else ""
    zone = data["timezone"].replace("_", " ")
    return f"By the clock of {zone}. Counted {moment(data['at'])}.{asked}"

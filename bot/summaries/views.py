"""The list of summaries and the form for a new one. Pure."""

import json
from collections.abc import Sequence

from bot.blocks import Block, actions, button, confirm, context, field, modal, section
from bot.elements import channel_select, external_select
from bot.request import View
from bot.summaries.zones import name_of, zone_option
from bot.times import moment
from core.models import Summary

LIST = "summaries.list.v1"
FORM = "summaries.form.v1"
MOST = 40  # two blocks each; a modal holds 100


def list_modal(planned: Sequence[Summary], channel: str | None, note: str = "") -> View:
    """Return the list, each with its buttons.

    Args:
        channel: where it was asked for; the form begins with it.
        note: what was just done.
    """
    blocks = [actions(button("Create summary", "summaries.create", style="primary"))]
    if note:
        blocks.append(section(note))
    if not planned:
        blocks.append(section("No summaries yet. A summary tells a channel every day how the texting went."))
    for summary in planned[:MOST]:
        blocks += [section(words(summary)), _buttons(summary)]
    if len(planned) > MOST:
        blocks.append(context(f"… and {len(planned) - MOST:,} more. Delete some to see them."))
    return modal("Summaries", blocks, callback=LIST, metadata=json.dumps({"channel": channel}))


def form_modal(channel: str | None, timezone: str) -> View:
    """Return the form for a new summary."""
    time = {"type": "timepicker", "initial_time": "20:00"}
    blocks = [
        field("Channel", "channel", channel_select(channel)),
        field(
            "Time",
            "at",
            time,
            hint="From noon on it is about that day so far, before noon about the day before.",
        ),
        field("Time zone", "timezone", external_select(zone_option(timezone))),
    ]
    return modal("New summary", blocks, callback=FORM, submit="Save")


def words(summary: Summary) -> str:
    """Return what the list says of a summary."""
    next_one = ":double_vertical_bar: Paused" if summary.paused_at else f"Next: {moment(summary.next_at)}"
    return f"*<#{summary.channel}>* every day at {_clock(summary)}, {name_of(summary.timezone)}\n{next_one}"


def _buttons(summary: Summary) -> Block:
    known, when = str(summary.id), _clock(summary)
    pause = ("Resume", "summaries.resume") if summary.paused_at else ("Pause", "summaries.pause")
    sure = confirm("Delete this summary?", "The channel gets no more of them.", "Delete", danger=True)
    return actions(
        button("Send now", "summaries.send", known, label=f"Send now, the one at {when}"),
        button(*pause, known, label=f"{pause[0]} the one at {when}"),
        button("Delete", "summaries.delete", known, label=f"Delete the one at {when}", confirm=sure),
    )


def _clock(summary: Summary) -> str:
    hour, minute = divmod(summary.at_minute, 60)
    return f"{hour % 12 or 12}:{minute:02} {'AM' if hour < 12 else 'PM'}"

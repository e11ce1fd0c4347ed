"""Helpers that the console's templates read messages with."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.slack.cast import User
from sandbox.slack.payloads import Surface
from sandbox.slack.records import Channel, Json, Message
from sandbox.slack.state import State
from sandbox.slack.values import state_key, state_values


def in_threads(messages: list[Message]) -> list[Message]:
    """Messages in the order of time, but replies right below the message they belong to."""
    return sorted(messages, key=lambda each: (each.thread_ts or each.ts, each.ts))


def field_name(block: Json, element: Json) -> str:
    """The name of an input in the console's forms: block_id and action_id together."""
    return json.dumps([block["block_id"], element["action_id"]])


def value_of(state: State, user: User, surface: Surface, block: Json, element: Json) -> Any:
    """What an input holds now for this person."""
    draft = state.drafts.get((user.id, surface.key), {})
    values = state_values([block], draft)
    return values[block["block_id"]][element["action_id"]][state_key(element)]


def choices(state: State, user: User, element: Json) -> list[tuple[str, str]]:
    """(value, words) of the people or channels that a menu offers."""
    if "users_select" in element["type"]:
        return [(each.id, each.real_name) for each in state.users.values() if not each.is_bot]
    return [(each.id, f"#{each.name}") for each in state.channels.values() if _offered(each, user)]


def clock_time(ts: str, zone: str) -> str:
    """A message's time of day as the reader's clock shows it."""
    return f"{moment(ts, zone):%-I:%M %p}"


def iso_time(ts: str, zone: str) -> str:
    """A message's time for machines."""
    return moment(ts, zone).isoformat(timespec="seconds")


def local_input(seconds: int | None, zone: str) -> str:
    """Seconds since the epoch as a `datetime-local` field shows them."""
    return f"{moment(str(seconds), zone):%Y-%m-%dT%H:%M}" if seconds else ""


def moment(ts: str, zone: str) -> datetime:
    """A timestamp in a person's zone."""
    return datetime.fromtimestamp(float(ts), ZoneInfo(zone))


def _offered(channel: Channel, user: User) -> bool:
    return not channel.dm_with and not channel.is_archived and user.id in channel.members

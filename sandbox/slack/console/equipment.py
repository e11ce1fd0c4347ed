"""What the console's templates can call."""

import json
from functools import partial

from flask import Flask

from sandbox.slack.console import reading
from sandbox.slack.console.mrkdwn import emoji, mrkdwn
from sandbox.slack.state import State


def equip(app: Flask, state: State) -> None:
    """Give the app's templates their filters and functions."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["emoji"] = emoji
    app.jinja_env.filters["json"] = json.dumps
    app.jinja_env.globals.update(
        mrkdwn=lambda text, reader: mrkdwn(text, state, reader),
        field_name=reading.field_name,
        value_of=partial(reading.value_of, state),
        choices=partial(reading.choices, state),
        clock_time=reading.clock_time,
        iso_time=reading.iso_time,
        local_input=reading.local_input,
    )

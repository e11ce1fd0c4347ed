"""What takes a moment: a loading view stands at once, and never for good."""

import time
from collections.abc import Callable

from slack_sdk import WebClient

from bot.blocks import escape
from bot.errors import CLOSED, refusal
from bot.request import View
from bot.stacking import told_beside
from bot.troubles import SLACK_TROUBLE, in_words, word_of
from core.errors import Invalid

# Slack may take a moment to show what an acknowledgement asked for; an update that overtook it would be lost
_SHOWN_WITHIN = 0.3


def settle() -> None:
    """Wait until Slack shows the view that a submission was answered with."""
    time.sleep(_SHOWN_WITHIN)


def finish(
    client: WebClient, view_id: str, make: Callable[[], View], *, again: Callable[[], View] | None = None
) -> None:
    """Put what was asked for in the place of a loading view; should it fail, why it did.

    Slack may take the loading view and refuse what follows: nobody must wait before it for good.

    Args:
        again: makes the form as it was filled in, to say in it what is wrong beside its field.
    """
    view = _made(make, again)
    try:
        client.views_update(view_id=view_id, view=view)
    except SLACK_TROUBLE as problem:
        if word_of(problem) == CLOSED:
            return
        client.views_update(view_id=view_id, view=refusal(in_words(problem)))


def _made(make: Callable[[], View], again: Callable[[], View] | None) -> View:
    try:
        return _or_again(make, again) if again else make()
    except Exception as problem:  # noqa: BLE001 - told, and logged with its reference by `in_words`
        return refusal(in_words(problem))


def _or_again(make: Callable[[], View], again: Callable[[], View]) -> View:
    try:
        return make()
    except Invalid as problem:
        return told_beside(again(), problem.field, f":warning: {escape(problem.sentence)}")

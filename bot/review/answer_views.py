"""The form that answers in a conversation: the last texts, prepared responses, one's own words. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.actions.pictures import AS_MMS
from bot.blocks import (
    Block,
    actions,
    button,
    clip,
    context,
    escape,
    field,
    modal,
    option,
    section,
    text_input,
)
from bot.counted import counted
from bot.elements import external_select
from bot.request import View
from bot.review.place import Place
from bot.review.texts import bubble_block
from core.conversations.offering import Response
from core.conversations.reviewing import Review
from core.delivery import segments
from core.delivery.hours.in_words import Notice
from core.delivery.safeguards import LONGEST_TEXT

FORM: Final = "review.answer.v1"
_LAST: Final = 3  # texts shown above the field


def form(
    shown: Review,
    responses: Sequence[Response],
    hours: Notice,
    place: Place,
    *,
    typed: str | None = None,
) -> View:
    """Return the form.

    Args:
        place: as it was before; what is shown now becomes what was seen.
        typed: what somebody typed before something new was written; None where nothing was.
    """
    called = shown.conversation.contact.first_name or "They"
    chosen = next((each for each in responses if each.id == place.script), None)
    blocks = [
        *([section(_NEWS)] if typed is not None else []),
        *(bubble_block(each, called) for each in shown.bubbles[-_LAST:]),
        *([context(f":clock1: {escape(hours.words)}")] if hours.words else []),
        *_responses(responses, chosen),
        _words(chosen, place, typed),
        actions(button("Back to the conversation", "review.back")),
    ]
    kept = replace(place, seen=shown.newest, before=None)
    return modal("Answer", blocks, callback=FORM, submit="Send", metadata=str(kept))


def response_option(response: Response) -> Block:
    """Return a prepared response as an option, with the tags that sending it sets."""
    return option(response.name, str(response.id), ", ".join(response.tags))


def _responses(responses: Sequence[Response], chosen: Response | None) -> list[Block]:
    if not responses:
        return []
    menu = external_select(
        response_option(chosen) if chosen else None, placeholder="Choose one to fill it in"
    )
    named = section("Prepared responses", menu | {"action_id": "review.response"})
    tags = clip(", ".join(chosen.tags), 500) if chosen else ""
    told = [f"Sending it sets: {escape(tags)}."] if tags else []
    told += [f"It goes out {AS_MMS}."] if chosen and chosen.picture else []
    return [named, context(*told)] if told else [named]


def _words(chosen: Response | None, place: Place, typed: str | None) -> Block:
    words = typed if typed is not None else chosen.text if chosen else ""
    hint = "A segment holds 160 plain characters; one emoji makes it 70."
    if chosen and not chosen.picture:
        hint = f"As it stands: {counted(segments.count(chosen.text).count, 'segment')}. {hint}"
    given = text_input(words, multiline=True, limit=LONGEST_TEXT)
    block = field("Your answer", "body", given, hint=hint)
    # a field of the same id would keep what was typed in it before
    return block | {"block_id": f"body_{place.script}"} if place.script else block


_NEWS: Final = (
    ":incoming_envelope: *Something new was written while you typed.* Nothing was sent. Look at it below;"
    " your words are still here."
)

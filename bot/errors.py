"""Where an error is told: beside the field, over the form, or to the person alone. No form is lost by it."""

from contextlib import suppress
from typing import Any

import structlog
from slack_bolt import Ack, BoltContext, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.blocks import escape, modal, section
from bot.request import Message, View, say
from bot.stacking import has_room, told_within
from bot.troubles import SLACK_TROUBLE, in_words, word_of
from core.errors import Invalid

log = structlog.get_logger()

CLOSED = "not_found"  # Slack's word for a modal that is not open any more


def tell_of_error(
    error: Exception, ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext
) -> BoltResponse | None:
    """Answer where the person is.

    Returns:
        the answer to Slack's request, unless the listener has answered it already.
    """
    if isinstance(error, BoltUnhandledRequestError) and "event" in body:
        return BoltResponse(status=200)  # Slack tells of more than anybody asked about
    sentence, answered = in_words(error), ack.response is not None
    if body.get("type") == "block_suggestion":  # a menu without options; the form around it must stay
        return BoltResponse(status=200, body={"options": []})
    if body.get("type") == "view_submission" and not answered:
        return _to_submission(error, sentence, body["view"])
    if word_of(error) != CLOSED:
        _tell(client, body, context, sentence, closed=_closes(body, ack))
    return None if answered else BoltResponse(status=200)


def refused(sentence: str) -> Message:
    return Message(escape(sentence), [section(f":warning: {escape(sentence)}")])


def refusal(sentence: str) -> View:
    """Return the modal that says that something was not done."""
    return modal("Not done", [section(f":warning: {escape(sentence)}")], callback="refusal")


def _to_submission(error: Exception, sentence: str, view: View) -> BoltResponse:
    # not by the request's ack, which would let Bolt's waiting thread go before this answer is in place
    if isinstance(error, Invalid) and (block_id := _block_of(error.field, view)):
        answer = {"response_action": "errors", "errors": {block_id: sentence}}
    elif _inputs(view) and has_room(view):
        answer = {"response_action": "push", "view": refusal(sentence)}
    elif _inputs(view):
        told = told_within(view, f":warning: {escape(sentence)}")
        answer = {"response_action": "update", "view": told}
    else:
        answer = {"response_action": "update", "view": refusal(sentence)}
    return BoltResponse(status=200, body=answer)


def _closes(body: dict[str, Any], ack: Ack) -> bool:
    """Whether a form was answered with nothing, which closes it: nobody sees what is shown there."""
    return body.get("type") == "view_submission" and ack.response is not None and not ack.response.body


def _tell(
    client: WebClient, body: dict[str, Any], context: BoltContext, sentence: str, *, closed: bool
) -> None:
    try:
        view = None if closed else body.get("view")
        if not (view and view["type"] == "modal" and _shown(client, body, refusal(sentence))):
            say(client, context.user_id or "", context.channel_id, refused(sentence))
    except SLACK_TROUBLE as problem:
        log.warning("refusal_not_told", problem=word_of(problem))


def _shown(client: WebClient, body: dict[str, Any], told: View) -> bool:
    """Show it over a form that somebody fills in, in the place of any other modal."""
    view = body["view"]
    if body.get("type") == "block_actions" and _inputs(view) and has_room(view):
        with suppress(*SLACK_TROUBLE):
            client.views_push(trigger_id=body["trigger_id"], view=told)
            return True
    try:
        client.views_update(view_id=view["id"], view=told)
    except SLACK_TROUBLE:
        return False
    return True


def _block_of(field: str, view: View) -> str | None:
    """Return the block of a field: the one of its name, or a renewed one around its element."""
    inputs = _inputs(view)
    return next((block_id for block_id, name in inputs.items() if field in (block_id, name)), None)


def _inputs(view: View) -> dict[str, str]:
    """Return the inputs of a form: block_id → action_id."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return {block["block_id"]: block["element"]["action_id"] for block in inputs}

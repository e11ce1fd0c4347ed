"""Refusals in their own words; anything else gets a reference code that is also in the log."""

from secrets import token_hex
from typing import Any

import structlog
from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import escape, modal, section
from bot.request import Message
from core.errors import CoreError, Invalid

log = structlog.get_logger()


def tell_of_error(
    error: Exception, ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext
) -> BoltResponse | None:
    """Answer where the person is: beside the field, in the modal, or in the channel for them alone.

    Returns:
        the answer to Slack's request, unless the listener has answered it already.
    """
    sentence = _sentence(error)
    answered = ack.response is not None
    if body.get("type") == "view_submission" and not answered:
        return _to_submission(error, sentence, body["view"])
    if (view := body.get("view")) and view["type"] == "modal":
        client.views_update(view_id=view["id"], view=refusal(sentence))
    else:
        _say(client, context, refused(sentence))
    return None if answered else BoltResponse(status=200)


def refused(sentence: str) -> Message:
    return Message(sentence, [section(f":warning: {escape(sentence)}")])


def refusal(sentence: str) -> dict[str, Any]:
    """Return the modal that stands in for one that could not be shown."""
    return modal("Not done", [section(f":warning: {escape(sentence)}")], callback="refusal")


def _sentence(error: Exception) -> str:
    if isinstance(error, CoreError):
        return error.sentence
    code = token_hex(4)
    log.error("bot_failed", reference=code, exc_info=error)
    return (
        f"Something went wrong on our side and nothing was changed. If it stays, tell us this code: {code}."
    )


def _to_submission(error: Exception, sentence: str, view: dict[str, Any]) -> BoltResponse:
    # not by the request's ack, which would let Bolt's waiting thread go before this answer is in place
    fields = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if isinstance(error, Invalid) and error.field in fields:
        answer = {"response_action": "errors", "errors": {error.field: sentence}}
    else:
        answer = {"response_action": "update", "view": refusal(sentence)}
    return BoltResponse(status=200, body=answer)


def _say(client: WebClient, context: BoltContext, message: Message) -> None:
    try:
        if context.channel_id:
            client.chat_postEphemeral(
                channel=context.channel_id, user=context.user_id or "", **message.payload()
            )
        else:
            client.chat_postMessage(channel=context.user_id or "", **message.payload())
    except SlackApiError as problem:
        log.warning("refusal_not_told", error=problem.response["error"])

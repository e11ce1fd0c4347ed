"""Notices into Slack: build the message, post or update it, and sort what Slack says into three answers."""

from collections.abc import Callable
from dataclasses import replace
from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot import notices
from bot.blocks import clip, modal
from bot.request import Message
from core.notices.port import SHUT_OUT, Answer, Attachment, Gone, Later, Posted, Posting

log = structlog.get_logger()

UPDATABLE_TEXT = 4000  # a longer one can be posted, but never updated
MODAL = "V"  # what the ids of modals begin with
PATIENCE = 30.0  # seconds to leave Slack alone after a failure that it names no time for

# Slack's words for "not now"; see "Errors" of each method in docs.slack.dev
PASSING = {
    "accesslimited",
    "fatal_error",
    "internal_error",
    "message_limit_exceeded",
    "rate_limited",
    "ratelimited",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
}
# ... and for "that message is not there any more to be changed"
LOST = {"message_not_found", "cant_update_message", "edit_window_closed"}
# ... and for "that modal is closed"
CLOSED = {"not_found", "hash_conflict"}
# ... and for "there is nothing to reply to": somebody deleted the message above
NO_THREAD = {"message_not_found", "thread_not_found", "cannot_reply_to_message"}


class SlackPoster:
    """The real `core.notices.port.SlackPort`.

    Args:
        client: with the workspace's token; see `bot.app.make_client`. Its handlers, which wait and try again,
            are left out: here a wait belongs to the notice's row, and a worker must not outsleep its lease.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = WebClient(
            token=client.token, base_url=client.base_url, timeout=client.timeout, retry_handlers=[]
        )

    def post(self, posting: Posting) -> Answer:
        """Post a new message, or update the one that `posting.ts` names; anew if somebody deleted it."""
        try:
            message = notices.build(posting.kind, posting.data)
        except Exception:  # one notice that cannot be built must not stop the others
            log.exception("notice_not_built", kind=posting.kind)
            return Gone("not_built")
        answer = _answer(lambda: self._put(posting, message))
        if posting.ts and isinstance(answer, Gone) and answer.reason in LOST:
            answer = _answer(lambda: self._new(posting, message))
        if posting.thread_ts and isinstance(answer, Gone) and answer.reason in NO_THREAD:
            answer = _answer(lambda: self._new(replace(posting, thread_ts=None), message))
        return answer

    def attach(self, attachment: Attachment) -> Answer:
        """Add a file in the message's thread."""
        return _answer(lambda: self._upload(attachment))

    def _put(self, posting: Posting, message: Message) -> Posted:
        if posting.channel.startswith(MODAL):
            return self._show(posting, message)
        if not posting.ts:
            return self._new(posting, message)
        self._client.chat_update(channel=posting.channel, ts=posting.ts, **_payload(message))
        return Posted(posting.channel, posting.ts)

    def _show(self, posting: Posting, message: Message) -> Posted:
        """Say it in the modal that asked; one that somebody closed needs no news."""
        shown = modal("Text bank", message.blocks, callback="told.v1")
        try:
            self._client.views_update(view_id=posting.channel, view=shown)
        except SlackApiError as problem:
            if problem.response.get("error") not in CLOSED:
                raise
        return Posted(posting.channel, posting.channel)

    def _new(self, posting: Posting, message: Message) -> Posted:
        said = self._client.chat_postMessage(
            channel=posting.channel,
            thread_ts=posting.thread_ts,
            unfurl_links=False,
            unfurl_media=False,
            **_payload(message),
        )
        return Posted(said["channel"], said["ts"])

    def _upload(self, attachment: Attachment) -> Posted:
        self._client.files_upload_v2(
            channel=attachment.channel,
            thread_ts=attachment.ts,
            filename=attachment.name,
            content=attachment.content,
        )
        return Posted(attachment.channel, attachment.ts)


def _payload(message: Message) -> dict[str, Any]:
    return {"text": clip(message.text, UPDATABLE_TEXT), "blocks": message.blocks}


def _answer(call: Callable[[], Posted]) -> Answer:
    try:
        return call()
    except SlackApiError as problem:
        return _sort(problem)
    except (SlackClientError, HTTPException, OSError) as problem:
        return Later(type(problem).__name__, PATIENCE)


def _sort(problem: SlackApiError) -> Later | Gone:
    response = problem.response
    word = str(response.get("error") or "")
    if not word.isidentifier():  # not Slack's own words: something between us answered with a page
        return Later(f"http_{response.status_code}", PATIENCE)
    if response.status_code == 429 or word in PASSING | SHUT_OUT or response.status_code >= 500:
        return Later(word, float(response.headers.get("Retry-After") or PATIENCE))
    log.warning("slack_refused", error=word)
    return Gone(word)

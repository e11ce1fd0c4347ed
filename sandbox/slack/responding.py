"""What the app says in answer to something a person did: direct answers and `response_url`."""

import secrets
from http import HTTPStatus

from sandbox.slack import messages
from sandbox.slack.errors import SlackError
from sandbox.slack.records import Json, Message, ResponseUrl
from sandbox.slack.state import State

USES = 5
SECONDS = 30 * 60
STATUS = {
    "no_such_url": HTTPStatus.NOT_FOUND,
    "used_url": HTTPStatus.NOT_FOUND,
    "expired_url": HTTPStatus.NOT_FOUND,
}


def new_response_url(state: State, channel: str, user: str, message: Message | None = None) -> str:
    """An address for up to five answers in the next half hour, tied to a message when one was clicked."""
    ts = message.ts if message else None
    url = ResponseUrl(secrets.token_hex(12), channel, user, state.clock(), ts)
    with state.changing():
        state.response_urls[url.token] = url
    return f"{state.address}/response/{url.token}"


def respond(state: State, token: str, payload: Json) -> None:
    """Act on one answer: a new message, or a change of the one clicked. Raises used_url and expired_url."""
    url = _spend(state, token)
    original = _original(state, url)
    if payload.get("delete_original"):
        return messages.remove(state, _there(original))
    messages.checked(payload)
    if payload.get("replace_original"):
        messages.rewrite(state, _there(original), {"blocks": [], **payload})
    else:
        say(state, url.channel, url.user, payload)
    return None


def say(state: State, channel_id: str, user: str, payload: Json) -> Message:
    """Post an answer: only visible to the person unless `response_type` is in_channel."""
    in_channel = payload.get("response_type") == "in_channel"
    channel = state.channel(channel_id)
    return messages.post(state, channel, payload, only_for=None if in_channel else user)


def _spend(state: State, token: str) -> ResponseUrl:
    with state.changing():
        if (url := state.response_urls.get(token)) is None:
            raise SlackError("no_such_url")
        if state.clock() - url.at > SECONDS:
            raise SlackError("expired_url")
        if url.uses >= USES:
            raise SlackError("used_url")
        url.uses += 1
    return url


def _original(state: State, url: ResponseUrl) -> Message | None:
    timeline = state.channel(url.channel).timeline
    return next((each for each in timeline if each.ts == url.message_ts), None)


def _there(message: Message | None) -> Message:
    if message is None:
        raise SlackError("message_not_found", ["there is no original message to replace or delete"])
    return message

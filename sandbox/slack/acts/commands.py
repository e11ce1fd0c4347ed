"""Slash commands."""

from sandbox.slack import messages, payloads, responding, views
from sandbox.slack.acts.desk import FORM, Desk
from sandbox.slack.cast import User
from sandbox.slack.errors import SlackError
from sandbox.slack.link import Answer
from sandbox.slack.records import Channel, Json


def command(desk: Desk, user: User, channel: Channel, name: str, text: str) -> Answer:
    """Type a slash command and show what the app answers at once."""
    reply_to = {
        "response_url": responding.new_response_url(desk.state, channel.id, user.id),
        "trigger_id": views.new_trigger(desk.state, user.id).id,
    }
    body = payloads.command(desk.state, user, channel, (name, text), reply_to)
    answer = desk.link.send(body, FORM)
    if answer.ok:
        _show(desk, user, channel, name, _payload(answer))
    else:
        desk.notice(user.id, f"{name} failed with the error “{answer.trouble}”", channel)
    return answer


def _payload(answer: Answer) -> Json:
    """An answer is JSON, or plain text that is said as it is."""
    return answer.json or ({"text": answer.body.strip()} if answer.body.strip() not in ("", "{}") else {})


def _show(desk: Desk, user: User, channel: Channel, name: str, payload: Json) -> None:
    if not payload:
        return
    try:
        responding.say(desk.state, channel.id, user.id, messages.checked(payload))
    except SlackError as error:
        desk.state.refuse(f"answer to {name}", error, payload)
        desk.notice(user.id, f"{name} failed with the error “{error.error}”", channel)

"""Events that Slack tells the app: App Home opened, the app removed, the address verified."""

import json

from sandbox.slack import payloads
from sandbox.slack.acts.desk import Desk
from sandbox.slack.cast import User
from sandbox.slack.link import Answer
from sandbox.slack.records import Json
from sandbox.slack.showing import view_json

_JSON = "application/json"


def open_home(desk: Desk, user: User) -> Answer:
    """Look at the app's Home tab; the app hears app_home_opened, with the view that is shown now."""
    body: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": desk.state.dm(user.id).id,
        "tab": "home",
        "event_ts": desk.state.next_ts(),
    }
    if shown := desk.state.homes.get(user.id):
        body["view"] = view_json(desk.state, shown)
    return send_event(desk, body)


def send_event(desk: Desk, body: Json, *, event_id: str | None = None, retry: int = 0) -> Answer:
    """Send any event; with the `event_id` of an earlier one and `retry` 1 to 3 as Slack repeats them."""
    envelope = payloads.event(desk.state, body)
    envelope["event_id"] = event_id or envelope["event_id"]
    again = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"} if retry else {}
    return desk.link.send(json.dumps(envelope), _JSON, again)


def uninstall(desk: Desk) -> Answer:
    """Remove the app: its token is worth nothing from now on, and it hears of both."""
    with desk.state.changing():
        desk.state.token_revoked = True
    answer = send_event(desk, {"type": "app_uninstalled", "event_ts": desk.state.next_ts()})
    revoke(desk)
    return answer


def revoke(desk: Desk) -> Answer:
    """Make the app's token worthless; it hears tokens_revoked."""
    with desk.state.changing():
        desk.state.token_revoked = True
    tokens = {"oauth": [], "bot": [desk.state.app.user_id]}
    body: Json = {"type": "tokens_revoked", "tokens": tokens, "event_ts": desk.state.next_ts()}
    return send_event(desk, body)


def verify_url(desk: Desk) -> bool:
    """Whether the app echoes Slack's challenge, as it must when its address is entered."""
    challenge = "sandbox-challenge"
    body = {"type": "url_verification", "token": payloads.TOKEN, "challenge": challenge}
    answer = desk.link.send(json.dumps(body), _JSON)
    return answer.ok and challenge in answer.body

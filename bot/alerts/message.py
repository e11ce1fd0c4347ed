"""An alert as a message: what happened in numbers, what it means, what to do; then how it ended. Pure."""

from datetime import datetime
from typing import Any

from bot.blocks import Block, actions, button, clip, confirm, context, escape, section
from bot.counted import people
from bot.request import Message
from bot.times import moment
from core.notices.alerts import KINDS, Kind

Data = dict[str, Any]

ERROR_PAGES = "https://www.twilio.com/docs/api/errors"
SHARES = {
    "paused_filtered": "The carriers dropped texts to",
    "paused_opt_outs": "Opted out:",
    "opt_outs_high": "Opted out:",
}
WORDED = {"paused_setup", "setup", "code"}  # the others say it in their title
ENDED = {
    "resumed": "Resumed by {who} {when}. It is watched anew from then on.",
    "closed": "The action was ended by {who} {when}.",
    "paused": "The action paused itself {when}.",
    "seen": "Seen by {who} {when}. Should it show again, I say so anew.",
    "passed": "Over {when}.",
}


def alert_message(data: Data) -> Message:
    """Return an alert as it stands: open with its buttons, or ended in a few words."""
    kind = KINDS[data["kind"]]
    title, fact = _title(kind, data), _fact(data)
    said = f"{title}. {fact}"
    if ended := data.get("ended"):
        words = _ended(ended)
        shown = f":white_check_mark: *{title}*\n{fact}\n{words}"
        return Message(f"{words} {said}", [section(shown)])
    blocks = [
        section(f":warning: *{title}*\n{fact}"),
        section(f"*What it means:* {kind.meaning}\n*What to do:* {kind.cure}"),
        *_buttons(kind, data),
        context(_how_often(data)),
    ]
    return Message(said, blocks)


def _title(kind: Kind, data: Data) -> str:
    return kind.title.replace("{action}", escape(clip(data.get("title", ""), 150)))


def _fact(data: Data) -> str:
    """Return the figures: how many it concerns, or the code and its words."""
    if of := data.get("of"):
        share = f"{data['count_of'] / of:.0%}"
        return f"{SHARES[data['kind']]} {data['count_of']:,} of the {people(of)} texted last ({share})."
    if code := data.get("code"):
        words = f": {escape(data['words'])}" if data["kind"] in WORDED else "."
        return f"Twilio's code is {_linked(code)}{words}"
    return f"Sending goes on {moment(datetime.fromisoformat(data['until']))}."


def _linked(code: str) -> str:
    is_plain = code.isascii() and code.isdigit()
    return f"<{ERROR_PAGES}/{code}|{code}>" if is_plain else escape(clip(code, 40))


def _ended(ended: Data) -> str:
    who = f"<@{ended['by']}>" if ended["by"] else "an admin"
    return ENDED[ended["how"]].format(who=who, when=moment(datetime.fromisoformat(ended["at"])))


def _buttons(kind: Kind, data: Data) -> list[Block]:
    shown = []
    if kind.ends == "resumed":
        shown.append(_resume(data))
    if kind.ends == "seen":
        shown.append(button("Seen", "alerts.seen", str(data["id"]), label="Mark this alert as seen"))
    if data["action_id"]:
        label = f"Results of {data['title']}"
        shown.append(button("Results", "results.of", str(data["action_id"]), label=label))
    return [actions(*shown)] if shown else []


def _resume(data: Data) -> Block:
    told = "Volunteers can text again at once. What was counted so far is forgotten: it is watched anew."
    sure = confirm("Resume this action?", told, "Resume", "Keep it paused")
    label = f"Resume {data['title']}"
    return button(
        "Resume", "alerts.resume", str(data["action_id"]), style="primary", label=label, confirm=sure
    )


def _how_often(data: Data) -> str:
    opened, last = (datetime.fromisoformat(data[name]) for name in ("opened_at", "last_at"))
    if data["count"] == 1:
        return f"Since {moment(opened)}"
    return f"{data['count']:,} times since {moment(opened)}, last {moment(last)}"

"""Which message each kind of notice becomes: pure, from its data to blocks."""

from collections.abc import Callable
from typing import Any

from bot.actions.publishing import published_message, publishing_message
from bot.alerts.message import alert_message
from bot.attention import stray_message
from bot.blocks import escape, section
from bot.labels.stopped import tagged_opted_out
from bot.lists import filters, messages
from bot.optout.messages import exported
from bot.request import Message
from bot.results.views import results_message
from bot.review.message import escalation_message, escalation_news
from bot.roles.messages import group_not_followed, role_changed
from bot.summaries.message import summary_message
from bot.texts.deciding import decided_message, wanted_message
from bot.volunteers.enrolling import enrolled_message

Data = dict[str, Any]
Builder = Callable[[Data], Message]

REASONS = {
    "is_archived": "the channel is archived",
    "channel_not_found": "the channel is gone, or private and I am not in it",
    "not_in_channel": "I am not in the channel: type `/invite @Textbank` there",
    "restricted_action": "the channel's settings let nobody but a few post there",
    "missing_scope": "I lack a permission: install the app anew with the present manifest",
    "user_not_found": "that person is not in this workspace",
    "user_disabled": "that person's account is deactivated",
    "messages_tab_disabled": "the app's Messages tab is switched off",
}


def build(kind: str, data: Data) -> Message:
    """Return the message for a notice."""
    return BUILDERS[kind](data)


def undeliverable(data: Data) -> Message:
    """Tell the owner that something could not be said, or not all of it, and why."""
    place = f"<@{data['channel']}>" if data["channel"].startswith(("U", "W")) else f"<#{data['channel']}>"
    reason = REASONS.get(data["reason"], f"Slack answered `{escape(data['reason'])}`")
    if data["in_part"]:
        sentence = f"A message in {place} is not complete, its file may be missing: {reason}."
    else:
        sentence = f"I could not post in {place}: {reason}. What I had to say there was left out."
    return Message(sentence, [section(f":warning: {sentence}")])


# kind → builder
BUILDERS: dict[str, Builder] = {
    "action_published": published_message,
    "action_publishing": publishing_message,
    "escalation": escalation_message,
    "escalation_news": escalation_news,
    "incident": alert_message,
    "import_failed": messages.failed,
    "import_finished": messages.finished,
    "import_progress": messages.progress,
    "import_tried": messages.tried,
    "list_filled": filters.filled,
    "list_filling": filters.filling,
    "opt_outs_exported": exported,
    "results": results_message,
    "group_not_followed": group_not_followed,
    "role_changed": role_changed,
    "stray_replies": stray_message,
    "summary": summary_message,
    "texts_decided": decided_message,
    "texts_wanted": wanted_message,
    "tagged_opted_out": tagged_opted_out,
    "undeliverable": undeliverable,
    "users_imported": enrolled_message,
}

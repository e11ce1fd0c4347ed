"""A conversation as a modal: who it is with, how it stands, what can be done, and its texts. Pure."""

from typing import Final

from bot.blocks import Block, actions, button, clip, confirm, context, divider, escape, header, modal, section
from bot.request import View
from bot.review.place import Place
from bot.review.texts import bubble_block
from bot.states import STATES
from bot.times import moment
from core.contacts.phones import as_written
from core.contacts.sheet import Known
from core.conversations.escalating import Asked
from core.conversations.reviewing import Review
from core.models import Conversation

CALLBACK: Final = "review.thread.v1"
TITLE: Final = "Conversation"
_MOST_KNOWN: Final = 30  # tags and answers named


def thread_modal(review: Review, *, may_reassign: bool, before: int | None = None, told: str = "") -> View:
    """Return the modal.

    Args:
        before: as the texts were asked for; None shows the newest.
        told: what was just done, as a sentence.
    """
    place = Place(review.conversation.id, review.newest, before)
    blocks = [
        header(_name(review)),
        *([section(f":white_check_mark: {told}")] if told else []),
        section("", fields=_facts(review)),
        *_known(review.known),
        *_asked(review.asked),
        actions(*_doings(review, may_reassign=may_reassign)),
        *_why_no_answer(review.conversation),
        divider(),
        *_texts(review),
    ]
    return modal(TITLE, blocks, callback=CALLBACK, metadata=str(place))


def _name(review: Review) -> str:
    return review.conversation.contact.name or "No name"


def _facts(review: Review) -> list[str]:
    conversation = review.conversation
    held = escape(clip(review.holder, 200)) if review.holder else "Nobody"
    return [
        f"*Phone*\n{as_written(conversation.contact.phone)}",
        f"*Action*\n{escape(clip(conversation.action.title, 200))}, {STATES[conversation.action.state]}",
        f"*Held by*\n{held}",
        f"*State*\n{_state(conversation)}",
    ]


def _state(conversation: Conversation) -> str:
    if conversation.opted_out_at:
        return f"Opted out {moment(conversation.opted_out_at)}"
    if conversation.archived_at:
        return f"Closed {moment(conversation.archived_at)}"
    if conversation.attention_since:
        return f"Needs attention since {moment(conversation.attention_since)}"
    return "Needs nothing now" if conversation.initial_at else "Not texted yet"


def _known(known: list[Known]) -> list[Block]:
    tags = [escape(each.name) for each in known[:_MOST_KNOWN] if each.kind == "tag"]
    answers = [
        f"{escape(each.name)}: {escape(clip(each.value, 100))}"
        for each in known[:_MOST_KNOWN]
        if each.kind == "field"
    ]
    lines = [f"*Tags:* {', '.join(tags)}"] if tags else []
    lines += ["*Answers:* " + "; ".join(answers)] if answers else []
    if (more := len(known) - _MOST_KNOWN) > 0:
        lines.append(f"… and {more:,} more.")
    return [context("\n".join(lines))] if lines else []


def _asked(asked: Asked | None) -> list[Block]:
    if asked is None:
        return []
    escalation, by = asked.escalation, escape(clip(asked.by, 100))
    if escalation.resolved_at:
        end = f"resolved by {escape(clip(asked.resolved_by, 100))} {moment(escalation.resolved_at)}"
        return [context(f"{by} asked an admin {moment(escalation.at)}; {end}.")]
    note = f"\n>{escape(escalation.note).replace(chr(10), chr(10) + '>')}" if escalation.note else ""
    value = str(escalation.conversation_id)
    resolve = button("Resolve", "review.resolve", value, label="Resolve and leave the conversation open")
    both = button(
        "Resolve and close", "review.resolve_close", value, label="Resolve and close the conversation"
    )
    words = f":raised_hand: *{by} asks an admin to look.* {moment(escalation.at)}{note}"
    return [section(words), actions(resolve, both)]


def _doings(review: Review, *, may_reassign: bool) -> list[Block]:
    conversation, value = review.conversation, str(review.conversation.id)
    doings = [button("Answer", "review.answer", value, style="primary")] if _answerable(conversation) else []
    doings.append(button("Tag / report", "review.report", value, label="Set tags and answers"))
    if may_reassign:
        doings.append(button("Reassign", "review.reassign", value))
    if conversation.archived_at:
        doings.append(button("Reopen", "review.reopen", value))
    elif not conversation.opted_out_at:
        doings.append(button("Close conversation", "review.close", value))
    if not conversation.opted_out_at:
        doings.append(button("Opt out", "review.opt_out", value, style="danger", confirm=_sure(review)))
    return [*doings, button("Refresh", "review.refresh", value)]


def _sure(review: Review) -> Block:
    who = clip(_name(review), 60)
    words = (
        "Nobody can text them any more, in any action of the campaign. What is queued for them is taken back."
    )
    return confirm(f"Opt out {who}?", words, "Opt out", "Keep texting", danger=True)


def _answerable(conversation: Conversation) -> bool:
    return conversation.initial_at is not None and conversation.opted_out_at is None


def _why_no_answer(conversation: Conversation) -> list[Block]:
    if conversation.opted_out_at:
        return [context("They asked for no more texts, so nobody can answer.")]
    if conversation.initial_at is None:
        return [context("They were not texted yet: whoever holds the conversation sends the first text.")]
    return []


def _texts(review: Review) -> list[Block]:
    called = review.conversation.contact.first_name or "They"
    shown = [bubble_block(each, called) for each in review.bubbles] or [section("No texts yet.")]
    earlier = [button("Earlier", "review.earlier", str(review.earlier), label="Earlier texts")]
    newest = [button("Newest", "review.newest", label="Newest texts")]
    return [
        *([actions(*earlier)] if review.earlier else []),
        *shown,
        *([] if review.is_latest else [actions(*newest)]),
    ]

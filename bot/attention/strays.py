"""Replies of people without a conversation, which no volunteer sees. Pure."""

from typing import Any

from bot.blocks import Block, actions, button, clip, confirm, escape, section
from bot.counted import counted, replies
from bot.request import Message
from bot.times import moment
from core.contacts.phones import as_written
from core.conversations.strays import Page, Stray

_LONGEST_TEXT = 1000  # characters shown


def stray_blocks(page: Page) -> list[Block]:
    """Return one page of them."""
    if not page.total:
        return [section("Nobody without a conversation has written, or all of it is looked at.")]
    about = (
        f"*{replies(page.total).capitalize()} without a conversation.* Whoever wrote is no contact, or was"
        " never texted, so no volunteer sees it."
    )
    return [section(about), *(block for stray in page.strays for block in _shown(stray))]


def stray_message(data: dict[str, Any]) -> Message:
    """Tell how many such replies came on one day, and how many nobody has looked at."""
    came, left = data["came"], data["left"]
    sentence = f"{replies(came)} came from {'somebody' if came == 1 else 'people'} without a conversation."
    if not left:
        words = f":white_check_mark: {sentence} All looked at."
        return Message(f"{sentence} All looked at.", [section(words)])
    look = button("Look at them", "attention.strays", "strays", label="Look at these replies")
    still = "" if left == came else f" {left:,} still to be looked at."
    return Message(sentence + still, [section(f":incoming_envelope: {sentence}{still}", look)])


def _shown(stray: Stray) -> list[Block]:
    who = as_written(stray.phone)
    name = f"  {escape(clip(stray.name, 100))}" if stray.name else ""
    text = escape(clip(stray.text, _LONGEST_TEXT)) or "_No words_"
    files = f"\n_with {counted(stray.files, 'file')}_" if stray.files else ""
    done = button("Done", "attention.done", str(stray.id), label=f"Done with the reply of {who}")
    sure = confirm(f"Opt out {who}?", "Nobody can text them any more, in any action.", "Opt out", danger=True)
    out = button("Opt out", "attention.opt_out", str(stray.id), label=f"Opt out {who}", confirm=sure)
    doings = [done] if stray.opted_out else [out, done]
    state = "  :no_entry: opted out" if stray.opted_out else ""
    return [section(f"*{who}*{name}  {moment(stray.at)}{state}\n{text}{files}"), actions(*doings)]

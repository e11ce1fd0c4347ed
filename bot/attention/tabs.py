"""The two tabs of conversations: those that wait for an answer, and those a volunteer asks about. Pure."""

from bot.attention.place import Place
from bot.blocks import Block, actions, button, clip, escape, option, section
from bot.counted import counted
from bot.elements import external_select
from bot.review.lines import line_block, open_button
from bot.times import moment
from core.conversations import escalating
from core.conversations.escalating import Open
from core.conversations.waiting import Page, Whose


def waiting_blocks(page: Page, place: Place) -> list[Block]:
    """Return a page of the conversations that wait for an answer, and the menus that say whose."""
    limited = place.whose != Whose()
    if not page.total:
        words = "None of these waits for an answer." if limited else "Nobody waits for an answer."
    else:
        words = (
            f"*{counted(page.total, 'conversation')}* {_wait(page.total)} for an answer, the oldest first."
        )
    return [_menus(place), section(words), *map(line_block, page.lines)]


def escalated_blocks(page: escalating.Page) -> list[Block]:
    """Return a page of what volunteers asked admins to look at."""
    if not page.total:
        return [section("No volunteer asks an admin to look at anything.")]
    head = section(f"*{counted(page.total, 'request')}* of volunteers, the oldest first.")
    return [head, *map(_asked, page.asked)]


def _wait(count: int) -> str:
    return "waits" if count == 1 else "wait"


def _menus(place: Place) -> Block:
    action = option(place.action or "Chosen before", str(place.action_id)) if place.action_id else None
    holder = option(place.holder or "Chosen before", str(place.holder_id)) if place.holder_id else None
    menus = [
        external_select(action, placeholder="Every action") | {"action_id": "attention.of_action"},
        external_select(holder, placeholder="Every volunteer") | {"action_id": "attention.of_holder"},
    ]
    if place.unheld:
        return actions(*menus, button("Held by anybody", "attention.everybodys"), *_clear(place))
    return actions(*menus, button("Held by nobody", "attention.nobodys"), *_clear(place))


def _clear(place: Place) -> list[Block]:
    limited = place.whose != Whose()
    return [button("Show all", "attention.waiting", label="Show all that wait")] if limited else []


def _asked(each: Open) -> Block:
    name = escape(clip(each.contact.name or "No name", 100))
    lines = [f"*{name}*  {escape(clip(each.action, 100))}"]
    lines.append(f":raised_hand: {escape(clip(each.by.name, 100))}, {moment(each.escalation.at)}")
    if each.escalation.note:
        lines.append(f">{escape(clip(' '.join(each.escalation.note.split()), 300))}")
    return section("\n".join(lines), open_button(each.escalation.conversation_id, each.contact.name))

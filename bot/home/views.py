"""App Home as blocks: what waits, what runs, what is planned, what came in and went out. Pure."""

from collections.abc import Iterable, Sequence

from bot import first_steps
from bot.blocks import Block, actions, button, clip, context, divider, escape, header, section
from bot.counted import counted, replies
from bot.request import View
from bot.times import moment
from bot.verbs import Verbs
from bot.volunteers.inviting import picture
from core.config import Settings
from core.conversations.strays_told import MOST_COUNTED
from core.people.first_steps import FirstSteps
from core.results.dashboard import Dashboard, Planned, Recent, Waiting
from core.results.progress import Progress

NOTHING_RUNS = "Nothing is running. `/textbank actions new` begins an action."
_IN_A_ROW = 25  # buttons that Slack takes in one block
_IMPORTS = {
    "draft": "its columns are to be looked at",
    "queued": "waits its turn",
    "running": "is being imported",
    "tried": "was tried, and not imported yet",
    "finished": "is imported",
    "failed": "was given up",
}
_EXPORTS = {"due": "is on its way", "sending": "is on its way", "sent": "was sent", "failed": "was not sent"}
_FILES = {"opt_outs_exported": "The record of opt-outs"}


def home(
    found: Dashboard,
    verbs: Verbs,
    *,
    steps: FirstSteps | None,
    link: str,
    settings: Settings,
    beyond: str = "",
) -> View:
    """Return the dashboard.

    Args:
        verbs: those that this person may ask for.
        steps: of the first set-up; None for somebody who cannot take them.
        link: that volunteers join by; empty for somebody who may not invite.
        beyond: who can do what this person cannot.
    """
    blocks = [
        *(first_steps.shown(steps) if steps else []),
        header("What waits for somebody"),
        *_waits(found.waiting),
        header("Running now"),
        *_running(found),
        *_ahead(found.planned, found.drafts),
        *_quick(verbs),
        *_recent(found.imports, found.exports),
        *(_joining(link, settings) if link else []),
        *([context(escape(beyond))] if beyond else []),
    ]
    return {"type": "home", "blocks": blocks[:100]}


def plain_home(sentence: str, verbs: Verbs) -> View:
    """Return App Home for somebody who does not run the campaign: what they may do all the same."""
    return {"type": "home", "blocks": [header("Text bank"), section(escape(sentence)), *_quick(verbs)]}


def _waits(waiting: Waiting) -> list[Block]:
    lines = [f"• {line}" for line in _waiting_lines(waiting)]
    if not lines:
        return [section(":white_check_mark: Nobody waits, and nothing is wrong.")]
    press = button("Look at it", "menu.attention", "attention", label="Look at what needs attention")
    return [section("\n".join(lines), press)]


def _waiting_lines(waiting: Waiting) -> Iterable[str]:
    if waiting.conversations and waiting.since:
        unheld = f"; no volunteer holds {waiting.unheld:,} of them" if waiting.unheld else ""
        waits = counted(waiting.conversations, "conversation waits", "conversations wait")
        yield f"{waits} for an answer, the oldest since {moment(waiting.since)}{unheld}"
    if waiting.escalations:
        yield f"{counted(waiting.escalations, 'volunteer asks', 'volunteers ask')} an admin to look"
    if waiting.strays:
        more = " or more" if waiting.strays == MOST_COUNTED else ""
        yield f"{replies(waiting.strays)}{more} without a conversation"
    if waiting.wanted:
        yield f"{counted(waiting.wanted, 'volunteer wants', 'volunteers want')} texts"
    if waiting.alerts:
        yield f":warning: {counted(waiting.alerts, 'alert is', 'alerts are')} open, in the channel for alerts"


def _running(found: Dashboard) -> list[Block]:
    if not found.actions:
        return [section(NOTHING_RUNS)]
    blocks = [_action(action) for action in found.actions]
    if (more := found.running - len(found.actions)) > 0:
        blocks.append(context(f"… and {more:,} more: `/textbank actions`"))
    return blocks


def _action(action: Progress) -> Block:
    paused = "  :double_vertical_bar: paused" if action.state == "paused" else ""
    share = f" ({100 * action.attempted // action.listed} %)" if action.listed else ""
    words = (
        f"*{escape(clip(action.title, 150))}*{paused}\n"
        f"{action.attempted:,} of {action.listed:,} texted{share}, {_waiting(action)}"
    )
    press = button("See results", "results.of", str(action.action_id), label=f"Results of {action.title}")
    return section(words, press)


def _waiting(action: Progress) -> str:
    if action.waiting_since is None:
        return "nobody waits for an answer"
    waits = counted(action.attention, "conversation")
    return f"{waits} waiting for an answer, the oldest since {moment(action.waiting_since)}"


def _ahead(planned: Sequence[Planned], drafts: int) -> list[Block]:
    lines = [
        f":calendar: *{escape(clip(each.title, 150))}* begins {moment(each.at)}"
        for each in planned
        if each.at
    ]
    if drafts:
        lines.append(f":memo: {counted(drafts, 'draft')}")
    return [section("\n".join(lines), button("Actions", "menu.actions", "actions"))] if lines else []


def _quick(verbs: Verbs) -> list[Block]:
    buttons = [button(verb.title, f"menu.{verb.name}", verb.name, label=verb.summary) for verb in verbs]
    rows = [buttons[at : at + _IN_A_ROW] for at in range(0, len(buttons), _IN_A_ROW)]
    return [divider(), *(actions(*row) for row in rows)] if buttons else []


def _recent(imports: Sequence[Recent], exports: Sequence[Recent]) -> list[Block]:
    lines = [f"{escape(clip(each.name, 100))} {_IMPORTS[each.state]}, {moment(each.at)}" for each in imports]
    lines += [f"{_FILES[each.name]} {_EXPORTS[each.state]}, {moment(each.at)}" for each in exports]
    return [section("*Files*\n" + "\n".join(lines))] if lines else []


def _joining(link: str, settings: Settings) -> list[Block]:
    return [divider(), section(f"*Volunteers join here*\n{link}"), *picture(link, settings)]

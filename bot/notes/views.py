"""The form of a note and the list of an action's notes. Pure."""

import json

from bot.blocks import Block, button, clip, context, escape, field, modal, section, text_input
from bot.elements import external_select
from bot.paging import foot
from bot.request import View
from bot.suggesting import action_option
from bot.times import moment
from core.actions.notes import LONGEST_NOTE, PAGE, Note, Notes
from core.models import Action

FORM = "notes.form.v1"
LIST = "notes.list.v1"
_SHOWN_TEXT = 1500  # characters of a note in the list; ten of them stay far below Slack's 250 kB


def form(action: Action | None, words: str = "", link: str = "") -> View:
    """Return the form.

    Args:
        action: the one that is chosen at first.
        words, link: of the Slack message that becomes a note.
    """
    chosen = action_option(action) if action else None
    blocks = [
        field("Action", "note_action", external_select(chosen, placeholder="Type to search")),
        field("Note", "body", text_input(words, multiline=True, limit=LONGEST_NOTE)),
        context("Admins and staff read it on the action's page. Volunteers and contacts never do."),
    ]
    kept = json.dumps({"permalink": link})
    return modal("Add to notes", blocks, callback=FORM, submit="Add", metadata=kept)


def listed(found: Notes, news: str = "") -> View:
    """Return the modal of one page of an action's notes; `news` says what was just done."""
    head = f"*{escape(clip(found.title, 150))}*"
    write = button("Write a note", "notes.write", str(found.action_id))
    blocks = [
        section(f"{news}\n{head}" if news else head, write),
        *(block for note in found.notes for block in _note(note)),
        *foot(found.number, PAGE, found.total, "notes"),
    ]
    if not found.total:
        blocks.append(section("No notes yet. “Add to notes” in the menu of any Slack message keeps it here."))
    return modal("Notes", blocks, callback=LIST, metadata=json.dumps({"action_id": found.action_id}))


def _note(note: Note) -> list[Block]:
    about = f"{escape(note.by) or 'Somebody'}, {moment(note.at)}"
    link = f" · <{note.permalink}|In Slack>" if note.permalink else ""
    return [section(escape(clip(note.body, _SHOWN_TEXT))), context(f"{about}{link}")]

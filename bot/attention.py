"""`/textbank attention`: replies of people without a conversation, which no volunteer sees."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.blocks import Block, actions, button, clip, confirm, context, escape, modal, section
from bot.counted import counted, replies
from bot.paging import foot
from bot.request import Message, Request, View
from bot.times import moment
from bot.turning import turn_pages
from bot.verbs import Verb, Verbs
from core.contacts.phones import as_written
from core.conversations import strays
from core.conversations.strays import PAGE, Page, Stray
from core.db import Database
from core.models import User

_LONGEST_TEXT = 1000  # characters shown

_ELSEWHERE = context("Conversations that wait for an answer are in Results, under *Needs Attention*.")

Act = Callable[..., None]


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the list and its buttons."""
    summary = "Replies of people without a conversation"
    verbs.add(Verb("attention", "Needs attention", summary, asked))
    turn_pages(app, "attention", _present)
    app.action("attention.done")(done_pressed)
    app.action("attention.opt_out")(opt_out_pressed)


def asked(request: Request) -> None:
    """Show the newest of them."""
    request.open(_present(request.database, request.person, 0))


def done_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    _act(strays.dismiss, body, client, database, person, now)


def opt_out_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    _act(strays.opt_out_stray, body, client, database, person, now)


def view(page: Page) -> View:
    """Return the modal of one page."""
    if not page.total:
        words = "Nobody without a conversation has written, or all of it is looked at."
        return modal(
            "Needs attention", [section(words), _ELSEWHERE], callback="attention.list.v1", metadata="0"
        )
    head = (
        f"*{replies(page.total).capitalize()} without a conversation.* Whoever wrote is no contact, or was"
        " never texted, so no volunteer sees it."
    )
    blocks = [section(head), _ELSEWHERE, *(block for stray in page.strays for block in _shown(stray))]
    blocks += foot(page.number, PAGE, page.total, "attention")
    return modal("Needs attention", blocks, callback="attention.list.v1", metadata=str(page.number))


def stray_message(data: dict[str, Any]) -> Message:
    """Tell how many such replies came on one day, and how many nobody has looked at."""
    came, left = data["came"], data["left"]
    sentence = f"{replies(came)} came from {'somebody' if came == 1 else 'people'} without a conversation."
    if not left:
        words = f":white_check_mark: {sentence} All looked at."
        return Message(f"{sentence} All looked at.", [section(words)])
    look = button("Look at them", "menu.attention", "attention", label="Look at these replies")
    still = "" if left == came else f" {left:,} still to be looked at."
    return Message(sentence + still, [section(f":incoming_envelope: {sentence}{still}", look)])


def _act(
    act: Act, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    with database.sessions.begin() as session:
        act(session, int(body["actions"][0]["value"]), by=person, now=now)
    number = int(body["view"]["private_metadata"])
    client.views_update(view_id=body["view"]["id"], view=_present(database, person, number))


def _present(database: Database, person: User, number: int) -> View:
    with database.readers() as session:
        return view(strays.page(session, person.campaign_id, number))


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

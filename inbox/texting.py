"""First texts: one contact a screen, one press a text."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.actions import texting
from core.actions.batches import claim_batch
from core.actions.texting import Card
from core.conversations import first_texts
from core.conversations.queueing import Queued
from core.conversations.sending import send_initial
from inbox import access
from inbox.parsing import row_id
from inbox.refusals import refused_on
from inbox.rendering import is_htmx
from inbox.wiring import now, reading, textbank, transaction

bp = Blueprint("texting", __name__)


@bp.get("/actions/<int:action_id>")
def show(action_id: int) -> ResponseReturnValue:
    """Show the next contact, with the others of the batch behind it; or, asked for, what did not arrive."""
    with reading() as session:
        screen = texting.screen(session, action_id, g.user, now=now())
    cards = _skipped_last(screen.cards, request.args.get("after", 0, type=row_id))
    if screen.missed and "missed" in request.args:
        cards = []
    return render_template("inbox/texting.html", screen=screen, task=screen.task, cards=cards)


@bp.post("/actions/<int:action_id>/batches")
@refused_on(show)
def claim(action_id: int) -> ResponseReturnValue:
    """Take the next batch."""
    with transaction() as session:
        claim_batch(session, action_id, by=g.user, now=now())
    return redirect(url_for(".show", action_id=action_id), 303)


@bp.post("/conversations/<int:conversation_id>/initial")
@access.finds_its_person
def send(conversation_id: int) -> ResponseReturnValue:
    """Send one first text; the page has the next contact already."""
    key = request.form.get("key", "")
    message = _send_at_once(conversation_id, key)
    if message is None:
        if refusal := access.require_person():
            return refusal
        with transaction() as session:
            message = send_initial(session, conversation_id, by=g.user, key=key, now=now())
    if is_htmx():
        return "", 204
    if request.form.get("back") == "thread":
        return redirect(url_for("threads.show", conversation_id=conversation_id), 303)
    return redirect(url_for(".show", action_id=message.action_id, after=conversation_id), 303)


def _send_at_once(conversation_id: int, key: str) -> Queued | None:
    return first_texts.press(
        textbank().database,
        conversation_id,
        by_id=access.user_id(),
        key=key,
        now=now(),
        seen_since=access.seen_since(),
    )


def _skipped_last(cards: list[Card], after: int) -> list[Card]:
    """Return the cards beginning after a conversation, so that what was skipped comes round again."""
    ahead = [card for card in cards if card.conversation_id > after]
    return ahead + [card for card in cards if card.conversation_id <= after]

"""Ask an admin to look at a conversation: a form with a note, and one press."""

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.conversations import threads
from core.conversations.escalating import LONGEST_NOTE, escalate
from inbox.refusals import refused_on
from inbox.rendering import is_htmx, part_or_page
from inbox.wiring import now, reading, transaction

bp = Blueprint("escalating", __name__, url_prefix="/conversations/<int:conversation_id>")


@bp.get("/escalation")
def show(conversation_id: int) -> ResponseReturnValue:
    """Show the form; what was typed before stays."""
    with reading() as session:
        thread = threads.thread(session, conversation_id, g.user)
    typed = request.form.get("note", "")
    return part_or_page("escalation", thread=thread, typed=typed, longest=LONGEST_NOTE)


@bp.post("/escalations")
@refused_on(show)
def create(conversation_id: int) -> ResponseReturnValue:
    """Ask; while somebody is asked already, it changes nothing."""
    form = request.form
    with transaction() as session:
        note, key = form.get("note", ""), form.get("key", "")
        escalate(session, conversation_id, by=g.user, note=note, key=key, now=now())
    if not is_htmx():
        return redirect(url_for("threads.show", conversation_id=conversation_id), 303)
    with reading() as session:
        thread = threads.thread(session, conversation_id, g.user)
    return part_or_page("doings", thread=thread), 201, {"HX-Trigger": "news"}

"""One conversation: read it, answer it, put it away, or opt the contact out."""

from collections.abc import Sequence

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from core.conversations import offering, threads
from core.conversations.archiving import archive as put_away
from core.conversations.sending import send_reply
from core.conversations.stopping import stop
from core.conversations.threads import Thread
from core.conversations.trying_again import again
from core.delivery import segments
from inbox.parsing import row_id
from inbox.refusals import refused_on
from inbox.rendering import is_htmx
from inbox.wiring import now, reading, transaction

bp = Blueprint("threads", __name__, url_prefix="/conversations/<int:conversation_id>")
NEWS = {"HX-Trigger": "news"}  # what the page shows of the conversation is fetched again


@bp.get("")
def show(conversation_id: int) -> ResponseReturnValue:
    """Show the texts and the form for an answer."""
    with reading() as session:
        thread = threads.thread(session, conversation_id, g.user)
        offer = offering.offer(session, thread.conversation, g.user, after=thread.last_script)
        hours = threads.hours(session, thread.conversation, now=now())
        missed = again(session, thread.conversation, now=now())
    _mark_read(thread)
    chosen = offer.get(request.args.get("script"))
    return render_template(
        "inbox/thread.html",
        thread=thread,
        offer=offer,
        chosen=chosen,
        hours=hours,
        again=missed,
    )


@bp.get("/messages")
def messages(conversation_id: int) -> ResponseReturnValue:
    """Show the texts alone, for a page that heard of news."""
    if not is_htmx():
        return redirect(url_for(".show", conversation_id=conversation_id), 303)
    with reading() as session:
        thread = threads.thread(session, conversation_id, g.user)
        missed = again(session, thread.conversation, now=now())
    _mark_read(thread)
    return render_template("inbox/_messages.html", thread=thread, again=missed)


def composer(conversation_id: int) -> ResponseReturnValue:
    """Show the form for an answer, alone for htmx."""
    if not is_htmx():
        return show(conversation_id)
    with reading() as session:
        return _composer(session, conversation_id)


@bp.post("/messages")
@refused_on(composer)
def reply(conversation_id: int) -> ResponseReturnValue:
    """Send an answer."""
    form = request.form
    with transaction() as session:
        send_reply(
            session,
            conversation_id,
            by=g.user,
            body=form.get("body", ""),
            key=form.get("key", ""),
            script_id=form.get("script_id", type=row_id),
            now=now(),
        )
        notes = offering.notes_of(session, form.get("script_id", type=row_id))
        if is_htmx():
            return _composer(session, conversation_id, sent=True, notes=notes), 201, NEWS
    if notes:
        flash(f"Noted: {', '.join(notes)}.")
    return redirect(url_for(".show", conversation_id=conversation_id, _anchor="reply"), 303)


@bp.post("/segments")
def measure(conversation_id: int) -> ResponseReturnValue:  # noqa: ARG001 - in the address
    """Say how many texts these words are billed as."""
    text = segments.clean(request.form.get("body", "")).strip()
    return render_template("inbox/_segments.html", text=text, count=segments.count(text))


@bp.post("/archiving")
def archive(conversation_id: int) -> ResponseReturnValue:
    """Put the conversation away."""
    with transaction() as session:
        put_away(session, conversation_id, by=g.user, now=now())
    flash("Archived. It comes back by itself when they write.")
    return redirect(url_for("home.show"), 303)


@bp.get("/opting-out")
def ask_opt_out(conversation_id: int) -> ResponseReturnValue:
    """Ask whether the contact is really to be opted out."""
    with reading() as session:
        thread = threads.thread(session, conversation_id, g.user)
    name = "inbox/_opt_out.html" if is_htmx() else "inbox/opt_out.html"
    return render_template(name, thread=thread)


@bp.post("/opting-out")
def opt_out(conversation_id: int) -> ResponseReturnValue:
    """Opt the contact out of all the campaign's texts."""
    with transaction() as session:
        stop(session, conversation_id, by=g.user, key=request.form.get("key", ""), now=now())
    return redirect(url_for(".show", conversation_id=conversation_id), 303)


def _composer(
    session: Session, conversation_id: int, *, sent: bool = False, notes: Sequence[str] = ()
) -> str:
    thread = threads.thread(session, conversation_id, g.user)
    offer = offering.offer(session, thread.conversation, g.user, after=thread.last_script)
    hours = threads.hours(session, thread.conversation, now=now())
    return render_template(
        "inbox/_composer.html",
        thread=thread,
        offer=offer,
        chosen=None,
        sent=sent,
        notes=notes,
        hours=hours,
    )


def _mark_read(thread: Thread) -> None:
    if thread.conversation.is_unread:
        with transaction() as session:
            threads.mark_read(session, thread.conversation.id, by=g.user, now=now())

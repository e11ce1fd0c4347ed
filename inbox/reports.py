"""The report on a conversation: tags as switches, fields below them, one button."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from core.conversations import threads
from core.conversations.report_form import report_form
from core.conversations.reporting import file_report
from inbox.parsing import LONGEST_ID
from inbox.refusals import refused_on
from inbox.rendering import is_htmx
from inbox.wiring import now, reading, transaction

bp = Blueprint("reports", __name__, url_prefix="/conversations/<int:conversation_id>")


@bp.get("/report")
def show(conversation_id: int) -> ResponseReturnValue:
    """Show the form; what was typed before wins over what is known."""
    with reading() as session:
        thread = threads.thread(session, conversation_id, g.user)
        form = report_form(session, thread.conversation)
    name = "inbox/_report.html" if is_htmx() else "inbox/report.html"
    return render_template(name, thread=thread, form=form, typed=request.form)


@bp.post("/reports")
@refused_on(show)
def create(conversation_id: int) -> ResponseReturnValue:
    """Keep the report."""
    with transaction() as session:
        file_report(
            session,
            conversation_id,
            by=g.user,
            key=request.form.get("key", ""),
            tags=_tags(request.form),
            fields=_fields(request.form),
            now=now(),
        )
    if not is_htmx():
        flash("Report saved.")
        return redirect(url_for("threads.show", conversation_id=conversation_id), 303)
    with reading() as session:
        thread = threads.thread(session, conversation_id, g.user)
    return render_template("inbox/_doings.html", thread=thread, saved=True), 201, {"HX-Trigger": "news"}


def _tags(form: MultiDict[str, str]) -> dict[int, bool]:
    # each switch is sent after a hidden "no", so that an untouched one is told from one that was not there
    return {number: form.getlist(f"tag-{number}")[-1] == "yes" for number in _numbers(form, "tag-")}


def _fields(form: MultiDict[str, str]) -> dict[int, str]:
    return {number: form[f"field-{number}"] for number in _numbers(form, "field-")}


def _numbers(form: MultiDict[str, str], prefix: str) -> list[int]:
    rests = [name.removeprefix(prefix) for name in form if name.startswith(prefix)]
    return [int(rest) for rest in rests if rest.isdecimal() and len(rest) < LONGEST_ID]

"""The first page: what there is to text, and the inbox below it."""

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue

from core.actions.tasks import see, tasks
from core.conversations import inbox
from core.conversations.tabs import TABS
from inbox.rendering import part_or_page
from inbox.wiring import now, reading, transaction

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show the actions and one tab of the inbox; the part of it to htmx."""
    below = inbox.read_cursor(request.args.get("before", ""))
    named = request.args.get("named", "")
    with reading() as session:
        todo = tasks(session, g.user, now=now())
        counts = inbox.counts(session, g.user)
        page = inbox.page(session, g.user, _tab(counts), below=below, named=named)
    if any(task.unseen for task in todo):
        with transaction() as session:
            see(session, g.user, now=now())
    return part_or_page("home", tasks=todo, counts=counts, page=page, before=below, named=named)


def _tab(counts: dict[str, int]) -> str:
    asked = request.args.get("tab", "")
    if asked in TABS:
        return asked
    return "attention" if counts["attention"] else "all"

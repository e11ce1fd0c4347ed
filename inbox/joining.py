"""Joining a campaign: a name, a phone, and the code that is texted to it."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from core.people import joining
from inbox.access import is_open
from inbox.refusals import refused_on
from inbox.signing_in import PHONE
from inbox.wiring import now, reading, transaction

bp = Blueprint("joining", __name__)


@bp.get("/join/<code>")
@is_open
def show(code: str) -> ResponseReturnValue:
    """Ask who is joining."""
    with reading() as database:
        campaign = joining.find_campaign(database, code)
    return render_template("people/join.html", campaign=campaign)


@bp.post("/join/<code>")
@is_open
@refused_on(show)
def create(code: str) -> ResponseReturnValue:
    """Text a code to whoever wants to join."""
    names = ("first_name", "last_name", "phone")
    form = {name: request.form.get(name, "") for name in names}
    with transaction() as database:
        phone = joining.ask_to_join(database, code, **form, now=now())
    session[PHONE] = phone
    return redirect(url_for("signing_in.show_code"), 303)

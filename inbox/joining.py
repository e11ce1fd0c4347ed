"""Joining a campaign: a name, a phone, and the code that is texted to it."""

from io import BytesIO

import segno
from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from core.people import joining
from inbox.access import is_open
from inbox.refusals import refused_on
from inbox.signing_in import PHONE
from inbox.wiring import now, reading, textbank, transaction

bp = Blueprint("joining", __name__)

_DOT = 8  # pixels of one dot, sharp on a poster and small in a message
_A_DAY = 24 * 60 * 60  # seconds


@bp.get("/join/<code>")
@is_open
def show(code: str) -> ResponseReturnValue:
    """Ask who is joining."""
    with reading() as database:
        campaign = joining.find_campaign(database, code)
    return render_template("people/join.html", campaign=campaign)


@bp.get("/join/<code>/qr.png")
@is_open
def picture(code: str) -> ResponseReturnValue:
    """Show the join link as a QR code, to be scanned off a screen or a poster."""
    with reading() as database:
        campaign = joining.find_campaign(database, code)
    made = BytesIO()
    address = joining.join_link(textbank().settings.public_url, campaign.join_code)
    segno.make_qr(address).save(made, kind="png", scale=_DOT)
    answer = Response(made.getvalue(), mimetype="image/png")
    answer.cache_control.public, answer.cache_control.max_age = True, _A_DAY
    return answer


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

"""Signing in: a phone and the code texted to it, or a personal link."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from core.people import links, signing_in
from core.people.signing_in import WrongCode
from inbox import access
from inbox.access import is_open
from inbox.refusals import refused_on
from inbox.wiring import now, reading, textbank, transaction

bp = Blueprint("signing_in", __name__)

PHONE = "proving"  # where the session keeps the phone that is being proven


@bp.get("/sign-in")
@is_open
def show() -> ResponseReturnValue:
    """Ask for the phone; or sign in whoever brings a personal link."""
    token = request.args.get("token")
    return _by_link(token) if token is not None else render_template("people/sign_in.html")


def show_form() -> ResponseReturnValue:
    """Ask for the phone, whatever the address says."""
    return render_template("people/sign_in.html")


@bp.post("/sign-in")
@is_open
@refused_on(show_form)
def create() -> ResponseReturnValue:
    """Text a code to somebody who has joined; strangers are told the same."""
    with transaction() as database:
        phone = signing_in.ask_for_code(database, request.form.get("phone", ""), now=now())
    session[PHONE] = phone
    return redirect(url_for(".show_code"), 303)


@bp.get("/sign-in/code")
@is_open
def show_code() -> ResponseReturnValue:
    """Ask for the code."""
    if PHONE not in session:
        return redirect(url_for(".show"), 303)
    return render_template("people/code.html", phone=session[PHONE])


@bp.post("/sign-in/code")
@is_open
@refused_on(show_code)
def prove() -> ResponseReturnValue:
    """Sign in whoever knows the code."""
    if PHONE not in session:
        return redirect(url_for(".show"), 303)
    with transaction() as database:
        user = signing_in.prove(database, session[PHONE], request.form.get("code", ""), now=now())
    if user is None:  # said after the commit, so that the guess is counted
        raise WrongCode
    access.sign_in(user)
    return redirect(url_for("home.show"), 303)


@bp.post("/sign-out")
def leave() -> ResponseReturnValue:
    """End the session."""
    access.sign_out()
    return redirect(url_for(".show"), 303)


def _by_link(token: str) -> ResponseReturnValue:
    with reading() as database:
        opened = links.open_link(database, textbank().settings.signing_key(), token)
    access.sign_in(opened.user)
    return redirect(opened.page, 303)

"""The phones in a browser: a list, one phone at a time, and a switch for people who answer by themselves."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sandbox.twilio.attachments import Attachment
from sandbox.twilio.outcomes import OUTCOMES
from sandbox.twilio.people import People
from sandbox.twilio.replies import Replies
from sandbox.twilio.screens import national, phone_list, read_number, screen
from sandbox.twilio.state import State

QUICK_REPLIES = ("Yes", "No", "Who is this?", "Wrong number", "STOP")


def phone_pages(state: State, replies: Replies, people: People) -> Blueprint:
    """Return the blueprint. A page asked for with `X-Seen: <version>` is 204 while nothing has changed."""
    pages = Blueprint("phones", __name__, static_folder="static", static_url_path="/phones/static")
    pages.add_app_template_filter(national)

    @pages.get("/")
    def index() -> ResponseReturnValue:
        return show(None)

    @pages.get("/phones/<number>")
    def phone(number: str) -> ResponseReturnValue:
        return show(known(number))

    @pages.post("/phones")
    def open_phone() -> ResponseReturnValue:
        number = read_number(request.form.get("number", ""))
        if number is None:
            return show(None, problem="That is not a phone number. Write it like (212) 555-0107.")
        with state.changing():
            state.open_phone(number)
        return redirect(url_for(".phone", number=number), 303)

    @pages.post("/phones/<number>/texts")
    def write(number: str) -> ResponseReturnValue:
        body, files = request.form.get("body", "").strip(), uploaded()
        if body or files:
            replies.write_soon(known(number), body, files)
        return redirect(url_for(".phone", number=number), 303)

    @pages.get("/media/<sid>")
    def stored(sid: str) -> ResponseReturnValue:
        if (file := state.files.get(sid)) is None:
            abort(404)
        return Response(file.content, content_type=file.content_type)

    @pages.post("/people")
    def switch() -> ResponseReturnValue:
        with state.changing():
            people.answering = "answering" in request.form
        return redirect(read_next(), 303)

    @pages.get("/numbers")
    def numbers() -> ResponseReturnValue:
        return render_template("numbers.html", outcomes=OUTCOMES)

    def show(number: str | None, problem: str = "") -> ResponseReturnValue:
        if request.headers.get("X-Seen") == str(state.version):
            return "", 204
        page = render_template(
            "phones.html",
            version=state.version,
            phones=phone_list(state, request.args.get("search", "").strip()),
            screen=screen(state, number) if number else None,
            answering=people.answering,
            quick_replies=QUICK_REPLIES,
            problem=problem,
        )
        return page, 422 if problem else 200

    return pages


def known(number: str) -> str:
    """Return the number as E.164; anything else in the address is not found."""
    if read_number(number) != number:
        abort(404)
    return number


def uploaded() -> list[Attachment]:
    """Return the picture that a form brings along, if it does."""
    sent = request.files.get("picture")
    if sent is None or not sent.filename:
        return []
    return [Attachment(sent.mimetype, sent.read())]


def read_next() -> str:
    """Return the page that a form says it came from; only a path of these pages will do."""
    came_from = request.form.get("next", "/")
    return came_from if came_from == "/" or came_from.startswith("/phones/") else "/"

"""What people are told when something cannot be done; each kind is mapped to HTTP once, here."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any, TypeVar

import structlog
from flask import Flask, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from core.errors import CoreError, NotFound
from inbox.rendering import is_htmx

log = structlog.get_logger()

View = TypeVar("View", bound=Callable[..., Any])

SENTENCES = {
    400: "That request was incomplete. Go back, reload the page and try again.",
    404: "There is nothing here, or it is no longer yours.",
    405: "That address does not take this kind of request.",
    413: "That was too long to take.",
}
PAGE_TOO_OLD = "This page was open for so long that it is no longer valid. Reload it and try again."
NO_DATABASE = "We are catching our breath. Nothing was lost; try again in a few seconds."


def refused_on(page: Callable[..., ResponseReturnValue]) -> Callable[[View], View]:
    """Say which view shows a form again when what was sent is refused.

    That view is called with the same path parameters; its template finds the refusal in `g.refusal` and what
    was typed in `request.form`, so nothing is lost.
    """

    def mark(view: View) -> View:
        view.refused_on = page  # type: ignore[attr-defined]
        return view

    return mark


def register(app: Flask) -> None:
    """Let the app answer every kind of failure with a sentence."""
    app.register_error_handler(CoreError, _refused)
    app.register_error_handler(CSRFError, _too_old)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DataError, _not_kept)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(PoolTimeout, _no_database)
    app.register_error_handler(Exception, _failed)


def _refused(refusal: CoreError) -> ResponseReturnValue:
    if isinstance(refusal, NotFound):
        return tell(404, refusal.sentence)
    page = getattr(current_app.view_functions[request.endpoint or ""], "refused_on", None)
    if page is None:
        return tell(422, refusal.sentence)
    g.refusal = refusal
    response = make_response(page(**(request.view_args or {})))
    response.status_code = 422
    return response


def _too_old(_: CSRFError) -> ResponseReturnValue:
    return tell(400, PAGE_TOO_OLD)


def _http(problem: HTTPException) -> ResponseReturnValue:
    code = problem.code or 500
    if code < 400 and problem.response:
        return problem.response  # a redirect that the router made
    return tell(code, SENTENCES.get(code, problem.description or problem.name))


def _not_kept(_: DataError) -> ResponseReturnValue:
    # what no form of ours sends, such as a NUL byte where nobody took it out: no fault of ours, and no page
    log.warning("not_for_a_database", path=request.endpoint)
    return tell(400, SENTENCES[400])


def _no_database(problem: Exception) -> ResponseReturnValue:
    log.error("database_away", problem=type(problem).__name__, path=request.endpoint)
    response = make_response(tell(503, NO_DATABASE))
    response.headers["Retry-After"] = "5"
    return response


def _failed(problem: Exception) -> ResponseReturnValue:
    reference = token_hex(4)
    log.error("page_failed", reference=reference, path=request.endpoint, exc_info=problem)
    return tell(500, "Something went wrong on our side.", reference=reference)


def tell(code: int, sentence: str, **more: Any) -> ResponseReturnValue:
    """Answer with a page, or for htmx with the sentence alone where the page shows refusals."""
    if is_htmx():
        part = render_template("errors/_part.html", sentence=sentence, **more)
        return part, code, {"HX-Retarget": "#refusal", "HX-Reswap": "innerHTML"}
    return render_template("errors/page.html", sentence=sentence, code=code, **more), code

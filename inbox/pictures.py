"""Pictures that go out with texts, at addresses that nobody can guess: the carrier fetches them here."""

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue

from core import pictures
from inbox.headers import FOR_EVER
from inbox.wiring import reading, textbank

bp = Blueprint("pictures", __name__, url_prefix="/m")

ALONE = "default-src 'none'; sandbox"


@bp.get("/<token>")
def show(token: str) -> ResponseReturnValue:
    """Give out a picture to whoever has its address; what an address shows never changes."""
    with reading() as session:
        picture = pictures.given_out(session, textbank().settings.signing_key(), token)
    response: Response = make_response(picture.content)
    response.content_type = picture.content_type
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Content-Security-Policy"] = ALONE
    response.set_etag(token)
    return response.make_conditional(request)

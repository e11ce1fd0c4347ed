"""What came with a contact's text, for whoever holds the conversation."""

from flask import Blueprint, Response, g, make_response, request
from flask.typing import ResponseReturnValue

from core.conversations import media
from inbox.wiring import reading

bp = Blueprint("media", __name__, url_prefix="/media")

# It is from a stranger: no browser is to run anything in it, wherever it is opened.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@bp.get("/<int:media_id>")
def show(media_id: int) -> ResponseReturnValue:
    """Give out a picture to be shown, any other file to be saved."""
    with reading() as session:
        file = media.file(session, media_id, g.user)
    response: Response = make_response(file.content)
    response.content_type = file.content_type
    way = "inline" if file.is_picture else "attachment"
    response.headers["Content-Disposition"] = f'{way}; filename="{file.name}"'
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.set_etag(f"media-{media_id}")
    return response.make_conditional(request)

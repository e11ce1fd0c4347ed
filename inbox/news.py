"""One small question that open pages ask every few seconds: is there anything new?"""

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue

bp = Blueprint("news", __name__)


@bp.get("/news")
def show() -> ResponseReturnValue:
    """Answer 204 while nothing changed since the page's version, else the version there is now."""
    version = str(g.user.inbox_version)
    if request.args.get("since") == version:
        return "", 204
    return version, 200, {"Content-Type": "text/plain; charset=utf-8"}

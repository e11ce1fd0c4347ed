"""What the console shows: one page, and its parts anew whenever something changed."""

from io import BytesIO
from urllib.parse import urlencode

from flask import Response, abort, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from sandbox.slack.console.blueprint import HOME, Looker, bp, looker
from sandbox.slack.console.reading import in_threads
from sandbox.slack.records import Json

_POLL_SECONDS = 20.0


@bp.get("/")
def index() -> ResponseReturnValue:
    """The whole page."""
    looking = looker()
    with looking.state.looking():
        return render_template("console/page.html", **_shown(looking), version=looking.state.version)


@bp.get("/_console/parts")
def parts() -> ResponseReturnValue:
    """The page's parts once the workspace is newer than `since`; 204 when nothing changes for a while."""
    looking = looker()
    since = int(request.args["since"])
    if not looking.state.wait_until(lambda: looking.state.version > since, _POLL_SECONDS):
        return Response(status=204)
    with looking.state.looking():
        version, shown = looking.state.version, _shown(looking)
        html = {name: render_template(f"console/_{name}.html", **shown) for name in ("nav", "main", "modal")}
    notices = looking.state.notices.get(looking.user.id, [])
    return jsonify(version=version, parts=html, notices=notices)


@bp.get("/_console/files/<file_id>")
def file(file_id: str) -> ResponseReturnValue:
    """A shared file, for the person at the browser."""
    shared = looker().state.files.get(file_id) or abort(404)
    return send_file(BytesIO(shared.content or b""), as_attachment=True, download_name=shared.name)


@bp.get("/archives/<channel>/p<mark>")
def permalink(channel: str, mark: str) -> ResponseReturnValue:
    """Where chat.getPermalink leads to."""
    return redirect(f"{url_for('.index')}?{urlencode({'in': channel})}#m{mark}")


def _shown(looking: Looker) -> Json:
    state = looking.state
    stack = state.stack(looking.user.id)
    return {
        "looking": looking,
        "state": state,
        "app": state.app,
        "user": looking.user,
        "people": [user for user in state.users.values() if not user.is_bot],
        "messages": in_threads(looking.channel.seen_by(looking.user.id)) if looking.channel else [],
        "home": state.homes.get(looking.user.id),
        "modal": stack[-1] if stack else None,
        "depth": len(stack),
        "notices": state.notices.get(looking.user.id, []),
        "HOME": HOME,
    }

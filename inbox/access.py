"""Who is asking: everybody is sent to sign in, but for routes that are marked open or check a signature."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import bindparam, or_, select, update

from core.models import Campaign, User
from core.standing import Standing
from inbox.wiring import now, textbank, transaction

SEEN_EVERY = timedelta(minutes=1)

View = TypeVar("View", bound=Callable[..., Any])


def is_open(view: View) -> View:
    """Mark a view that strangers may see."""
    view.is_open = True  # type: ignore[attr-defined]
    return view


def finds_its_person(view: View) -> View:
    """Mark a view that looks up who asks together with all else it needs, which spares the database a trip.

    It is called for every browser that is signed in, also of somebody who may no longer: whatever it does not
    do by that look-up begins with `require_person`, and `g.user` is not known before.
    """
    view.finds_its_person = True  # type: ignore[attr-defined]
    return view


def needs_no_session(endpoint: str | None) -> bool:
    """Return whether a route is open, checks its own signature, or is a static file."""
    if endpoint is None or endpoint == "static":
        return True
    blueprint = endpoint.rpartition(".")[0]
    view = current_app.view_functions[endpoint]
    return blueprint in textbank().signed or getattr(view, "is_open", False)


def require_sign_in() -> ResponseReturnValue | None:
    """Before each request: know the person, or send a stranger to sign in."""
    endpoint = request.endpoint
    if endpoint == "static" or (endpoint and endpoint.rpartition(".")[0] in textbank().signed):
        return None
    if endpoint and "user" in session and hasattr(current_app.view_functions[endpoint], "finds_its_person"):
        return None
    refusal = require_person()
    return None if needs_no_session(endpoint) else refusal


def user_id() -> int:
    """Return whom this browser's session says it is; KeyError without one."""
    return int(session["user"])


def require_person() -> ResponseReturnValue | None:
    """Know the person, as `g.user`, or return what sends a stranger to sign in."""
    g.user = _signed_in()
    return None if g.user else _to_sign_in()


def seen_since() -> datetime:
    """Return the time since when whoever was here need not be noted again."""
    return now() - SEEN_EVERY


def sign_in(user: User) -> None:
    """Begin this browser's session as `user`; whatever it held before is gone."""
    session.clear()
    session["user"] = user.id
    session.permanent = True


def sign_out() -> None:
    """End this browser's session."""
    session.clear()


def _to_sign_in() -> ResponseReturnValue:
    address = url_for("signing_in.show")
    if request.headers.get("HX-Request"):
        return "", 204, {"HX-Redirect": address}
    return redirect(address, 303)


def _signed_in() -> User | None:
    if (user_id := session.get("user")) is None:
        return None
    row = textbank().database.look(_PERSON, {"person": user_id})
    if row is None or row.deactivated_at:
        session.clear()
        return None
    *person, g.campaign_name, g.zone = row
    user = User(**dict(zip(_COLUMNS, person, strict=True)))
    _seen(user)
    return user


def _seen(user: User) -> None:
    """Note that the person was here; at most once a minute, so that idle pages cost no writes."""
    since = seen_since()
    if user.last_seen_at and user.last_seen_at > since:
        return
    stale = or_(User.last_seen_at.is_(None), User.last_seen_at <= since)
    with transaction() as database:
        database.execute(update(User).where(User.id == user.id, stale).values(last_seen_at=now()))
    session.modified = True  # the cookie lives for so long after they were here, not after they signed in


# Every request asks this, so it is made once, and a row is read rather than an object kept track of.
_COLUMNS = User.__table__.columns.keys()
_PERSON = Standing(
    select(*User.__table__.columns, Campaign.name, Campaign.timezone)
    .join(Campaign, Campaign.id == User.campaign_id)
    .where(User.id == bindparam("person"))
)

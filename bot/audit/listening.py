"""What happens when somebody reads the audit trail: it is filtered and its pages turn, all in one modal."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.audit.views import EVERYTHING, Place, build
from bot.elements import MENU_LIMIT
from bot.request import Request, View
from bot.suggesting import person_option, suggest
from bot.verbs import Verb, Verbs
from core.audit import reading
from core.audit.reading import Mark
from core.db import Database
from core.models import User

Chosen = dict[str, Any]
Choose = Callable[[Place, Chosen], Place]


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the filter and to the buttons that turn pages."""
    verbs.add(Verb("audit", "Audit trail", "Who changed what, and when", asked))
    suggest(app, "audit.person", partial(reading.people, most=MENU_LIMIT), person_option)
    for name, choose in _CHOOSING.items():
        app.action(f"audit.{name}")(_chosen(choose))
    app.action("audit.newer")(turned)
    app.action("audit.older")(turned)


def asked(request: Request) -> None:
    """Show the newest events."""
    request.open(present(request.database, request.person, Place()))


def present(
    database: Database, person: User, place: Place, *, before: Mark | None = None, after: Mark | None = None
) -> View:
    """Return the modal of one page: the newest, or what is next to a mark."""
    with database.readers() as session:
        return build(reading.page(session, place.filter, by=person, before=before, after=after), place)


def turned(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    pressed, view = body["actions"][0], body["view"]
    which = "before" if pressed["action_id"] == "audit.older" else "after"
    mark = {which: Mark.read(pressed["value"])}
    client.views_update(view_id=view["id"], view=present(database, person, Place.read(view), **mark))


def _chosen(choose: Choose) -> Callable[..., None]:
    """Return the listener for one part of the filter."""

    def chosen(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
        ack()
        place = choose(Place.read(body["view"]), body["actions"][0])
        client.views_update(view_id=body["view"]["id"], view=present(database, person, place))

    return chosen


def _value(chosen: Chosen) -> str:
    return str((chosen.get("selected_option") or {}).get("value") or "")


def _by_person(place: Place, chosen: Chosen) -> Place:
    return replace(place, filter=replace(place.filter, person=int(_value(chosen) or 0)))


def _of_kind(place: Place, chosen: Chosen) -> Place:
    kind = _value(chosen)
    return replace(place, filter=replace(place.filter, kind="" if kind == EVERYTHING else kind))


def _on_day(place: Place, chosen: Chosen) -> Place:
    return replace(place, filter=replace(place.filter, day=str(chosen.get("selected_date") or "")))


def _only(place: Place, chosen: Chosen) -> Place:
    which, _, what = _value(chosen).partition(":")
    if which == "p":
        # the menu of people shows the one chosen here, for which it must be another block
        return Place(replace(place.filter, person=int(what)), place.cleared + 1)
    return replace(place, filter=replace(place.filter, subject=what))


def _cleared(place: Place, _: Chosen) -> Place:
    return Place(cleared=place.cleared + 1)


_CHOOSING: dict[str, Choose] = {
    "person": _by_person,
    "kind": _of_kind,
    "day": _on_day,
    "only": _only,
    "clear": _cleared,
}

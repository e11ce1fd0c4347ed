"""What happens when somebody looks at the summaries, plans one, pauses it or sends it now."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.forms import Form, typed
from bot.request import Request, View
from bot.summaries import views
from bot.summaries.zones import zone_options
from bot.verbs import Verb, Verbs
from core.db import Database
from core.models import Campaign, Summary, User
from core.notices import summaries, summing_up
from core.notices.summaries import SummaryForm

Change = Callable[..., Summary]


def register(app: App, verbs: Verbs) -> None:
    """Add the verb, and listen to the list's buttons and the form."""
    verbs.add(Verb("summaries", "Summaries", "The day's texting, told to a channel every day", asked))
    app.action("summaries.create")(create_pressed)
    app.options("timezone")(zones_asked)
    app.view(views.FORM)(submitted)
    app.action("summaries.pause")(_changing(summaries.pause, "Paused."))
    app.action("summaries.resume")(_changing(summaries.resume, "It goes on."))
    app.action("summaries.delete")(_changing(summaries.archive, "Deleted."))
    app.action("summaries.send")(send_pressed)


def asked(request: Request) -> None:
    """Show the list."""
    channel = request.channel if (request.channel or "").startswith(("C", "G")) else None
    request.open(show(request.database, request.person, channel))


def show(database: Database, person: User, channel: str | None, note: str = "") -> View:
    """Return the list as it is now."""
    with database.readers() as session:
        return views.list_modal(summaries.planned(session, by=person), channel, note)


def create_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    with database.readers() as session:
        zone = session.get_one(Campaign, person.campaign_id).timezone
    client.views_push(trigger_id=body["trigger_id"], view=views.form_modal(_channel(body["view"]), zone))


def zones_asked(ack: Ack, payload: dict[str, Any]) -> None:
    ack(options=zone_options(typed(payload)))


def submitted(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    given = Form(view)
    form = SummaryForm(
        given.choice("channel") or "", given.choice("at") or "", given.choice("timezone") or ""
    )
    with database.sessions.begin() as session:
        summaries.create(session, form, by=person, now=now)
    ack()
    if below := view.get("previous_view_id"):
        note = ":white_check_mark: The summary is planned."
        client.views_update(view_id=below, view=show(database, person, form.channel, note))


def send_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    view, summary_id = body["view"], int(body["actions"][0]["value"])
    # the list changes with each press, so its hash tells a second press from a double one
    summing_up.send_now(database, summary_id, by=person, key=view["hash"], now=now)
    note = ":white_check_mark: The summary is on its way."
    client.views_update(view_id=view["id"], view=show(database, person, _channel(view), note))


def _changing(change: Change, note: str) -> Callable[..., None]:
    """Return the listener for a button that changes one summary."""

    def pressed(
        ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
    ) -> None:
        ack()
        with database.sessions.begin() as session:
            change(session, int(body["actions"][0]["value"]), by=person, now=now)
        view = body["view"]
        client.views_update(view_id=view["id"], view=show(database, person, _channel(view), note))

    return pressed


def _channel(view: View) -> str | None:
    known: str | None = json.loads(view["private_metadata"])["channel"]
    return known

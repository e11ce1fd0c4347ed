"""What happens when somebody looks at the hours by state, changes a state's or has them back."""

import json
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.forms import Form
from bot.request import View
from bot.settings import states
from bot.settings.seen import changed
from bot.settings.showing import all_settings, table
from core.contacts.states import NAMES
from core.db import Database
from core.delivery.hours.state_rules import line
from core.errors import NotFound
from core.models import Campaign, User
from core.settings import looking
from core.settings.hours_by_state import change_state, restore_state


def register(app: App) -> None:
    """Listen to the table's buttons and the form."""
    app.action("settings.states")(table_pressed)
    app.action("settings.state")(edit_pressed)
    app.view(states.FORM)(submitted)
    app.action("settings.restore")(restore_pressed)


def table_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User
) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=table(database, person))


def edit_pressed(ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User) -> None:
    ack()
    code = body["actions"][0]["value"]
    if code not in NAMES:
        raise NotFound("That state")
    with database.readers() as session:
        campaign = session.get_one(Campaign, person.campaign_id)
        view = states.form(line(campaign.state_hours, code), is_changed=looking.is_changed(campaign, code))
    client.views_push(trigger_id=body["trigger_id"], view=view)


def submitted(
    ack: Ack, view: View, client: WebClient, database: Database, person: User, now: datetime
) -> None:
    known, given = json.loads(view["private_metadata"]), states.read(Form(view))
    code, is_news = known["code"], changed(view, given) or not known["readable"]
    if is_news:
        with database.sessions.begin() as session:
            change_state(session, code, states.state_form(given), by=person, now=now)
    ack()
    _show_below(view, client, database, person, f"{NAMES[code]} is saved." if is_news else "", now)


def restore_pressed(
    ack: Ack, body: dict[str, Any], client: WebClient, database: Database, person: User, now: datetime
) -> None:
    ack()
    view, code = body["view"], body["actions"][0]["value"]
    with database.sessions.begin() as session:
        restore_state(session, code, by=person, now=now)
        campaign = session.get_one(Campaign, person.campaign_id)
        told = states.restored(line(campaign.state_hours, code))
    client.views_update(view_id=view["id"], view=told)
    _show_below(view, client, database, person, f"{NAMES[code]} is as it came.", now)


def _show_below(
    view: View, client: WebClient, database: Database, person: User, words: str, now: datetime
) -> None:
    """Bring the table under the form up to date, and the settings under the table."""
    note = f":white_check_mark: {words}" if words else ""
    if below := view.get("previous_view_id"):
        client.views_update(view_id=below, view=table(database, person, note))
    if (root := view.get("root_view_id")) and root != below:
        client.views_update(view_id=root, view=all_settings(database, person, now))

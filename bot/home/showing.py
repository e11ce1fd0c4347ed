"""What each person sees in App Home: read from the database, made anew each time."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot import first_steps
from bot.home import views
from bot.home.freshness import keep_fresh
from bot.recognising import helper, turned_away
from bot.request import View
from bot.verbs import Verbs
from core.config import Settings
from core.db import Database
from core.models import User
from core.people.first_steps import first_steps as steps_of
from core.people.joining import join_link
from core.people.rights import Right, may, rights_of
from core.results.dashboard import dashboard

ALL_ELSE = "All else is for the text bank's admins."


def register(app: App, verbs: Verbs, settings: Settings) -> None:
    """Listen for people opening the Home tab, and show it anew to whoever changed something."""

    def opened(
        event: dict[str, Any], client: WebClient, database: Database, person: User | None, team: str
    ) -> None:
        client.views_publish(user_id=event["user"], view=home_of(database, person, team, verbs, settings))

    def show(client: WebClient, database: Database, person: User, team: str) -> None:
        view = home_of(database, person, team, verbs, settings)
        client.views_publish(user_id=person.slack_id or "", view=view)

    app.event("app_home_opened")(opened)
    first_steps.register(app, verbs)
    keep_fresh(app, show)


def home_of(database: Database, person: User | None, team: str, verbs: Verbs, settings: Settings) -> View:
    """Return what a person, or a stranger (None), sees."""
    if person is None or not may(person, Right.LOOK):
        return views.plain_home(_door(database, person, team), verbs.of(person))
    rights = rights_of(person)
    with database.readers() as session:
        found = dashboard(session, person.campaign_id)
        steps = steps_of(session, person.campaign_id) if Right.RUN in rights else None
    link = join_link(settings.public_url, found.join_code) if Right.PEOPLE in rights else ""
    beyond = "" if Right.RUN in rights else f"{ALL_ELSE} {helper(database, team)}"
    return views.home(found, verbs.of(person), steps=steps, link=link, settings=settings, beyond=beyond)


def _door(database: Database, person: User | None, team: str) -> str:
    if person is not None and may(person, Right.TEXT):
        return f"You text for this campaign. Running it is for its staff. {helper(database, team)}"
    return turned_away(database, team)

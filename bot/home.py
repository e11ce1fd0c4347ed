"""App Home: the first steps, how running actions stand, the link to join by, and every verb by a button."""

from collections.abc import Sequence
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot import first_steps
from bot.blocks import Block, button, clip, context, divider, escape, header, section
from bot.counted import counted
from bot.menu import rows
from bot.recognising import helper, turned_away
from bot.request import View
from bot.times import moment
from bot.verbs import Verbs
from core.db import Database
from core.models import Campaign, User
from core.people.first_steps import FirstSteps
from core.people.first_steps import first_steps as steps_of
from core.people.rights import Right, may
from core.results.progress import Progress, progress

MOST_ACTIONS = 20
ALL_ELSE = "All else is for the text bank's admins."


def register(app: App, verbs: Verbs, public_url: str) -> None:
    """Listen for people opening the Home tab; it is made anew each time."""

    def opened(
        event: dict[str, Any], client: WebClient, database: Database, person: User | None, team: str
    ) -> None:
        if person and may(person, Right.RUN):
            view = _of(person, database, verbs, public_url)
        elif person and may(person, Right.LOOK):
            view = staff_home(verbs.of(person), f"{ALL_ELSE} {helper(database, team)}")
        else:
            view = closed_home(turned_away(database, team))
        client.views_publish(user_id=event["user"], view=view)

    def show(client: WebClient, database: Database, person: User) -> None:
        client.views_publish(user_id=person.slack_id or "", view=_of(person, database, verbs, public_url))

    app.event("app_home_opened")(opened)
    first_steps.register(app, verbs, show)


def home(steps: FirstSteps, actions: Sequence[Progress], join_link: str, verbs: Verbs) -> View:
    """Return App Home for an admin."""
    blocks = [
        *first_steps.shown(steps),
        header("Text bank"),
        *_actions(actions),
        section(f"*Volunteers join here*\n{join_link}"),
        divider(),
        *rows(verbs),
    ]
    return {"type": "home", "blocks": blocks}


def staff_home(verbs: Verbs, sentence: str) -> View:
    """Return App Home for staff: their verbs, and whom to ask for more."""
    return {"type": "home", "blocks": [header("Text bank"), *rows(verbs), context(escape(sentence))]}


def closed_home(sentence: str) -> View:
    """Return App Home for somebody who has no business here."""
    return {"type": "home", "blocks": [header("Text bank"), section(escape(sentence))]}


def _of(person: User, database: Database, verbs: Verbs, public_url: str) -> View:
    with database.readers() as session:
        campaign = session.get_one(Campaign, person.campaign_id)
        actions, steps = progress(session, campaign.id), steps_of(session, campaign.id)
    return home(steps, actions, f"{public_url}/join/{campaign.join_code}", verbs)


def _actions(actions: Sequence[Progress]) -> list[Block]:
    if not actions:
        return [section("Nothing is running. `/textbank actions new` begins an action.")]
    blocks = [_action(action) for action in actions[:MOST_ACTIONS]]
    if (more := len(actions) - MOST_ACTIONS) > 0:
        blocks.append(context(f"… and {more:,} more; Results shows them all."))
    return blocks


def _action(action: Progress) -> Block:
    paused = ", paused" if action.state == "paused" else ""
    words = (
        f"*{escape(clip(action.title, 150))}*{paused}\n"
        f"{action.attempted:,} of {action.listed:,} texted, {_waiting(action)}"
    )
    press = button("See results", "results.of", str(action.action_id), label=f"Results of {action.title}")
    return section(words, press)


def _waiting(action: Progress) -> str:
    if action.waiting_since is None:
        return "nobody waits for an answer"
    waits = counted(action.attention, "conversation")
    return f"{waits} waiting for an answer, the oldest since {moment(action.waiting_since)}"

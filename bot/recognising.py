"""Who is asking: put the person, the database and the time into Bolt's context, and turn strangers away."""

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext, BoltResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.verbs import Verbs, allows
from core.clock import utcnow
from core.config import Settings
from core.db import Database
from core.errors import NotAllowed
from core.models import Campaign, User
from core.people.rights import Right, refusal, who_can_help


def recognise(database: Database, verbs: Verbs, settings: Settings) -> Callable[..., BoltResponse]:
    """Return the middleware that knows the person; so rights are checked at each click, not at the render.

    A stranger's request is refused like anything else that cannot be done; see `bot.errors`.
    Listeners take what it found by name: `person` (a `User`; None for a stranger where something is open to
    all), `database`, `team` (Slack's id), `now` and `settings`.
    """

    def middleware(
        body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        person = find_person(database, context.team_id, context.user_id)
        context["person"], context["database"] = person, database
        context["team"], context["now"], context["settings"] = context.team_id, utcnow(), settings
        if "event" in body:  # App Home is for everybody: it shows a stranger whom to ask
            return next()
        right = needed(body, verbs)
        if allows(person, right) and (person or _has_campaign(database, context.team_id)):
            return next()
        raise NotAllowed(turned_away(database, context.team_id, right or Right.TEXT))

    return middleware


def needed(body: dict[str, Any], verbs: Verbs) -> Right | None:
    """Return the right that a request needs: a command, a press, a form, a menu's options or a shortcut."""
    if "command" in body:
        name, _ = verbs.of_command(body["command"], str(body.get("text") or ""))
        return None if name == "help" else verbs.needed(f"menu.{name}")
    pressed = [action["action_id"] for action in body.get("actions") or []]
    form = body["view"]["callback_id"] if str(body.get("type")).startswith("view_") else ""
    (asked,) = pressed or [body.get("action_id") or form or body.get("callback_id") or ""]
    return verbs.needed(asked)


def find_person(database: Database, team_id: str | None, slack_id: str | None) -> User | None:
    """Return the campaign's user for somebody in Slack, None for a stranger."""
    if not slack_id:
        return None
    query = select(User).join(Campaign, Campaign.id == User.campaign_id)
    with database.readers() as session:
        return session.scalar(query.where(Campaign.slack_team_id == team_id, User.slack_id == slack_id))


def turned_away(database: Database, team_id: str | None, right: Right = Right.RUN) -> str:
    """Return the sentence for somebody without a right; it says who can help."""
    with database.readers() as session:
        return refusal(session, _campaign_id(session, team_id), right)


def helper(database: Database, team_id: str | None) -> str:
    """Return the sentence that says who of the campaign can help."""
    with database.readers() as session:
        return who_can_help(session, _campaign_id(session, team_id))


def _has_campaign(database: Database, team_id: str | None) -> bool:
    with database.readers() as session:
        return _campaign_id(session, team_id) is not None


def _campaign_id(session: Session, team_id: str | None) -> int | None:
    return session.scalar(select(Campaign.id).filter_by(slack_team_id=team_id))

"""Who is asking: put the person, the database and the time into Bolt's context, and turn strangers away."""

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext, BoltResponse
from sqlalchemy import Select, select

from bot.menu import ROOT
from core.clock import utcnow
from core.db import Database
from core.errors import NotAllowed
from core.models import Campaign, User

# what staff may press
LOOKS = (["menu.settings"], ["settings.states"])
OPT_OUTS = "optout"
ONLY_ADMINS = "Only the text bank's admins can do that."


def recognise(database: Database) -> Callable[..., BoltResponse]:
    """Return the middleware that knows the person; so rights are checked at each click, not at the render.

    A stranger's request is refused like anything else that cannot be done; see `bot.errors`.
    Listeners take what it found by name: `person` (a `User`), `database`, `team` (Slack's id) and `now`.
    """

    def middleware(
        body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        person = find_person(database, context.team_id, context.user_id)
        context["person"], context["database"] = person, database
        context["team"], context["now"] = context.team_id, utcnow()
        # App Home is for everybody: it shows a stranger whom to ask
        if "event" in body or (person and (person.is_admin or (person.may_look and is_for_staff(body)))):
            return next()
        raise NotAllowed(turned_away(database, context.team_id))

    return middleware


def is_for_staff(body: dict[str, Any]) -> bool:
    """Whether staff may ask for this at all; what they may do with opt-outs, the use cases say."""
    return only_looks(body) or is_about_opt_outs(body)


def is_about_opt_outs(body: dict[str, Any]) -> bool:
    """Whether a request is one of `/textbank optout`: the command, its buttons and forms."""
    if "command" in body:
        return body["command"] == ROOT and str(body.get("text") or "").lower().split()[:1] == [OPT_OUTS]
    pressed = [action["action_id"] for action in body.get("actions") or []]
    names = pressed or [(body.get("view") or {}).get("callback_id", "")]
    return all(name.removeprefix("menu.").partition(".")[0] == OPT_OUTS for name in names)


def only_looks(body: dict[str, Any]) -> bool:
    """Whether a request shows what staff may see too, and changes nothing."""
    if "command" in body:
        verb = str(body.get("text") or "").lower().split()[:1]
        return body["command"] == ROOT and verb in ([], ["help"], ["settings"])
    return [action["action_id"] for action in body.get("actions") or []] in LOOKS


def find_person(database: Database, team_id: str | None, slack_id: str | None) -> User | None:
    """Return the campaign's user for somebody in Slack, None for a stranger."""
    with database.readers() as session:
        return session.scalar(_of_team(team_id).filter(User.slack_id == slack_id)) if slack_id else None


def turned_away(database: Database, team_id: str | None, fact: str = ONLY_ADMINS) -> str:
    """Return the sentence for somebody without the right; it says who can help."""
    with database.readers() as session:
        owners = _of_team(team_id).filter(User.role == "owner", User.deactivated_at.is_(None))
        owner = session.scalar(owners.order_by(User.id).limit(1))
    if owner is None:
        return "Nobody owns this text bank yet. Whoever runs the server types: textbank owner YOUR_SLACK_ID"
    return f"{fact} {owner.name} can make you one."


def _of_team(team_id: str | None) -> Select[User]:
    query = select(User).join(Campaign, Campaign.id == User.campaign_id)
    return query.filter(Campaign.slack_team_id == team_id)

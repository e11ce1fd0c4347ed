"""How volunteers and filters are written. Pure."""

from bot.blocks import clip, escape
from bot.counted import counted
from bot.times import moment
from core.contacts.phones import as_written
from core.models import User
from core.people.volunteers import Line
from core.people.who import STATES, Who


def line(shown: Line) -> str:
    """Return the lines of mrkdwn for somebody in the list."""
    return "\n".join([f"{name(shown.user)}  {reached_by(shown.user)}", standing(shown.user), *doing(shown)])


def name(user: User) -> str:
    """Return the name in bold, and the role of somebody who is more than a volunteer."""
    role = "" if user.role == "volunteer" else f"  _{user.role}_"
    return f"*{escape(clip(user.name, 150))}*{role}"


def reached_by(user: User) -> str:
    """Return the phone, the address or the Slack account somebody is known by."""
    known = [as_written(user.phone)] if user.phone else []
    known += [escape(clip(user.email, 100))] if user.email and not user.phone else []
    known += [f"<@{user.slack_id}>"] if user.slack_id else []
    return "  ".join(known) or "no phone yet"


def standing(user: User) -> str:
    """Return since when somebody is there, or that they are not."""
    if user.deactivated_at:
        return f":no_entry: deactivated {moment(user.deactivated_at)}"
    if user.joined_at is None:
        return f"invited {moment(user.created_at)}, not joined yet"
    seen = f"last seen {moment(user.last_seen_at)}" if user.last_seen_at else "never in the inbox"
    return f"joined {moment(user.joined_at)}, {seen}"


def doing(shown: Line) -> list[str]:
    """Return how many conversations somebody has in hand, if any."""
    if not shown.texted:
        return []
    waiting = f", *{shown.waiting:,} waiting for an answer*" if shown.waiting else ""
    return [f"{shown.texted:,} texted in their hands{waiting}"]


def meant(who: Who) -> str:
    """Return who is shown, such as "Active, role staff, with somebody waiting"."""
    parts = [STATES.get(who.state, STATES["all"])]
    parts += [f"“{escape(clip(who.words, 80))}”"] if who.words else []
    parts += [f"role {escape(who.role)}"] if who.role else []
    parts += [f"joined since {escape(who.joined_since)}"] if who.joined_since else []
    parts += [f"seen since {escape(who.seen_since)}"] if who.seen_since else []
    parts += ["who received an action"] if who.received else []
    parts += ["who started an action"] if who.started else []
    parts += ["with somebody waiting for their answer"] if who.waiting else []
    parts += ["in a user list"] if who.in_list else []
    return ", ".join(parts)


def people(count: int) -> str:
    return counted(count, "volunteer")

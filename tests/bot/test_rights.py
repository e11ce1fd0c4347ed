"""Rights at the click: whoever lacks the right is refused at every command, button, form and menu."""

from typing import Any

import pytest
from slack_bolt import BoltContext
from sqlalchemy.orm import Session

from bot.recognising import needed, recognise
from core.config import Settings
from core.db import Database
from core.errors import NotAllowed
from core.models import Campaign, User
from core.people.rights import ADD_ONS, Right, may
from tests import factories
from tests.bot.test_tenants import LISTENERS, VERBS
from tests.factories import NOON

# What somebody below an admin may press, by what the ids begin with; all else is for admins alone.
# The longest that fits counts. A use case may still ask for more (see its own tests).
OPEN: dict[str, Right | None] = {
    "/results": Right.LOOK,
    "/textbank": None,
    "attention": Right.LOOK,
    "contacts": Right.LOOK,
    "find": Right.LOOK,
    "menu.attention": Right.LOOK,
    "menu.contacts": Right.LOOK,
    "menu.find": Right.LOOK,
    "menu.open": None,
    "menu.optout": Right.LOOK,
    "menu.results": Right.LOOK,
    "menu.settings": Right.LOOK,
    "menu.texts": None,
    "menu.volunteers": Right.LOOK,
    "note_action": Right.LOOK,
    "notes": Right.LOOK,
    "optout": Right.LOOK,
    "optout.column": Right.RUN,
    "optout.export": Right.EXPORT,
    "optout.import": Right.RUN,
    "optout.lift": Right.RUN,
    "optout.upload": Right.RUN,
    "put_in_folders": Right.LOOK,
    "results": Right.LOOK,
    "results.post": Right.RUN,
    "review": Right.LOOK,
    "review.reassign": Right.RUN,
    "settings": Right.SETTINGS,
    "settings.states": Right.LOOK,
    "texts": None,
    "texts.decide": Right.RUN,
    "timezone": Right.SETTINGS,
    "user_lists.folder": Right.LOOK,
    "volunteers": Right.PEOPLE,
    "volunteers.clear": Right.LOOK,
    "volunteers.filter": Right.LOOK,
    "volunteers.in_list": Right.LOOK,
    "volunteers.lists": Right.LOOK,
    "volunteers.open": Right.LOOK,
    "volunteers.received": Right.LOOK,
    "volunteers.started": Right.LOOK,
    "volunteers.turn": Right.LOOK,
}
OTHERS = {"event"}  # App Home is for everybody and says whom to ask


def asked(listener: str) -> dict[str, Any] | None:
    """Return what Slack sends when somebody presses it; None for what no person presses."""
    kind, _, name = listener.partition(" ")
    name = name.removeprefix("^").removesuffix("$").replace("\\", "")
    bodies: dict[str, dict[str, Any]] = {
        "action": {"type": "block_actions", "actions": [{"action_id": name}]},
        "view": {"type": "view_submission", "view": {"callback_id": name}},
        "options": {"type": "block_suggestion", "action_id": name},
        "shortcut": {"type": "shortcut", "callback_id": name},
        "command": {"command": name, "text": ""},
    }
    return None if kind in OTHERS else bodies[kind]


PRESSABLE = {name: body for name in LISTENERS if (body := asked(name)) is not None}


@pytest.fixture
def knocked(database: Database, session: Session, campaign: Campaign) -> Any:
    """Return whether somebody gets in with a request; a refusal must say who can help."""
    assert campaign.id
    middleware = recognise(database, VERBS, Settings())
    refusals: list[str] = []

    def knock(slack_id: str, body: dict[str, Any]) -> bool:
        context = BoltContext({"team_id": campaign.slack_team_id, "user_id": slack_id})
        reached: list[bool] = []
        try:
            middleware(body, context, lambda: reached.append(True))
        except NotAllowed as refusal:
            refusals.append(refusal.sentence)
        return bool(reached)

    yield knock
    assert all("owner can help" in sentence for sentence in refusals)


@pytest.fixture
def people(session: Session, campaign: Campaign) -> dict[str, User]:
    """One person for each that a role and its rights make."""
    roles: dict[str, dict[str, Any]] = {
        "owner": {"role": "owner"},
        "admin": {"role": "admin"},
        "staff": {"role": "staff"},
        **{right.value: {"role": "staff", "rights": [right.value]} for right in ADD_ONS},
        "volunteer": {"role": "volunteer", "rights": [right.value for right in Right]},
        "closed": {"role": "owner", "deactivated_at": NOON},
    }
    made = {
        name: factories.user(session, campaign, name, slack_id=f"U0{name}", **more)
        for name, more in roles.items()
    }
    session.commit()
    return made


def test_everything_is_open_to_those_with_the_right_alone(knocked: Any, people: dict[str, User]) -> None:
    """Walks all listeners, so that a new one cannot be forgotten: what is not in `OPEN` is for admins."""
    for listener, body in PRESSABLE.items():
        right = _expected(listener)
        for person in people.values():
            expected = right is None or may(person, right)

            assert expected == knocked(person.slack_id, body), f"{listener} by {person.first_name}"


def test_a_stranger_gets_in_nowhere_but_where_everybody_may(knocked: Any, people: dict[str, User]) -> None:
    for listener, body in PRESSABLE.items():
        assert knocked("U0NOBODY", body) == (_expected(listener) is None), listener


def test_the_menu_names_what_somebody_may_ask_for(people: dict[str, User]) -> None:
    for person in people.values():
        named = {verb.name for verb in VERBS.of(person)}

        assert named == {each.name for each in VERBS if each.needs is None or may(person, each.needs)}


def test_an_id_that_nobody_named_is_for_admins() -> None:
    pressed = {"type": "block_actions", "actions": [{"action_id": "brand.new.v1"}]}

    assert Right.RUN == needed(pressed, VERBS)


def _expected(listener: str) -> Right | None:
    """Return what `OPEN` says of a listener's id."""
    name = listener.partition(" ")[2].removeprefix("^").replace("\\", "")
    fitting = [each for each in OPEN if name == each or name.startswith(f"{each}.")]
    return OPEN[max(fitting, key=len)] if fitting else Right.RUN

"""Ids of another campaign, in every button, menu, form and verb: nothing is shown, nothing is changed."""

import inspect
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import home, menu
from bot.app import fill
from bot.forms import Form
from bot.request import Request
from bot.settings import states
from bot.settings.parts import PARTS
from bot.verbs import Verbs
from core.config import Settings
from core.db import Database
from core.errors import CoreError
from core.models import (
    Base,
    Campaign,
    ContactList,
    Conversation,
    CustomField,
    FieldOption,
    Folder,
    FolderItem,
    Import,
    Summary,
    Tag,
    User,
)
from tests import factories
from tests.databases import OneConnection
from tests.factories import NOON

FOREIGN = 777_777  # the id of everything in the other campaign
SECRET, SEARCHED = "Hillside", "Hill"

Listener = Callable[..., Any]


class Listening:
    """Stands in for the Bolt app: hears what listens to what."""

    def __init__(self) -> None:
        self.listeners: dict[str, Listener] = {}

    def __getattr__(self, kind: str) -> Callable[[Any], Callable[[Listener], Listener]]:
        def of(name: Any) -> Callable[[Listener], Listener]:
            def listens(listener: Listener) -> Listener:
                self.listeners[f"{kind} {getattr(name, 'pattern', name)}"] = listener
                return listener

            return listens

        return of


class Told:
    """Stands in for `ack` and for the client: keeps all that was told."""

    def __init__(self) -> None:
        self.words = ""

    def __call__(self, *given: Any, **more: Any) -> dict[str, Any]:
        self.words += json.dumps([given, more], default=str)
        return {
            "usergroups": [],
            "view": {"id": "V1"},
            "user": {"id": "U1", "name": "nia", "team_id": "T0RIVERSIDE"},
        }

    def __getattr__(self, method: str) -> "Told":
        return self


def registered() -> tuple[dict[str, Listener], Verbs]:
    app: Any = Listening()
    verbs = Verbs()
    fill(verbs, app)
    menu.register(app, verbs)
    home.register(app, verbs, Settings())
    return app.listeners, verbs


LISTENERS, VERBS = registered()

ORDER = {"from_user_id": FOREIGN, "to_user_id": FOREIGN, "which": "all", "action_id": FOREIGN}
NOTHING: dict[str, Any] = {"state": {"values": {}}}
SEEN = {
    "name": "",
    "position": 1,
    "reportable": True,
    "required": False,
    "opt_out": False,
    "folders": [],
    "archived": False,
}
METADATA: list[dict[str, Any]] = [
    {"action_id": FOREIGN, "channel": "C0GENERAL", "figure": "attention"},
    {"action": FOREIGN, "count": 1, "page": 0, "draft": True},
    {"action": FOREIGN, "script": FOREIGN, "seen": "", "position": 2, "page": 0},
    {"page": 0, "id": FOREIGN, "seen": SEEN, "key": "k", "slug": "", "kind": "text", "built_in": ""},
    {"page": 0, "id": None, "seen": {}, "key": "k", "slug": "", "kind": "text", "built_in": ""},
    {"page": 0, "folder": FOREIGN, "moved": FOREIGN},
    {"page": 0, "field": FOREIGN, "at": 0, "option": FOREIGN, "seen": "", "key": "k"},
    {"page": 0, "inside": FOREIGN, "thing": "tag", "at": 0},
    {"conversation": FOREIGN, "seen": 0, "before": None, "key": "k", "script": None},
    {"tab": "waiting", "page": 0, "action_id": FOREIGN, "action": "", "holder_id": FOREIGN, "holder": ""},
    {"search": {"action_id": FOREIGN, "tag_id": FOREIGN, "words": SEARCHED}, "chosen": {}, "total": None},
    {"action": FOREIGN, "later": False, "typed": False, "title": ""},
    {"action": FOREIGN, "later": True, "typed": False, "title": ""},
    {"import_id": FOREIGN},
    {
        "contact_id": FOREIGN,
        "seen": NOON.isoformat(),
        "tags": [FOREIGN],
        "fields": [FOREIGN],
        "list_id": FOREIGN,
        "what": "tag",
        "criteria": [{"what": "tag", "ids": [FOREIGN]}],
    },
    {"phone": "+12125550191"},
    {"permalink": ""},
    {"channel": "C0GENERAL"},
    {"filter": {"person": FOREIGN, "kind": "", "subject": f"tag:{FOREIGN}", "day": ""}, "cleared": 0},
    {"page": 0, "id": FOREIGN, "had": ["staff", []], "wanted": ["admin", []], "people": ["U0HILL"]},
    {"who": {"in_list": FOREIGN, "received": FOREIGN}, "page": 0, "user": FOREIGN},
    {"page": 0, "archived": False, "list": FOREIGN},
    {"phone": "+12125550191", "first_name": "", "last_name": ""},
    {"order": ORDER, "count": 1},
    {"seen": {name: None for part in PARTS.values() for name in part.read(Form(NOTHING))}},
    {"seen": dict.fromkeys(states.read(Form(NOTHING))), "code": "NY", "readable": True},
]


MOVES = ("tags.move", "fields.move", "folders.move", "fields.options.do")
CHOSEN = {f"action {each}": f"{FOREIGN}:first:0" for each in MOVES} | {
    "action results.open": "attention",
    "action lists.condition": "tag",
}
VALUES = {"action folders.out": f"tag:{FOREIGN}"}


@pytest.fixture
def other(session: Session, maya: User) -> None:
    """A campaign beside Maya's, where everything has one id and one name."""
    one: dict[str, Any] = {"id": FOREIGN, "campaign_id": FOREIGN}
    made = factories.campaign(
        session,
        id=FOREIGN,
        name=SECRET,
        organisation=SECRET,
        slack_team_id="T0HILL",
        join_code="hill1",
        service="MG" + "1" * 32,
    )
    of = ContactList(name=SECRET, created_at=NOON, **one)
    stamps = {"created_at": NOON, "updated_at": NOON}
    label = {"name": SECRET, "slug": "hill", "position": 1, **stamps}
    session.add(of)
    session.flush()
    user = factories.user(session, made, SECRET, id=FOREIGN, phone="+12125550190")
    contact = factories.contact(session, of, SECRET, "+12125550191", id=FOREIGN)
    factories.action(session, of, id=FOREIGN, title=SECRET)
    session.add_all(
        [
            Conversation(
                action_id=FOREIGN, contact_id=contact.id, holder_id=user.id, attention_since=NOON, **one
            ),
            Tag(**one, **label),
            CustomField(kind="selection", **one, **label),
            Folder(name=SECRET, position=1, **stamps, **one),
            Import(list_name=SECRET, file_name=SECRET, mapping={"0": "phone"}, created_at=NOON, **one),
            Summary(channel="C0HILL", at_minute=1, timezone="UTC", next_at=NOON, created_at=NOON, **one),
        ]
    )
    session.flush()
    session.add(FieldOption(id=FOREIGN, field_id=FOREIGN, label=SECRET, position=1))
    session.add(FolderItem(folder_id=FOREIGN, thing="tag", thing_id=FOREIGN))
    session.commit()


def everything(session: Session) -> list[dict[str, Any]]:
    """Return all rows of the other campaign as they are now."""
    session.expire_all()
    rows: list[Any] = []
    for mapper in Base.registry.mappers:
        table: Any = mapper.local_table
        if "campaign_id" in table.c:
            rows += session.execute(select(table).where(table.c.campaign_id == FOREIGN)).mappings().all()
    rows += session.execute(select(Campaign.__table__).where(Campaign.id == FOREIGN)).mappings().all()
    return [dict(row) for row in rows]


def bodies(name: str) -> Iterator[dict[str, Any]]:
    """Yield what Slack would send to this listener, with the other campaign's ids wherever one can be."""
    for metadata in METADATA:
        view = {
            "id": "V1",
            "hash": "1.a",
            "type": "modal",
            "title": {"type": "plain_text", "text": "Form"},
            "root_view_id": "V0",
            "previous_view_id": "V0",
            "private_metadata": json.dumps(metadata),
            "state": {"values": {"all": _typed()}},
            "blocks": [],
        }
        chosen = {"value": CHOSEN.get(name, str(FOREIGN))}
        value = (
            json.dumps({"page": 0, "archived": False}) if "turn" in name else VALUES.get(name, str(FOREIGN))
        )
        for figure in (value, "0"):
            action = {"action_id": name.partition(" ")[2], "value": figure, "selected_option": chosen}
            yield {
                "type": "block_actions",
                "action_id": "folders.things.tag",
                "trigger_id": "1.2",
                "user": {"id": "U0MAYA"},
                "view": view,
                "actions": [action],
            }


def _typed() -> dict[str, Any]:
    chosen = {"selected_option": {"value": str(FOREIGN)}, "selected_options": [{"value": str(FOREIGN)}]}
    menus = (
        "contact_list",
        "report_tags",
        "report_fields",
        "response_tags",
        "response_nexts",
        "first_nexts",
        "from_user",
        "to_user",
        "of_action",
        "filter_list",
        "filter_tag",
        "put_in_folders",
        "folders.things.tag",
        "tags.neighbour",
    )
    words = {
        "name": "Friend",
        "title": "Ours",
        "initial_1": factories.HELLO,
        "response_name": "Yes",
        "response_body": "Yes",
    }
    picked = {
        "which": {"selected_option": {"value": "all"}},
        "channel": {"selected_conversation": "C0GENERAL"},
        "actions.publish_at": {"selected_date_time": int(NOON.timestamp()) + 60},
    }
    return dict.fromkeys(menus, chosen) | {name: {"value": value} for name, value in words.items()} | picked


@pytest.mark.usefixtures("other")
def test_no_listener_knows_anything_of_another_campaign(
    database: OneConnection, session: Session, maya: User
) -> None:
    """Walks all listeners, so that a new one cannot be forgotten."""
    before = everything(session)
    for name in LISTENERS:
        if name.split()[0] in {"action", "view", "options"}:
            with undone(database):
                told = hear(name, database, maya)

                assert SECRET not in told.words, name
                assert before == everything(session), name


@contextmanager
def undone(database: OneConnection) -> Iterator[None]:
    """Undo what is done meanwhile: a server has room for the locks of so many savepoints only."""
    point = database.connection.begin_nested()
    yield
    point.rollback()


@pytest.mark.usefixtures("other")
def test_no_verb_knows_anything_of_another_campaign(database: Database, maya: User) -> None:
    for verb in VERBS:
        told = Told()
        for words in ([], [SEARCHED], ["new"], ["import"]):
            client: Any = told
            verb.handler(Request(client, database, maya, "U0MAYA", words, "C0GENERAL", "1.2", NOON))

        assert SECRET not in told.words, verb.name


def test_every_table_belongs_to_a_campaign_or_to_a_row_that_does() -> None:
    """Walks all tables: what has no campaign of its own hangs on something that has one."""
    # kept before anybody knows whose they are, or of the whole product
    raw = {"status_events", "inbound_events", "install_states", "bookmarks", "tallies"}
    for mapper in Base.registry.mappers:
        table: Any = mapper.local_table
        if table.name in raw | {"campaigns"} or "campaign_id" in table.c:
            continue
        owners = {key.column.table for column in table.c for key in column.foreign_keys}
        assert owners, table.name
        assert all("campaign_id" in owner.c for owner in owners), table.name


def hear(name: str, database: Database, person: User) -> Told:
    """Let a listener hear everything that Slack might send it; return what it told."""
    told, understood = Told(), 0
    for body in bodies(name):
        try:
            _call(LISTENERS[name], told, database, person, body)
        except CoreError as refusal:
            told(refusal.sentence)
        except (KeyError, TypeError, ValueError):
            continue  # metadata of another form
        understood += 1
    assert understood, f"{name}: one of the bodies must be what it expects"
    return told


def _call(listener: Listener, told: Told, database: Database, person: User, body: dict[str, Any]) -> None:
    known = {
        "ack": told,
        "client": told,
        "database": database,
        "person": person,
        "now": NOON,
        "team": "T0RIVERSIDE",
        "body": body,
        "view": body["view"],
        "payload": {"value": SEARCHED, "action_id": f"answer_{FOREIGN}"},
        "context": {},
        "settings": Settings(secret_key=SecretStr("secret")),
    }
    listener(**{name: known[name] for name in inspect.signature(listener).parameters})

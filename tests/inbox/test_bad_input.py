"""Whatever is sent to whatever address: a clear answer, never a failure, never somebody else's."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.models import (
    Action,
    ActionField,
    ActionTag,
    Campaign,
    Contact,
    Conversation,
    CustomField,
    Message,
    Report,
    Script,
    Tag,
    User,
)
from tests import factories
from tests.factories import NOON
from tests.inbox.page import Page

LARGE = 99_999_999_999_999_999_999
EVIL = "<img src=x onerror=alert(1)>"
NUL, ODD = "Pat\0Quinn", "\u202e<!channel> & <b>{{ name }}</b> '\";--" + "🫨é" * 1500


@dataclass(frozen=True)
class Ids:
    """What addresses and forms name."""

    conversation: int
    action: int
    script: int
    tag: int
    field: int
    code: str = "river1"

    def address(self, rule: str) -> str:
        for name, value in vars(self).items():
            rule = rule.replace(f"<int:{name}_id>", str(value)).replace(f"<{name}>", str(value))
        return rule

    def form(self, words: str) -> dict[str, str]:
        """Return every field that any form has, each with these words where words can be typed."""
        typed = ("first_name", "last_name", "phone", "code", "key", "body", "named", "before", "tab", "since")
        chosen = ("after", "script", "script_id", "back", "token", f"field-{self.field}")
        return dict.fromkeys([*typed, *chosen], words) | {f"tag-{self.tag}": "yes", f"tag-{LARGE}": "yes"}


@pytest.fixture
def app(app: Flask) -> Flask:
    """The app without form tokens: tests/inbox/test_app.py looks after those."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def ours(session: Session, maya: User, conversation: Conversation) -> Ids:
    return _ids(session, maya, conversation.action_id)


@pytest.fixture
def theirs(session: Session) -> Ids:
    """The same in another campaign, where somebody named as Jo is holds the conversation."""
    campaign = factories.campaign(
        session, service="MG" + "1" * 32, slack_team_id="T0HILLSIDE", join_code="hill1"
    )
    owner = factories.user(session, campaign, "Ana Ode", role="owner")
    twin = factories.user(session, campaign, "Jo Park", phone="+12125550101")
    people = factories.contact_list(session, campaign, "Hillside")
    contact = factories.contact(session, people, "Pat Quinn", "+12125550111")
    action = factories.action(session, people, contacts=[contact], audience=[twin])
    factories.held(session, action, contact, twin)
    return _ids(session, owner, action.id)


@pytest.fixture
def visit(app: Flask, session: Session, jo: User) -> Callable[..., Iterator[tuple[str, TestResponse]]]:
    """Return the walk through every address of the inbox as Jo."""

    def walk(ids: Ids, words: str = "Hello") -> Iterator[tuple[str, TestResponse]]:
        session.commit()
        for rule in app.url_map.iter_rules():
            if rule.endpoint == "static" or rule.endpoint.startswith(
                ("twilio", "health", "signing_in.leave")
            ):
                continue
            client = app.test_client()
            with client.session_transaction() as cookie:
                cookie["user"], cookie["proving"] = jo.id, "+12125550101"
            form = ids.form(words)
            if "POST" in (rule.methods or ()):
                yield rule.rule, client.post(ids.address(rule.rule), data=form)
            else:
                yield rule.rule, client.get(ids.address(rule.rule), query_string=form, follow_redirects=True)

    return walk


@pytest.mark.parametrize(
    "words", [NUL, "\0", ODD, "", "-1", str(LARGE)], ids=["nul", "only nul", "odd", "", "-1", "large"]
)
def test_no_words_make_a_page_fail(
    visit: Callable[..., Iterator[tuple[str, TestResponse]]], ours: Ids, words: str
) -> None:
    failed = [(rule, answer.status_code) for rule, answer in visit(ours, words) if answer.status_code >= 500]

    assert [] == failed


def test_names_and_words_are_shown_and_never_run(
    visit: Callable[..., Iterator[tuple[str, TestResponse]]],
    session: Session,
    ours: Ids,
    jo: User,
    pat: Contact,
    action: Action,
    conversation: Conversation,
    campaign: Campaign,
) -> None:
    conversation.initial_at = conversation.last_message_at = conversation.last_inbound_at = NOON
    conversation.last_preview = action.title = action.instructions = EVIL
    pat.first_name = pat.last_name = jo.first_name = campaign.name = campaign.organisation = EVIL
    session.get_one(Tag, ours.tag).name = session.get_one(CustomField, ours.field).name = EVIL
    session.get_one(Script, ours.script).name = session.get_one(Script, ours.script).body = EVIL
    session.add_all(
        [
            ActionTag(action_id=action.id, tag_id=ours.tag),
            ActionField(action_id=action.id, field_id=ours.field),
        ]
    )
    answers = dict(visit(ours, EVIL))
    pages = {rule: answer.text for rule, answer in answers.items() if answer.mimetype != "image/png"}

    assert [] == [rule for rule, text in pages.items() if EVIL in text]
    shown = {rule for rule, text in pages.items() if "&lt;img src=x" in text}
    assert {"/", "/join/<code>", "/conversations/<int:conversation_id>/report"} <= shown


def test_no_number_in_an_address_makes_a_page_fail(
    visit: Callable[..., Iterator[tuple[str, TestResponse]]],
) -> None:
    for number in (0, LARGE, 2**63 - 1, 2**31, 2**63):
        found = {
            (rule, answer.status_code)
            for rule, answer in visit(Ids(number, number, number, number, number, "no\0code"))
            if "<" in rule and answer.status_code not in {404, 405}
        }
        # saying what words cost needs no conversation
        assert found <= {("/conversations/<int:conversation_id>/segments", 200)}


def test_nothing_of_another_campaign_is_there(
    visit: Callable[..., Iterator[tuple[str, TestResponse]]], session: Session, theirs: Ids
) -> None:
    """Walks all routes, so that a new one cannot be forgotten."""
    before = _everything(session, theirs)
    for rule, answer in visit(theirs):
        if "<int:" in rule and not rule.endswith("/segments"):
            assert 404 == answer.status_code, rule

    assert before == _everything(session, theirs)


def test_ids_of_another_campaign_in_our_forms_do_nothing(
    as_user: Callable[[User], Page],
    jo: User,
    app: Flask,
    session: Session,
    ours: Ids,
    theirs: Ids,
    conversation: Conversation,
) -> None:
    conversation.initial_at = conversation.last_inbound_at = NOON
    client = as_user(jo).client
    before = _everything(session, theirs)
    form = {
        "key": "k",
        "body": "Hello",
        "script_id": theirs.script,
        f"tag-{theirs.tag}": "yes",
        f"field-{theirs.field}": "x",
    }
    client.post(f"/conversations/{ours.conversation}/messages", data=form)
    client.post(f"/conversations/{ours.conversation}/reports", data=form)
    session.expire_all()

    assert before == _everything(session, theirs)
    assert [] == session.scalars(select(Message).filter_by(script_id=theirs.script)).all()


def _ids(session: Session, owner: User, action_id: int) -> Ids:
    stamps = {"campaign_id": owner.campaign_id, "created_at": NOON, "updated_at": NOON, "position": 1}
    tag, field = (
        Tag(name="Friend", slug="friend", **stamps),
        CustomField(name="Notes", slug="notes", kind="text", **stamps),
    )
    session.add_all([tag, field])
    session.flush()
    conversation = session.scalars(select(Conversation.id).filter_by(action_id=action_id).limit(1)).one()
    script = session.scalars(select(Script.id).filter_by(action_id=action_id, kind="response")).one()
    return Ids(conversation, action_id, script, tag.id, field.id)


def _everything(session: Session, ids: Ids) -> list[object]:
    """Return whatever a press could have changed there."""
    session.expire_all()
    held = session.get_one(Conversation, ids.conversation)
    rows = [
        len(session.scalars(select(kind).filter_by(action_id=ids.action)).all()) for kind in (Message, Report)
    ]
    return [
        held.holder_id,
        held.initial_at,
        held.archived_at,
        held.opted_out_at,
        session.get_one(Action, ids.action).state,
        *rows,
    ]

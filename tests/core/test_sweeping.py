"""Nothing is stuck: a row left in any state that is not final is found by a sweep, at every start too.

New tables and new states are found here by themselves: whoever makes one says who looks after it.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from sqlalchemy.orm import Session

import core
from core.clock import utcnow
from core.conversations.receiving import keep
from core.db import Database
from core.delivery import states
from core.delivery.gateway import Carried
from core.engine import Engine
from core.jobs import JOBS, SWEEPS, Tools
from core.models import (
    Action,
    Base,
    Campaign,
    Contact,
    Conversation,
    Import,
    InboundEvent,
    InstallState,
    MediaFile,
    Message,
    Notice,
    SignInCode,
    StoredFile,
)
from core.sweeping import SWEPT_BY
from tests import factories
from tests.core.delivery.kit import SERVICE, attempted
from tests.databases import OneConnection
from tests.fakes import FakeGateway, FakeSlack
from textbank.clock import make_clock

Row = TypeVar("Row", bound=Base)

LONG_AGO = timedelta(days=4)
SID = "SM" + "1" * 32
# columns of that name which are none: where somebody lives, and a key of an installation
NO_STATES = {Contact, InstallState}

STUCK = [(table, state) for table, known in SWEPT_BY.items() for state, sweep in known.items() if sweep]


def make_text(session: Session, conversation: Conversation, state: str) -> Message:
    then = utcnow() - LONG_AGO
    stamps = {"created_at": then, "attempted_at": None if state == "queued" else then}
    sid = SID if state in {"accepted", "sent"} else None
    due_at = None if state == "sending" else then
    return attempted(session, conversation, state, "a1", carrier_sid=sid, due_at=due_at, **stamps)


def make_event(session: Session, conversation: Conversation, _: str) -> InboundEvent:
    number = session.get_one(Contact, conversation.contact_id).phone
    keep(session, {"MessageSid": "SM1", "From": number, "Body": "Yes"}, now=utcnow() - LONG_AGO)
    return session.query(InboundEvent).one()


def make_file(session: Session, conversation: Conversation, state: str) -> MediaFile:
    text = factories.heard(session, conversation, "Look")
    made = MediaFile(
        campaign_id=text.campaign_id, message_id=text.id, position=0, state=state,
        url="https://elsewhere.example/1", due_at=utcnow() - LONG_AGO,
    )  # fmt: skip
    return _kept(session, made)


def make_notice(session: Session, conversation: Conversation, state: str) -> Notice:
    then = utcnow() - LONG_AGO
    made = Notice(
        campaign_id=conversation.campaign_id, key="k", kind="text", channel="C0", data={}, state=state,
        due_at=then, attempted_at=then if state == "sending" else None,
    )  # fmt: skip
    return _kept(session, made)


def make_import(session: Session, conversation: Conversation, state: str) -> Import:
    then = utcnow() - LONG_AGO
    stored = _kept(
        session,
        StoredFile(campaign_id=conversation.campaign_id, name="a.csv", content=b"", created_at=then),
    )
    made = Import(
        campaign_id=conversation.campaign_id, list_name="Voters", file_name="a.csv", file_id=stored.id,
        state=state, created_at=then, heartbeat_at=then if state == "running" else None,
    )  # fmt: skip
    return _kept(session, made)


def make_code(session: Session, conversation: Conversation, state: str) -> SignInCode:
    then = utcnow() - LONG_AGO
    made = SignInCode(
        campaign_id=conversation.campaign_id, phone="+12125550101", code="123456", code_hash="x",
        state=state, created_at=then, expires_at=then, attempted_at=then if state == "sending" else None,
    )  # fmt: skip
    return _kept(session, made)


def make_action(session: Session, conversation: Conversation, state: str) -> Action:
    then, made = utcnow() - LONG_AGO, session.get_one(Action, conversation.action_id)
    made.state, made.scheduled_for = state, then if state == "scheduled" else None
    return _kept(session, made)


Make = Callable[[Session, Conversation, str], Base]
MAKERS: dict[type[Base], Make] = {
    Message: make_text,
    InboundEvent: make_event,
    MediaFile: make_file,
    Notice: make_notice,
    Import: make_import,
    SignInCode: make_code,
    Action: make_action,
}


@pytest.fixture
def tools(database: Database, session: Session, campaign: Campaign) -> Iterator[Tools]:
    """Sweeps go by the real clock, so let everybody be texted at any hour."""
    campaign.texting_from = campaign.sunday_from = 0
    campaign.texting_until = campaign.replies_until = 24
    gateway = FakeGateway(utcnow())
    carried = Carried(SID, "out", "delivered", "+12125550111", None, "Thanks!", None, utcnow(), SERVICE)
    gateway.carried = {SID: carried, "SM2": replace(carried, sid="SM2", body="another")}
    made = Tools(database, gateway, FakeSlack(), "https://text.example")
    yield made
    made.outbox.close()


@pytest.mark.parametrize(("table", "state"), STUCK, ids=lambda each: getattr(each, "__name__", each))
def test_a_row_left_in_this_state_is_moved_by_its_sweep(
    session: Session,
    database: Database,
    conversation: Conversation,
    tools: Tools,
    table: type[Base],
    state: str,
) -> None:
    row = MAKERS[table](session, conversation, state)
    session.commit()
    forget_bells(database)

    for _ in range(2):
        sweep(tools, database, cast("str", SWEPT_BY[table][state]))

    session.expire_all()
    assert state != state_of(row)
    assert state_of(row) in SWEPT_BY[table]


def test_every_sweep_named_is_one_and_every_sweep_is_a_job() -> None:
    named = {sweep for known in SWEPT_BY.values() for sweep in known.values() if sweep}

    assert named <= SWEEPS.keys() <= JOBS.keys()


def test_every_table_with_states_or_tries_says_who_looks_after_them() -> None:
    tables = [mapper.class_ for mapper in Base.registry.mappers]
    with_states = {table for table in tables if {"state", "tries"} & set(table.__table__.columns.keys())}

    assert with_states - NO_STATES == SWEPT_BY.keys()


def test_every_state_of_a_text_is_known() -> None:
    known = {state.name for state in (*states.OURS, *states.OF_TWILIO.values())}

    assert known | {"received"} == SWEPT_BY[Message].keys()
    waiting = {state for state, sweep in SWEPT_BY[Message].items() if sweep}
    assert states.UNFINISHED <= waiting
    final = {state.name for state in states.OF_TWILIO.values() if state.is_final}
    assert not final & waiting


def test_every_state_that_the_code_writes_is_known() -> None:
    """A state that is made up somewhere in the house shows here first."""
    declared = {state for known in SWEPT_BY.values() for state in known}
    home = Path(core.__file__).parent
    written = {
        (str(path.relative_to(home)), state)
        for path in home.rglob("*.py")
        if "migrations" not in path.parts
        for state in states_in(ast.parse(path.read_text()))
    }

    assert len(written) > 10
    assert [] == sorted(each for each in written if each[1] not in declared)


def test_all_of_them_are_rung_at_the_start(tools: Tools) -> None:
    clock = make_clock(Engine("", tools))
    clock.start(paused=True)

    soon = {job.args[0] for job in clock.get_jobs() if job.next_run_time < utcnow() + timedelta(seconds=5)}

    clock.shutdown()
    assert SWEEPS.keys() == soon


def sweep(tools: Tools, database: Database, name: str) -> None:
    """Run a sweep, and what it rang for."""
    JOBS[name](tools)
    for job, args in forget_bells(database):
        JOBS[job](tools, *args)


def forget_bells(database: Database) -> list[tuple[str, tuple[object, ...]]]:
    bells = cast("OneConnection", database).bells
    rung = list(bells)
    bells.clear()
    return rung


def state_of(row: Any) -> str:
    if isinstance(row, InboundEvent):
        return "applied" if row.applied_at else "kept"
    return str(row.state)


def states_in(tree: ast.AST) -> Iterator[str]:
    """Yield the words that are given to something called `state`."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg="state", value=ast.Constant(value=str(word))):
                yield word
            case ast.Assign(targets=targets, value=value):
                yield from _assigned(targets[0], value)
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "state":
                        yield from _word(value)
            case ast.AnnAssign(target=ast.Name(id="state"), value=ast.Call(keywords=keywords)):
                for each in keywords:
                    if each.arg == "default":
                        yield from _word(each.value)


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for part, its_value in zip(target.elts, value.elts, strict=True):
            yield from _assigned(part, its_value)
    elif isinstance(target, ast.Attribute) and target.attr == "state":
        yield from _word(value)


def _word(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
        yield value.value


def _kept(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row

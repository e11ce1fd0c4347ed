"""The cast, the two databases, and the rule that nothing leaves this machine."""

import os
from collections import Counter
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.db import Database, Sessions
from core.models import Action, Campaign, Contact, ContactList, Conversation, User
from tests import databases, factories, guards

TABLES = {"crash matrix", "soak"}  # properties whose lines are for the record
NO_SKIPS = os.environ.get("TEXTBANK_NO_SKIPS") == "1"

guards.refuse_the_outside_world()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Where skips are forbidden, a skipped test is a failed one."""
    report = yield
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was left out in one plain line for each reason, and show the tables that tests made."""
    for line in sorted(_lines(terminalreporter)):
        terminalreporter.write_line(line)
    reasons = Counter(str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", []))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"{count} skipped: {reason.removeprefix('Skipped: ')}")


def _lines(terminalreporter: Any) -> list[str]:
    reports = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    shown = [value for report in reports for name, value in report.user_properties if name in TABLES]
    return [line for lines in shown for line in lines]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def lane(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[databases.Lane]:
    """A migrated, empty database of each kind, made once for this process."""
    with databases.lane(request.param, tmp_path_factory.mktemp("lane")) as made:
        yield made


@pytest.fixture
def database(lane: databases.Lane) -> Iterator[Database]:
    """The lane's database on one connection; whatever the test commits is undone after it."""
    with lane.undone() as database:
        yield database


@pytest.fixture
def own_database(lane: databases.Lane) -> Iterator[Database]:
    """A database of this test's own with many connections: for races, threads and processes."""
    with lane.copied() as database:
        yield database


@pytest.fixture
def sessions(database: Database) -> Sessions:
    return database.sessions


@pytest.fixture
def session(sessions: Sessions) -> Iterator[Session]:
    with sessions() as session:
        yield session


@pytest.fixture
def campaign(session: Session) -> Campaign:
    return factories.campaign(session)


@pytest.fixture
def maya(session: Session, campaign: Campaign) -> User:
    """Maya, the owner."""
    return factories.user(session, campaign, "Maya Torres", role="owner", slack_id="U0MAYA")


@pytest.fixture
def abe(session: Session, campaign: Campaign) -> User:
    """Abe, on the staff: no admin."""
    return factories.user(session, campaign, "Abe Lindqvist", role="staff", slack_id="U0ABE")


@pytest.fixture
def jo(session: Session, campaign: Campaign) -> User:
    """Jo, a volunteer."""
    return factories.user(session, campaign, "Jo Park", phone="+12125550101")


@pytest.fixture
def sam(session: Session, campaign: Campaign) -> User:
    """Sam, another volunteer, who may see nothing of Jo's."""
    return factories.user(session, campaign, "Sam Ruiz", phone="+12125550102")


@pytest.fixture
def voters(session: Session, campaign: Campaign) -> ContactList:
    return factories.contact_list(session, campaign, "Voters")


@pytest.fixture
def pat(session: Session, voters: ContactList) -> Contact:
    return factories.contact(session, voters, "Pat Quinn", "+12125550111")


@pytest.fixture
def lee(session: Session, voters: ContactList) -> Contact:
    return factories.contact(session, voters, "Lee Wong", "+13105550112")


@pytest.fixture
def action(session: Session, voters: ContactList, pat: Contact, lee: Contact, jo: User, sam: User) -> Action:
    """A published action; Pat's and Lee's conversations wait in the pool."""
    return factories.action(session, voters, contacts=[pat, lee], audience=[jo, sam])


@pytest.fixture
def conversation(session: Session, action: Action, pat: Contact, jo: User) -> Conversation:
    """Pat's conversation, held by Jo, not texted yet."""
    return factories.held(session, action, pat, jo)

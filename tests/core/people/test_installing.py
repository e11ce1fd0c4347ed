"""Each workspace is a campaign of its own; its token is kept sealed, and forgotten when it leaves."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from core.db import Database
from core.models import Campaign, Event, Notice, SendingService, Tag, User, Workspace
from core.notices.port import NOT_INSTALLED
from core.notices.telling import tell
from core.people.installing import Installation, Installed, Sender, happened_at, install, leave
from core.people.setting_up import found_campaign
from core.people.tokens import Seal
from core.people.workspaces import Tokens, how_many_left, installed
from tests.factories import NOON

SEAL = Seal("a key for tests")
SENDER = Sender(messaging_service_sid="MG" + "1" * 32)
HILL = Installation("T0HILL", "Hillside", "xoxb-hill", "U0HAL", "Hal Hill", bot_id="B0", scopes=("commands",))
LAKE = Installation("T0LAKE", "Lakeside", "xoxb-lake", "U0LIV", "Liv Lake")
LATER = NOON + timedelta(hours=1)


def put(session: Session, installation: Installation, at: object = NOON) -> Installed:
    return install(session, installation, seal=SEAL, sender=SENDER, now=at)  # type: ignore[arg-type]


def happened(session: Session) -> list[str]:
    return list(session.scalars(select(Event.name).order_by(Event.id)))


def test_the_installer_owns_the_new_campaign(session: Session) -> None:
    made = put(session, HILL)

    assert ("Hillside", "T0HILL") == (made.campaign.name, made.campaign.slack_team_id)
    assert ("Hal Hill", "owner", "U0HAL") == (made.owner.name, made.owner.role, made.owner.slack_id)
    assert made.campaign.id == made.workspace.campaign_id == made.owner.campaign_id
    assert ["owner_made", "app_installed"] == happened(session)


def test_each_workspace_is_a_campaign_of_its_own_and_the_first_has_the_sender(session: Session) -> None:
    hill, lake = put(session, HILL), put(session, LAKE)

    assert hill.campaign.id != lake.campaign.id
    service = session.scalars(select(SendingService)).one()
    assert (hill.campaign.id, SENDER.messaging_service_sid) == (
        service.campaign_id,
        service.messaging_service_sid,
    )


def test_the_token_is_kept_sealed_and_found_by_its_workspace(database: Database, session: Session) -> None:
    put(session, HILL)
    put(session, LAKE)
    session.commit()
    tokens = Tokens(database, SEAL)

    assert ("xoxb-hill", "xoxb-lake", None) == tuple(map(tokens.of, ("T0HILL", "T0LAKE", "T0ELSE")))
    assert "xoxb" not in str(session.scalars(select(Workspace.token)).all())


def test_a_token_of_another_key_is_told_in_the_log_and_harms_nobody(
    database: Database, session: Session
) -> None:
    put(session, HILL)
    session.commit()

    with capture_logs() as logs:
        assert Tokens(database, Seal("another key")).of("T0HILL") is None

    assert [("token_unreadable", "T0HILL")] == [(line["event"], line["team"]) for line in logs]
    assert "install the app into the workspace anew" in logs[0]["cure"]


def test_again_keeps_the_campaign_and_its_owner_and_takes_the_new_token(
    database: Database, session: Session
) -> None:
    first = put(session, HILL)
    again = put(session, replace(HILL, token="xoxb-new", installer_id="U0ANN", installer_name="Ann"), LATER)
    session.commit()

    assert first.campaign.id == again.campaign.id
    assert "Hal Hill" == again.owner.name
    assert ["U0HAL"] == list(session.scalars(select(User.slack_id)))
    assert "xoxb-new" == Tokens(database, SEAL).of("T0HILL")


def test_whoever_installs_it_again_owns_what_nobody_owns(session: Session) -> None:
    first = put(session, HILL)
    first.owner.deactivated_at = NOON

    again = put(session, replace(HILL, installer_id="U0ANN", installer_name="Ann Hill"), LATER)

    assert "Ann Hill" == again.owner.name


def test_a_campaign_by_token_goes_on_when_its_workspace_installs_the_app(session: Session) -> None:
    campaign = found_campaign(session, name="Hill", team_id="T0HILL", now=NOON)

    assert campaign.id == put(session, HILL).campaign.id


def test_long_and_missing_names_are_taken(session: Session) -> None:
    long = put(session, replace(HILL, team_name="H" * 255, installer_name="h" * 255))
    nameless = put(session, replace(LAKE, team_name=" ", installer_name=""))

    assert ("H" * 80, "T0LAKE") == (long.campaign.name, nameless.campaign.name)
    assert "Unnamed" == nameless.owner.name


def test_two_at_once_make_one_campaign(own_database: Database) -> None:
    def put_it(_: int) -> int:
        with own_database.sessions.begin() as session:
            return put(session, HILL).campaign.id

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(put_it, range(4)))

    with own_database.readers() as session:
        counts = [
            session.scalar(select(func.count()).select_from(each)) for each in (Campaign, User, Workspace)
        ]
        assert ([1, 1, 1], 2) == (counts, session.scalar(select(func.count()).select_from(Tag)))
    assert 1 == len(set(made))


@pytest.mark.parametrize("why", ["uninstalled", "revoked"])
def test_a_workspace_that_leaves_has_no_token_and_keeps_its_campaign(
    database: Database, session: Session, why: str
) -> None:
    made = put(session, HILL)
    put(session, LAKE)

    assert leave(session, "T0HILL", why=why, at=LATER, now=LATER)
    assert not leave(session, "T0HILL", why=why, at=LATER, now=LATER)
    session.commit()

    assert (None, LATER, why) == (made.workspace.token, made.workspace.gone_at, made.workspace.gone_why)
    assert (None, "xoxb-lake") == tuple(map(Tokens(database, SEAL).of, ("T0HILL", "T0LAKE")))
    assert (["T0LAKE"], 1) == ([each.team_id for each in installed(session)], how_many_left(session))
    assert 1 == happened(session).count(f"app_{why}")


def test_what_slack_tells_late_does_not_undo_a_new_installation(session: Session) -> None:
    put(session, HILL)
    leave(session, "T0HILL", why="uninstalled", at=NOON, now=NOON)
    put(session, HILL, LATER)

    assert not leave(session, "T0HILL", why="revoked", at=happened_at(NOON.timestamp()), now=LATER)
    assert leave(session, "T0HILL", why="uninstalled", at=LATER, now=LATER)


def test_a_workspace_that_nobody_knows_leaves_nothing(session: Session) -> None:
    assert not leave(session, "T0ELSE", why="uninstalled", at=NOON, now=NOON)


def test_what_waited_for_the_app_is_told_once_it_is_back(session: Session) -> None:
    campaign = put(session, HILL).campaign
    kinds = {
        "waits": ("due", NOT_INSTALLED, LATER + timedelta(minutes=9)),
        "given up": ("failed", "token_revoked", NOON),
        "old news": ("failed", NOT_INSTALLED, LATER - timedelta(days=4)),
        "refused": ("failed", "is_archived", NOON),
    }
    for key, (state, problem, due_at) in kinds.items():
        notice = tell(session, campaign_id=campaign.id, key=key, kind="k", channel="C", data={}, now=NOON)
        notice.state, notice.problem, notice.due_at = state, problem, due_at
    session.flush()

    put(session, HILL, LATER)

    due = select(Notice.key).where(Notice.state == "due", Notice.due_at == LATER).order_by(Notice.key)
    assert ["given up", "waits"] == list(session.scalars(due))

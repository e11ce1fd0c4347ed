"""Trouble is told once, in one message that follows it until somebody has seen to it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions import states
from core.db import Database
from core.delivery.pace import daily_caps
from core.delivery.pace.daily_caps import next_midnight
from core.errors import NotFound
from core.jobs import JOBS, Tools
from core.models import Action, Campaign, Event, Incident, Notice, SendingService, User
from core.notices import delivering, incidents
from core.notices.alerts import KINDS, alerts_to
from core.notices.incidents import Trouble
from tests import factories
from tests.factories import NOON
from tests.fakes import FakeGateway, FakeSlack

CODE = Trouble("unknown_code", "code:99999", {"code": "99999", "words": "Unknown."})
SOON = NOON + timedelta(seconds=10)


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack(closed={"C0OLD": "is_archived"})


def happen(database: Database, campaign: Campaign, trouble: Trouble = CODE, **more: Any) -> Incident:
    with database.sessions.begin() as session:
        return incidents.open_or_count(session, campaign.id, trouble, **({"now": NOON} | more))


def test_the_channel_for_alerts_hears_else_every_owner(
    session: Session, campaign: Campaign, maya: User, abe: User
) -> None:
    lou = factories.user(session, campaign, "Lou Tan", role="owner", slack_id="U0LOU")
    factories.user(session, campaign, "Gone", role="owner", slack_id="U0GONE", deactivated_at=NOON)
    factories.user(session, campaign, "Nat", role="owner")
    assert [maya.slack_id, lou.slack_id] == list(alerts_to(session, campaign.id))

    campaign.alerts_channel = "C0ALERTS"
    session.flush()

    assert ["C0ALERTS"] == list(alerts_to(session, campaign.id))


def test_however_often_it_shows_it_is_one_message(
    database: Database, campaign: Campaign, maya: User, slack: FakeSlack
) -> None:
    happen(database, campaign)
    assert 1 == delivering.deliver_due(database, slack, clock=lambda: NOON)

    for second in range(1, 50):
        happen(database, campaign, now=NOON + timedelta(seconds=second), times=2)

    (message,) = slack.messages.values()
    assert ("DMAYA"[1:], 1) == (message.channel[2:], message.posting.data["count"])
    assert 0 == delivering.deliver_due(database, slack, clock=lambda: NOON + timedelta(seconds=50))
    # the count is gathered for a minute, and news that never stop do not put it off
    assert 1 == delivering.deliver_due(database, slack, clock=lambda: NOON + timedelta(seconds=61))
    assert [99] == [each.posting.data["count"] for each in slack.messages.values()]


def test_what_was_seen_and_shows_again_is_told_anew(
    database: Database, session: Session, campaign: Campaign, maya: User, slack: FakeSlack
) -> None:
    first = happen(database, campaign)
    with database.sessions.begin() as writing:
        incidents.see(writing, first.id, by=maya, now=SOON)
        incidents.see(writing, first.id, by=maya, now=SOON + timedelta(seconds=1))

    second = happen(database, campaign, now=SOON + timedelta(seconds=2))
    delivering.deliver_due(database, slack, clock=lambda: SOON + timedelta(seconds=2))

    assert first.id != second.id
    ended, opened = (each.posting.data for each in slack.messages.values())
    assert ({"how": "seen", "by": "U0MAYA", "at": SOON.isoformat()}, None) == (
        ended["ended"],
        opened.get("ended"),
    )
    assert 1 == session.query(Event).filter_by(name="incident_resolved").count()


def test_another_campaigns_alert_is_not_there(
    session: Session, database: Database, campaign: Campaign
) -> None:
    theirs = factories.campaign(session, service="MG" + "9" * 32, slack_team_id="T0OTHER", join_code="o1")
    eve = factories.user(session, theirs, "Eve", role="owner", slack_id="U0EVE")
    session.commit()
    incident = happen(database, campaign)

    with pytest.raises(NotFound):
        incidents.see(session, incident.id, by=eve, now=NOON)


def test_a_pause_is_not_over_because_somebody_saw_it(
    database: Database, session: Session, campaign: Campaign, maya: User
) -> None:
    trouble = Trouble("paused_filtered", "paused:1", {"title": "A", "count_of": 30, "of": 200})
    incident = happen(database, campaign, trouble)

    incidents.see(session, incident.id, by=maya, now=NOON)

    assert session.get_one(Incident, incident.id).resolved_at is None


@pytest.mark.parametrize("verb", [states.resume, states.close])
def test_resuming_or_ending_an_action_ends_its_alert_once(
    database: Database, session: Session, campaign: Campaign, action: Action, maya: User, verb: Any
) -> None:
    states.pause_itself(session, Action.id == action.id, code="opt_outs", now=NOON)
    data = {"title": action.title, "count_of": 30, "of": 200}
    trouble = Trouble("paused_opt_outs", f"paused:{action.id}", data, action_id=action.id)
    incidents.open_or_count(session, campaign.id, trouble, now=NOON)

    verb(session, action.id, by=maya, now=SOON)
    verb(session, action.id, by=maya, now=SOON + timedelta(seconds=5))

    (incident,) = session.scalars(select(Incident)).all()
    assert (SOON, maya.id) == (incident.resolved_at, incident.resolved_by_id)


def test_an_ended_action_cannot_be_resumed_from_its_alert(
    session: Session, action: Action, maya: User
) -> None:
    states.pause_itself(session, Action.id == action.id, code="opt_outs", now=NOON)
    states.close(session, action.id, by=maya, now=NOON)

    with pytest.raises(states.OtherState):
        states.resume(session, action.id, by=maya, now=SOON)


def test_an_alert_for_a_channel_that_is_gone_reaches_the_owner_as_such(
    database: Database, campaign: Campaign, maya: User, slack: FakeSlack
) -> None:
    happen(database, campaign, Trouble("code", "code:21408", {"code": "21408", "words": "X."}, None, "C0OLD"))

    delivering.deliver_due(database, slack, clock=lambda: NOON)

    (message,) = slack.messages.values()
    assert ("undeliverable", "C0OLD") == (message.posting.kind, message.posting.data["channel"])


def test_a_used_up_day_is_told_and_over_by_itself(
    database: Database, session: Session, campaign: Campaign, maya: User, slack: FakeSlack
) -> None:
    service = session.scalars(select(SendingService)).one()
    for _ in range(2):
        daily_caps.rest(session, service.id, code="30023", now=NOON)
    session.commit()
    midnight = next_midnight(NOON)

    for at in (NOON, midnight - timedelta(seconds=1)):
        with database.sessions.begin() as writing:
            incidents.resolve_passed(writing, now=at)
        session.expire_all()
        assert session.scalars(select(Incident)).one().resolved_at is None
    for _ in range(2):
        with database.sessions.begin() as writing:
            incidents.resolve_passed(writing, now=midnight)

    session.expire_all()
    incident = session.scalars(select(Incident)).one()
    assert ("daily_cap", 1, midnight, None) == (
        incident.kind,
        incident.count,
        incident.resolved_at,
        incident.resolved_by_id,
    )
    assert 1 == session.query(Notice).count()


def test_the_clock_ends_what_is_over(database: Database, session: Session, campaign: Campaign) -> None:
    trouble = Trouble("daily_cap", "daily_cap:1", {"until": NOON.isoformat()})
    happen(database, campaign, trouble, now=NOON - timedelta(hours=3))

    JOBS["end_alerts"](Tools(database, FakeGateway(), FakeSlack(), "https://text.example"))

    assert session.scalars(select(Incident)).one().resolved_at


def test_many_at_once_are_one(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        factories.user(session, campaign, "Maya Torres", role="owner", slack_id="U0MAYA")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: happen(own_database, campaign), range(24)))

    with own_database.sessions() as session:
        assert [24] == list(session.scalars(select(Incident.count)))
        assert 1 == session.query(Notice).count()


def test_every_kind_says_what_it_means_and_what_to_do() -> None:
    for kind in KINDS.values():
        assert kind.title
        assert kind.meaning.endswith(".")
        assert kind.cure.endswith(".")
        assert kind.ends in {"seen", "resumed", "itself"}


def test_the_guide_for_operators_says_of_each_kind_what_the_product_says() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "alerts.md").read_text()

    for kind in KINDS.values():
        assert f"| {kind.title.replace('{action}', '…')} | {kind.meaning} | {kind.cure} |" in guide

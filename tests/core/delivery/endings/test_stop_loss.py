"""An action pauses itself before it does more harm, says so once, and is watched anew when it is resumed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from core.actions import states
from core.db import Database
from core.delivery.endings import stop_loss
from core.delivery.endings.outcomes import TABLE
from core.models import (
    Action,
    ContactList,
    Conversation,
    Event,
    Incident,
    Notice,
    SendingService,
    User,
)
from core.notices.incidents import see
from tests import factories
from tests.core.delivery.crowd import fail, say_stop, texted, told_failed
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)
STOPPING = [code for code, line in TABLE.items() if line.effect == "stop"]
REFUSED = [code for code, line in TABLE.items() if line.effect == "refused"]


@pytest.fixture
def running(session: Session, voters: ContactList, jo: User, maya: User) -> Action:
    """A published action with a channel, and Jo in its audience."""
    made = factories.action(session, voters, audience=[jo], channel="C0FIELD")
    session.commit()
    return made


def incidents(session: Session) -> list[tuple[str, str, int]]:
    rows = session.scalars(select(Incident).order_by(Incident.id))
    return [(each.kind, each.key, each.count) for each in rows]


def told(session: Session) -> list[tuple[str, str]]:
    session.expire_all()
    return [(each.channel, each.data["kind"]) for each in session.scalars(select(Notice).order_by(Notice.id))]


def test_too_much_filtering_pauses_the_action_and_tells_its_channel(
    session: Session, running: Action, jo: User
) -> None:
    people = texted(session, running, jo, 200)
    for each in people[-20:]:
        fail(session, each, "30007", now=LATER)
    assert "published" == running.state  # a tenth, and no more
    before = jo.inbox_version

    fail(session, people[0], "30007", now=LATER)

    assert ("paused", "carrier_filter", LATER) == (running.state, running.pause_code, running.paused_at)
    assert [("paused_filtered", f"paused:{running.id}", 1)] == incidents(session)
    (notice,) = session.scalars(select(Notice)).all()
    assert ("C0FIELD", 21, 200) == (notice.channel, notice.data["count_of"], notice.data["of"])
    assert jo.inbox_version > before + 1  # the failed text, and the pause
    assert 1 == session.query(Event).filter_by(name="action_paused_itself", by_id=None).count()


def test_a_few_texts_decide_nothing(session: Session, running: Action, jo: User) -> None:
    for each in texted(session, running, jo, 49):
        fail(session, each, "30007", now=LATER)

    assert ("published", []) == (running.state, incidents(session))


def test_a_bad_beginning_is_seen_though_nobody_fails_later(
    session: Session, running: Action, jo: User
) -> None:
    people = texted(session, running, jo, 60)

    for each in people[:7]:
        fail(session, each, "30007", now=LATER)

    assert "paused" == running.state


def test_only_the_people_texted_last_are_looked_at(session: Session, running: Action, jo: User) -> None:
    people = texted(session, running, jo, 420)
    for each in [*people[:20], *people[200:220]]:
        fail(session, each, "30007", now=LATER)

    fail(session, people[-1], "30007", now=LATER)

    assert "published" == running.state


def test_many_opt_outs_are_told_and_twice_as_many_pause(session: Session, running: Action, jo: User) -> None:
    people = texted(session, running, jo, 100)
    for each in people[:5]:
        say_stop(session, each, now=LATER)
    assert [] == incidents(session)

    for each in people[5:10]:
        say_stop(session, each, now=LATER)
    assert ("published", [("opt_outs_high", f"opt_outs_high:{running.id}", 5)]) == (
        running.state,
        incidents(session),
    )

    say_stop(session, people[10], now=LATER)
    assert ("paused", "opt_outs") == (running.state, running.pause_code)
    assert ("paused_opt_outs", f"paused:{running.id}", 1) == incidents(session)[-1]
    (warned,) = session.scalars(select(Incident).filter_by(kind="opt_outs_high"))
    assert "paused" == warned.data["ended"]["how"]


@pytest.mark.parametrize("route", ["import", "carrier"])
def test_opt_outs_that_nobody_said_here_do_not_count(
    session: Session, running: Action, jo: User, route: str
) -> None:
    for each in texted(session, running, jo, 60):
        say_stop(session, each, route=route, now=LATER)

    assert ("published", []) == (running.state, incidents(session))


@pytest.mark.parametrize("code", STOPPING)
def test_what_lets_no_text_leave_stops_every_running_action(
    session: Session, running: Action, voters: ContactList, jo: User, code: str
) -> None:
    other = factories.action(session, voters, title="Phone bank", audience=[jo])
    draft = factories.action(session, voters, title="Later", state="draft")
    (person,) = texted(session, running, jo, 1)

    fail(session, person, code, now=LATER)

    assert ["paused", "paused", "draft"] == [running.state, other.state, draft.state]
    assert [code, code] == [running.pause_code, other.pause_code]
    # the account's trouble and the second action's, which has no channel, are for the owner
    assert [("U0MAYA", "C0FIELD", "U0MAYA")] == [tuple(channel for channel, _ in told(session))]


@pytest.mark.parametrize("code", REFUSED)
def test_a_sender_that_is_not_registered_stops_all_and_is_remembered(
    session: Session, running: Action, jo: User, code: str
) -> None:
    (person,) = texted(session, running, jo, 1)

    fail(session, person, code, now=LATER)

    assert ("paused", "refused") == (
        running.state,
        session.scalars(select(SendingService)).one().registration,
    )
    assert ["registration", "paused_setup"] == [kind for kind, _, _ in incidents(session)]


def test_another_campaign_goes_on(session: Session, running: Action, jo: User) -> None:
    theirs = factories.campaign(
        session, service="MG" + "9" * 32, slack_team_id="T0OTHER", join_code="other1", name="Other"
    )
    other = factories.action(session, factories.contact_list(session, theirs, "Theirs"))
    (person,) = texted(session, running, jo, 1)

    fail(session, person, "20003", now=LATER)

    session.expire_all()
    assert ("paused", "published") == (running.state, other.state)


def test_once_resumed_what_was_sent_before_is_forgotten(
    session: Session, running: Action, jo: User, maya: User
) -> None:
    people = texted(session, running, jo, 60)
    for each in people[:7]:
        fail(session, each, "30007", now=LATER)
    resumed_at = LATER + timedelta(hours=1)

    states.resume(session, running.id, by=maya, now=resumed_at)
    session.commit()
    fail(session, people[8], "30007", now=resumed_at + timedelta(minutes=1))
    fail(session, people[9], "30034", now=resumed_at + timedelta(minutes=1))

    assert ("published", None, resumed_at) == (running.state, running.pause_code, running.watched_from)
    (incident,) = session.scalars(select(Incident).filter_by(kind="paused_filtered"))
    assert (resumed_at, maya.id) == (incident.resolved_at, incident.resolved_by_id)
    assert "resumed" == incident.data["ended"]["how"]


def test_a_late_failure_does_not_undo_what_an_admin_put_right(
    session: Session, running: Action, jo: User, maya: User
) -> None:
    first, second = texted(session, running, jo, 2)
    fail(session, first, "30034", now=LATER)
    service = session.scalars(select(SendingService)).one()
    (registration,) = session.scalars(select(Incident).filter_by(kind="registration"))
    see(session, registration.id, by=maya, now=LATER + timedelta(minutes=5))
    service.registration = "registered"
    states.resume(session, running.id, by=maya, now=LATER + timedelta(minutes=5))
    session.commit()

    fail(session, second, "30034", now=LATER + timedelta(minutes=6))

    assert ("registered", "published") == (service.registration, running.state)


def test_a_failure_told_twice_counts_once(session: Session, running: Action, jo: User) -> None:
    (person,) = texted(session, running, jo, 1)
    message = fail(session, person, "99999", now=LATER)

    assert not told_failed(session, message, "99999", now=LATER)

    assert [("unknown_code", "code:99999", 1)] == incidents(session)


@pytest.mark.parametrize("state", ["draft", "paused", "closed"])
def test_only_what_runs_pauses(session: Session, running: Action, jo: User, state: str) -> None:
    people = texted(session, running, jo, 60)
    running.state = state
    session.commit()

    for each in people[:20]:
        fail(session, each, "30007", now=LATER)

    assert (state, None, []) == (running.state, running.pause_code, incidents(session))


def test_of_two_workers_one_pauses(own_database: Database) -> None:
    with own_database.sessions() as session:
        campaign = factories.campaign(session)
        jo = factories.user(session, campaign, "Jo Park", phone="+12125550101")
        voters = factories.contact_list(session, campaign, "Voters")
        action = factories.action(session, voters, audience=[jo], channel="C0FIELD")
        people = texted(session, action, jo, 60)
        for each in people[:6]:
            fail(session, each, "30007", now=LATER)
        ids = [each.id for each in people[6:14]]

    def work(conversation_id: int) -> None:
        with own_database.sessions() as session:
            fail(session, session.get_one(Conversation, conversation_id), "30007", now=LATER)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, ids))

    with own_database.sessions() as session:
        assert "paused" == session.scalars(select(Action)).one().state
        assert [("paused_filtered", 1)] == [(kind, count) for kind, _, count in incidents(session)]
        assert 1 == session.query(Event).filter_by(name="action_paused_itself").count()


def test_a_check_reads_no_more_of_a_larger_action(session: Session, running: Action, jo: User) -> None:
    small = _statements_of_a_check(session, texted(session, running, jo, 210)[-1])
    large = _statements_of_a_check(session, texted(session, running, jo, 400, after=LATER)[-1])

    assert small == large
    assert all("LIMIT" in each or " IN (" in each or "actions.state" in each for each in large)


def _statements_of_a_check(session: Session, latest: Conversation) -> list[str]:
    session.refresh(latest)
    asked: list[str] = []

    def note(*about: Any) -> None:
        asked.append(about[2])

    event.listen(session.get_bind(), "before_cursor_execute", note)
    stop_loss.watch_filtering(session, latest.id, now=LATER)
    stop_loss.watch_opt_outs(session, latest.id, now=LATER)
    event.remove(session.get_bind(), "before_cursor_execute", note)
    return asked

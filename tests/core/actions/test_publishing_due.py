"""Publishing as a job: piece by piece, each action once, and late rather than never."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actions.publishing import ask_to_publish
from core.actions.publishing_due import begin_one, fill_one, publish_due
from core.actions.scheduling import schedule, unschedule
from core.actions.states import close
from core.db import Database
from core.errors import Invalid, NotAllowed, Stale
from core.models import Action, Audience, Campaign, Contact, ContactList, Conversation, Event, Notice, User
from tests import factories
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def draft(session: Session, voters: ContactList, pat: Contact, lee: Contact, maya: User, jo: User) -> Action:
    """A draft for seven voters, with two initial scripts."""
    for number in range(5):
        factories.contact(session, voters, f"Voter {number}", f"+121255502{number:02}")
    made = factories.action(session, voters, state="draft", channel="C0NEWS")
    factories.script(session, made, "initial", "Hello {{ first_name }}", position=2)
    return made


def spread(session: Session) -> list[int]:
    return sorted(Counter(session.scalars(select(Conversation.script_id))).values())


def told(session: Session) -> dict[str, str]:
    """Return what each place was told last: its channel and the state that was told."""
    return {each.channel: each.data.get("state", "") for each in session.scalars(select(Notice))}


def names(session: Session) -> list[str]:
    return list(session.scalars(select(Event.name).order_by(Event.id)))


def run(database: Database, session: Session) -> None:
    session.commit()
    publish_due(database, clock=lambda: LATER)
    session.expire_all()


def test_what_was_asked_for_is_published_and_everybody_hears(
    database: Database, session: Session, draft: Action, maya: User
) -> None:
    ask_to_publish(session, draft.id, by=maya, now=NOON, shown_in="V1")
    assert draft.state == "publishing"

    run(database, session)

    assert (draft.state, draft.published_at) == ("published", LATER)
    assert told(session) == {"U0MAYA": "published", "V1": "published", "C0NEWS": "published"}
    assert session.scalars(select(func.count()).select_from(Audience)).one() == 1


def test_pieces_deal_the_scripts_out_as_evenly_as_one_go(
    database: Database, session: Session, draft: Action, maya: User
) -> None:
    ask_to_publish(session, draft.id, by=maya, now=NOON)
    session.commit()

    pieces = [fill_one(database, draft.id, now=LATER, most=3) for _ in range(3)]

    assert pieces == [False, False, True]
    assert spread(session) == [3, 4]


def test_after_a_crash_in_between_it_goes_on_where_it_ended(
    database: Database, session: Session, draft: Action, maya: User, voters: ContactList
) -> None:
    ask_to_publish(session, draft.id, by=maya, now=NOON)
    session.commit()
    fill_one(database, draft.id, now=LATER, most=3)

    run(database, session)
    run(database, session)

    assert draft.state == "published"
    assert spread(session) == [3, 4]
    assert names(session).count("action_published") == 1


def test_pressed_twice_publishes_once(
    database: Database, session: Session, draft: Action, maya: User
) -> None:
    for _ in range(2):
        ask_to_publish(session, draft.id, by=maya, now=NOON)
    run(database, session)
    ask_to_publish(session, draft.id, by=maya, now=NOON)

    assert names(session).count("action_published") == 1


def test_closed_meanwhile_it_stays_closed(
    database: Database, session: Session, draft: Action, maya: User
) -> None:
    ask_to_publish(session, draft.id, by=maya, now=NOON)
    close(session, draft.id, by=maya, now=NOON)

    run(database, session)

    assert draft.state == "closed"


def test_whoever_may_not_run_actions_may_not_publish(session: Session, draft: Action, abe: User) -> None:
    with pytest.raises(NotAllowed):
        ask_to_publish(session, draft.id, by=abe, now=NOON)
    with pytest.raises(NotAllowed):
        schedule(session, draft.id, LATER, by=abe, now=NOON)


def test_a_scheduled_action_is_published_when_its_time_comes(
    database: Database, session: Session, draft: Action, maya: User
) -> None:
    schedule(session, draft.id, NOON + timedelta(minutes=50), by=maya, now=NOON)
    session.commit()
    publish_due(database, clock=lambda: NOON + timedelta(minutes=49))
    session.expire_all()
    assert draft.state == "scheduled"

    run(database, session)

    assert (draft.state, draft.scheduled_for, draft.published_at) == ("published", None, LATER)
    (notice,) = session.scalars(select(Notice).filter_by(channel="U0MAYA"))
    assert (notice.data["state"], notice.data["late"]) == ("published", False)


def test_published_late_it_says_so(database: Database, session: Session, draft: Action, maya: User) -> None:
    schedule(session, draft.id, NOON + timedelta(minutes=30), by=maya, now=NOON)

    run(database, session)

    (notice,) = session.scalars(select(Notice).filter_by(channel="U0MAYA"))
    assert notice.data["late"] is True


def test_one_that_is_not_ready_becomes_a_draft_and_says_why(
    database: Database, session: Session, draft: Action, maya: User, voters: ContactList
) -> None:
    schedule(session, draft.id, NOON + timedelta(minutes=30), by=maya, now=NOON)
    voters.archived_at = NOON

    run(database, session)

    assert (draft.state, draft.scheduled_for) == ("draft", None)
    (notice,) = session.scalars(select(Notice))
    assert (notice.channel, notice.data["why"][:21]) == ("U0MAYA", "Choose a contact list")
    assert "action_not_published" in names(session)


def test_the_owner_hears_when_whoever_scheduled_it_is_gone(
    database: Database, session: Session, draft: Action, maya: User, campaign: Campaign
) -> None:
    kim = factories.user(session, campaign, "Kim New", role="admin", slack_id="U0KIM")
    schedule(session, draft.id, NOON + timedelta(minutes=30), by=kim, now=NOON)
    kim.role, kim.deactivated_at = "volunteer", NOON

    run(database, session)

    assert draft.state == "published"
    assert told(session) == {"U0MAYA": "published", "C0NEWS": "published"}


def test_a_time_is_changed_taken_back_and_set_twice(session: Session, draft: Action, maya: User) -> None:
    for at in (LATER, LATER, LATER + timedelta(hours=1)):
        schedule(session, draft.id, at, by=maya, now=NOON)
    assert draft.scheduled_for == LATER + timedelta(hours=1)

    for _ in range(2):
        unschedule(session, draft.id, by=maya, now=NOON)

    assert draft.state == "draft"
    assert draft.scheduled_for is None
    assert names(session) == ["action_scheduled", "action_scheduled", "action_unscheduled"]


@pytest.mark.parametrize("at", [None, NOON, NOON + timedelta(days=400)])
def test_a_time_that_cannot_be_is_refused_beside_its_field(
    session: Session, draft: Action, maya: User, at: None
) -> None:
    with pytest.raises(Invalid) as refusal:
        schedule(session, draft.id, at, by=maya, now=NOON)

    assert refusal.value.field == "publish_at"


def test_what_is_out_is_not_scheduled(session: Session, action: Action, maya: User) -> None:
    with pytest.raises(Stale, match="published now"):
        schedule(session, action.id, LATER, by=maya, now=NOON)
    with pytest.raises(Stale, match="published now"):
        unschedule(session, action.id, by=maya, now=NOON)


def test_two_clocks_publish_once(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        maya = factories.user(session, campaign, "Maya Torres", role="owner", slack_id="U0MAYA")
        voters = factories.contact_list(session, campaign, "Voters")
        for number in range(10):
            factories.contact(session, voters, f"Voter {number}", f"+1212555{number:04}")
        action = factories.action(session, voters, state="draft")
        schedule(session, action.id, NOON + timedelta(minutes=50), by=maya, now=NOON)

    def clock(_: int) -> None:
        begin_one(own_database, action.id, now=LATER)
        publish_due(own_database, clock=lambda: LATER)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(clock, range(4)))

    with own_database.readers() as session:
        assert session.scalars(select(func.count()).select_from(Conversation)).one() == 10
        assert names(session) == ["action_scheduled", "action_published"]

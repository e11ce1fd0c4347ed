"""Publishing and scheduling in Slack: the checklist, the title typed, what is said of how it goes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.actions import checklist as form
from bot.actions import publishing, volunteers
from bot.times import in_zone
from core.actions import scheduling, states
from core.actions.assignments import Assignments
from core.actions.checklist import Checklist, Warned
from core.actions.reach import Reach
from core.actions.targets import LISTS, MOST_TARGETS, PEOPLE, Targets
from core.actions.terms import Terms
from core.clock import utcnow
from core.models import (
    Action,
    ActionUser,
    Audience,
    Contact,
    ContactList,
    Event,
    SendingService,
    User,
    UserList,
    UserListMember,
)
from sandbox.slack.rules import check_message, check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON


@pytest.fixture
def draft(session: Session, voters: ContactList, pat: Contact, lee: Contact, jo: User, sam: User) -> Action:
    made = factories.action(session, voters, state="draft")
    session.commit()
    return made


@pytest.fixture
def regulars(session: Session, draft: Action, jo: User) -> UserList:
    made = UserList(campaign_id=draft.campaign_id, name="Regulars", created_at=NOON, updated_at=NOON)
    session.add(made)
    session.flush()
    session.add(UserListMember(user_list_id=made.id, user_id=jo.id))
    session.commit()
    return made


def ask(maya: Any, button: str) -> None:
    maya.command("/textbank", "actions")
    maya.click(None, "Continue Get out the vote")
    maya.click(None, button)


def manage(maya: Any) -> None:
    maya.command("/textbank", "actions")
    maya.click(None, "Manage Get out the vote")


def now_is(session: Session, action: Action) -> str:
    session.expire_all()
    return action.state


def events(session: Session) -> list[str]:
    return list(session.scalars(select(Event.name).order_by(Event.id)))


def test_a_risky_one_needs_its_title_typed(
    bot: Bot, session: Session, maya_in_slack: Any, draft: Action
) -> None:
    session.query(SendingService).update({"registration": "pending"})
    session.commit()
    ask(maya_in_slack, "Publish …")
    assert "registration is pending" in bot.slack.text_of(maya_in_slack.modal)

    maya_in_slack.fill("Type the title to confirm", "Get out")
    assert maya_in_slack.submit() == {
        "Type the title to confirm": "Type the title as it is: Get out the vote"
    }
    assert now_is(session, draft) == "draft"
    maya_in_slack.fill("Type the title to confirm", "get out the VOTE ")
    assert maya_in_slack.submit() == {}
    bot.work()

    assert now_is(session, draft) == "published"


def test_who_closed_the_modal_hears_by_a_message(
    bot: Bot, session: Session, maya_in_slack: Any, draft: Action
) -> None:
    ask(maya_in_slack, "Publish …")
    maya_in_slack.submit()
    maya_in_slack.close(everything=True)
    bot.work()

    (message,) = maya_in_slack.dm.messages
    assert "“Get out the vote” is published: 2 contacts, 2 volunteers." in bot.slack.text_of(message)


def test_the_modal_below_shows_the_action_as_it_is_now(
    bot: Bot, session: Session, maya_in_slack: Any, draft: Action
) -> None:
    ask(maya_in_slack, "Publish …")
    maya_in_slack.submit()
    maya_in_slack.close()

    assert "Being published" in bot.slack.text_of(maya_in_slack.modal)


def test_two_admins_publish_once(
    bot: Bot, session: Session, maya_in_slack: Any, draft: Action, abe: User
) -> None:
    abe.role = "admin"
    session.commit()
    abe_in_slack = bot.person("Abe")
    for person in (maya_in_slack, abe_in_slack):
        ask(person, "Publish …")
    for person in (maya_in_slack, abe_in_slack):
        assert person.submit() == {}
    bot.work()

    for person in (maya_in_slack, abe_in_slack):
        assert "is published" in bot.slack.text_of(person.modal)
    assert events(session).count("action_published") == 1


def test_who_lost_the_right_meanwhile_is_refused(
    bot: Bot, session: Session, maya_in_slack: Any, draft: Action, maya: User
) -> None:
    ask(maya_in_slack, "Publish …")
    maya.role = "staff"
    session.commit()
    maya_in_slack.submit()

    assert now_is(session, draft) == "draft"


def test_an_action_is_scheduled_changed_and_taken_back(
    bot: Bot, session: Session, maya_in_slack: Any, draft: Action
) -> None:
    ask(maya_in_slack, "Schedule …")
    at = (utcnow() + timedelta(days=2)).replace(microsecond=0, second=0)
    maya_in_slack.fill("Publish at", at)
    assert "for the campaign" in bot.slack.text_of(maya_in_slack.modal)
    assert maya_in_slack.submit() == {}
    assert "will be published by itself" in bot.slack.text_of(maya_in_slack.modal)
    assert now_is(session, draft) == "scheduled"
    assert (draft.scheduled_for, events(session)) == (at, ["action_scheduled"])

    maya_in_slack.close(everything=True)
    manage(maya_in_slack)
    assert "Will be published" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Schedule …")
    maya_in_slack.fill("Publish at", at + timedelta(hours=1))
    maya_in_slack.submit()
    maya_in_slack.close()
    maya_in_slack.click(None, "Back to draft")

    assert now_is(session, draft) == "draft"


def test_a_time_that_is_over_is_said_beside_it(session: Session, maya_in_slack: Any, draft: Action) -> None:
    ask(maya_in_slack, "Schedule …")
    maya_in_slack.fill("Publish at", NOON - timedelta(days=900))

    assert maya_in_slack.submit() == {"Publish at": "That time is over. Choose a later one."}
    assert now_is(session, draft) == "draft"


def test_what_was_not_ready_at_its_time_is_told(
    bot: Bot, session: Session, maya_in_slack: Any, draft: Action, maya: User, voters: ContactList
) -> None:
    scheduling.schedule(session, draft.id, NOON + timedelta(hours=1), by=maya, now=NOON)
    voters.archived_at = NOON
    session.commit()
    bot.database.ring("publish_actions")
    bot.work()

    (message,) = maya_in_slack.dm.messages
    assert "could not be published as scheduled" in bot.slack.text_of(message)
    assert "Choose a contact list first" in bot.slack.text_of(message)


def test_a_user_list_gets_it(
    bot: Bot, session: Session, maya_in_slack: Any, draft: Action, jo: User, regulars: UserList
) -> None:
    ask(maya_in_slack, "Edit volunteers")
    maya_in_slack.fill("Most contacts for each", "500")
    maya_in_slack.fill("Who gets it", "User lists")
    assert maya_in_slack.submit() == {"User lists": "Choose at least one user list."}
    maya_in_slack.fill("User lists", ["Regulars"])
    maya_in_slack.fill("Assignments", ["Keep contact assignments"])
    maya_in_slack.fill("Approval", ["An admin approves texts asked for in Slack"])
    assert maya_in_slack.submit() == {}

    assert "1 volunteer ·" in bot.slack.text_of(maya_in_slack.modal)
    session.expire_all()
    assert (draft.sent_to, draft.most_each) == ("lists", 500)
    assert (draft.keeps_assignments, draft.approves_texts) == (True, True)
    maya_in_slack.click(None, "Publish …")
    assert "0 contacts to 0 people, 2 to nobody" in bot.slack.text_of(maya_in_slack.modal)


def test_a_running_action_is_sent_to_more_people_and_taken_from_nobody(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action, jo: User, maya: User
) -> None:
    maya.phone = "+12125550180"
    session.commit()
    manage(maya_in_slack)
    maya_in_slack.click(None, "Edit volunteers")
    maya_in_slack.fill("Who gets it", "People I pick")
    assert "Whoever is left out keeps it" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.fill("People", ["Maya Torres"])
    assert maya_in_slack.submit() == {}

    session.expire_all()
    assert [maya.id] == list(session.scalars(select(ActionUser.user_id)))
    assert 3 == len(session.scalars(select(Audience)).all())
    (changed,) = session.scalars(select(Event).filter_by(name="action_changed"))
    assert changed.particulars == {"what": "volunteers", "fields": ["targets"]}


def test_a_closed_action_is_opened_again(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action, maya: User
) -> None:
    states.close(session, action.id, by=maya, now=NOON)
    session.commit()
    manage(maya_in_slack)
    maya_in_slack.click(None, "Open again")

    assert "Running" in bot.slack.text_of(maya_in_slack.modal)
    assert now_is(session, action) == "published"
    assert events(session).count("action_reopened") == 1


def test_an_action_is_copied_once_and_says_that_its_list_is_gone(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action, voters: ContactList
) -> None:
    voters.archived_at = NOON
    session.commit()
    manage(maya_in_slack)
    maya_in_slack.click(None, "Copy")

    assert "The list of the first one is archived" in bot.slack.text_of(maya_in_slack.modal)
    assert maya_in_slack.values["Title"]["value"] == "Copy of Get out the vote"
    assert len(session.scalars(select(Action)).all()) == 2


def test_the_list_is_narrowed_and_turned(
    bot: Bot, session: Session, maya_in_slack: Any, action: Action, voters: ContactList
) -> None:
    for number in range(25):
        factories.action(session, voters, title=f"Old {number}", state="closed")
    session.commit()
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.fill("actions.shown", "Closed")
    maya_in_slack.click(None, "Next")

    shown = bot.slack.text_of(maya_in_slack.modal)
    assert "21 to 25 of 25" in shown
    assert "Get out the vote" not in shown


def test_staff_may_not_publish_nor_copy(bot: Bot, session: Session, abe: User, draft: Action) -> None:
    abe_in_slack = bot.person("Abe")
    abe_in_slack.command("/textbank", "actions")

    assert abe_in_slack.modal is None


def longest(*, risky: bool = True) -> Checklist:
    action = Action(id=10**15, title="<" * 80, state="draft")
    barred = dict.fromkeys(("erased", "opted_out", "undeliverable", "texted_lately"), 10**6)
    found = Reach(10**7, barred, 10**6, 10**6, NOON, 10**6, 10**6)
    concerns = [Warned("<" * 80, 1, "x" * 400)] * 60 if risky else []
    assigned = Assignments(10**6, 10**4, 10**6) if risky else None
    registration = "refused" if risky else "registered"
    return Checklist(
        action,
        "<" * 80,
        "America/New_York",
        found,
        10**5,
        10**7,
        registration,
        assigned,
        concerns,
        dear=20,
        ending="<" * 80,
    )


@pytest.mark.parametrize("later", [True, False])
@pytest.mark.parametrize("risky", [True, False])
def test_the_longest_checklist_is_what_slack_takes(later: bool, risky: bool) -> None:
    assert check_view(form.build(longest(risky=risky), later=later, at=NOON)) == []


@pytest.mark.parametrize("sent_to", [LISTS, PEOPLE, "all", ""])
def test_the_longest_choice_of_volunteers_is_what_slack_takes(sent_to: str) -> None:
    lists = [UserList(id=10**15 + at, name="🗳" * 80, created_at=NOON) for at in range(MOST_TARGETS)]
    people = [User(id=10**15 + at, first_name="é" * 255, phone="+12125550101") for at in range(MOST_TARGETS)]
    action = Action(id=10**15, title="x", state="published")
    terms = Terms(Targets(sent_to), 100_000, keeps_assignments=True, approves_texts=True)

    assert check_view(volunteers.build(action, terms, lists, people)) == []


@pytest.mark.parametrize(
    "more",
    [
        {"state": "publishing", "contacts": 10**6, "filled": 10**6},
        {"state": "failed", "why": "<" * 2000},
        {"state": "published", "contacts": 1, "volunteers": 1, "due": 1e9, "late": True},
    ],
)
def test_the_longest_news_are_what_slack_takes(more: dict[str, Any]) -> None:
    message = publishing.publishing_message({"title": "<" * 80, **more})

    assert check_message(message.payload()) == []
    assert message.text


@pytest.mark.parametrize(
    ("month", "day", "said"), [(3, 8, "3:30 AM EDT"), (11, 1, "1:30 AM EDT"), (12, 1, "1:30 AM EST")]
)
def test_a_time_is_told_on_the_campaigns_clock_across_summer_time(month: int, day: int, said: str) -> None:
    hour = {3: 7, 11: 5, 12: 6}[month]
    at = datetime(2026, month, day, hour, 30, tzinfo=UTC)

    assert said in in_zone(at, "America/New_York")

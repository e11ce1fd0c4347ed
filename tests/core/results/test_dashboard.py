"""What waits for somebody, what is planned, and what came in and went out, at a glance."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.conversations.hearing import hear
from core.models import (
    Action,
    Campaign,
    ContactList,
    Conversation,
    Escalation,
    Import,
    Incident,
    TextsWanted,
    User,
)
from core.notices.telling import tell
from core.results.dashboard import MOST_ACTIONS, Waiting, dashboard, waiting
from tests import factories
from tests.factories import NOON


def test_a_new_campaign_has_nothing_to_show(session: Session, campaign: Campaign) -> None:
    made = dashboard(session, campaign.id)

    assert (made.running, list(made.actions), list(made.planned), made.drafts) == (0, [], [], 0)
    assert made.waiting == Waiting()
    assert made.join_code == campaign.join_code


def test_replies_that_wait_are_counted_whoever_holds_them(
    session: Session, conversation: Conversation, jo: User
) -> None:
    hear(session, conversation.id, "Who is this?", at=NOON)
    found = waiting(session, conversation.campaign_id)
    assert (found.conversations, found.since, found.unheld) == (1, NOON, 0)

    conversation.holder_id = None
    session.flush()
    assert waiting(session, conversation.campaign_id).unheld == 1


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_replies_of_what_is_over_wait_for_nobody(
    session: Session, conversation: Conversation, action: Action, state: str
) -> None:
    hear(session, conversation.id, "Who is this?", at=NOON)
    action.state = state
    session.flush()

    assert waiting(session, conversation.campaign_id).conversations == 0


def test_open_questions_and_troubles_are_counted_until_they_are_seen_to(
    session: Session, conversation: Conversation, action: Action, jo: User
) -> None:
    mine = {"campaign_id": conversation.campaign_id}
    asked = Escalation(key="a", conversation_id=conversation.id, by_id=jo.id, at=NOON, **mine)
    wanted = TextsWanted(key="b", action_id=action.id, user_id=jo.id, what="batch", asked_at=NOON, **mine)
    trouble = Incident(kind="paused", key="c", opened_at=NOON, last_at=NOON, **mine)
    session.add_all([asked, wanted, trouble])
    session.flush()
    found = waiting(session, conversation.campaign_id)
    assert (found.escalations, found.wanted, found.alerts) == (1, 1, 1)

    asked.resolved_at = trouble.resolved_at = NOON
    wanted.state = "given"
    session.flush()
    assert waiting(session, conversation.campaign_id) == Waiting()


def test_what_is_planned_comes_soonest_first(session: Session, voters: ContactList) -> None:
    later, sooner = NOON + timedelta(days=2), NOON + timedelta(days=1)
    factories.action(session, voters, title="Later", state="scheduled", scheduled_for=later)
    factories.action(session, voters, title="Sooner", state="scheduled", scheduled_for=sooner)
    factories.action(session, voters, title="Some day", state="draft")

    made = dashboard(session, voters.campaign_id)

    assert [(each.title, each.at) for each in made.planned] == [("Sooner", sooner), ("Later", later)]
    assert made.drafts == 1


def test_of_many_actions_the_first_are_shown_and_all_counted(session: Session, voters: ContactList) -> None:
    for number in range(MOST_ACTIONS + 2):
        factories.action(session, voters, title=f"Day {number}")

    made = dashboard(session, voters.campaign_id)

    assert made.running == MOST_ACTIONS + 2
    assert [each.title for each in made.actions][:2] == [f"Day {MOST_ACTIONS + 1}", f"Day {MOST_ACTIONS}"]
    assert len(made.actions) == MOST_ACTIONS


def test_files_that_came_in_and_went_out_are_shown_newest_first(session: Session, campaign: Campaign) -> None:
    mine = {"campaign_id": campaign.id, "created_at": NOON, "file_name": "voters.csv"}
    session.add_all([Import(list_name=name, **mine) for name in ("Old", "North", "South", "East")])
    data = {"count": 3, "file_ids": []}
    told: dict[str, Any] = {"kind": "opt_outs_exported", "channel": "U0MAYA", "data": data, "now": NOON}
    tell(session, campaign_id=campaign.id, key="opt-outs-1", **told)
    session.flush()

    made = dashboard(session, campaign.id)

    assert [each.name for each in made.imports] == ["East", "South", "North"]
    assert [(each.name, each.state) for each in made.exports] == [("opt_outs_exported", "due")]


def test_another_campaigns_are_not_there(
    session: Session, campaign: Campaign, conversation: Conversation
) -> None:
    other = factories.campaign(
        session, name="Hill", slack_team_id="T0HILL", join_code="hill1", service="MG" + "1" * 32
    )
    hear(session, conversation.id, "Who is this?", at=NOON)

    made = dashboard(session, other.id)

    assert made.waiting == Waiting()
    assert made.running == 0

"""On what terms volunteers get an action, before it is out and while it runs."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.actions.drafting import Basics, edit_basics
from core.actions.states import close
from core.actions.targets import PEOPLE, Targets
from core.actions.terms import LARGEST_SHARE, Terms, settle, terms
from core.errors import Invalid, Stale
from core.models import Action, Audience, Campaign, Event, User
from tests import factories
from tests.factories import NOON


def test_what_was_settled_is_kept(session: Session, action: Action, maya: User, jo: User) -> None:
    chosen = Terms(Targets(PEOPLE, user_ids=(jo.id,)), 500, keeps_assignments=True, approves_texts=True)

    settle(session, action.id, chosen, by=maya, now=NOON)

    assert terms(session, action.id, by=maya) == chosen


def test_whoever_is_added_gets_a_running_action_and_whoever_is_left_out_keeps_it(
    session: Session, action: Action, campaign: Campaign, maya: User, jo: User, sam: User
) -> None:
    kim = factories.user(session, campaign, "Kim New", phone="+12125550191")

    settle(session, action.id, Terms(Targets(PEOPLE, user_ids=(kim.id,))), by=maya, now=NOON)

    people = set(session.scalars(select(Audience.user_id).filter_by(action_id=action.id)))
    assert people == {jo.id, sam.id, kim.id}


def test_each_change_of_a_running_action_is_in_the_trail(
    session: Session, action: Action, maya: User
) -> None:
    for most in (500, 500, None):
        settle(session, action.id, Terms(Targets(), most), by=maya, now=NOON)
    edit_basics(session, action.id, Basics("New title", "", None, 50), by=maya, now=NOON)

    told = [each.particulars for each in session.scalars(select(Event).order_by(Event.id))]
    assert told == [
        {"what": "volunteers", "fields": ["most_each"]},
        {"what": "volunteers", "fields": ["most_each"]},
        {"what": "basics", "fields": ["title", "batch_size"]},
    ]


@pytest.mark.parametrize("most", [0, -1, LARGEST_SHARE + 1])
def test_a_share_that_cannot_be_is_refused_beside_its_field(
    session: Session, action: Action, maya: User, most: int
) -> None:
    with pytest.raises(Invalid) as refusal:
        settle(session, action.id, Terms(Targets(), most), by=maya, now=NOON)

    assert refusal.value.field == "most_each"


def test_a_closed_action_is_not_changed(session: Session, action: Action, maya: User) -> None:
    close(session, action.id, by=maya, now=NOON)

    with pytest.raises(Stale, match="closed now"):
        settle(session, action.id, Terms(Targets()), by=maya, now=NOON)

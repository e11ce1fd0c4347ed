"""A copy is a draft like the original: what was decided, none of what happened."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.actions.copying import copy
from core.actions.on_report import on_report
from core.actions.scripts.keeping import written
from core.actions.targets import PEOPLE, Targets, keep_targets, targets
from core.errors import NotAllowed, NotFound
from core.models import (
    Action,
    ContactList,
    Conversation,
    CustomField,
    ScriptAnswer,
    ScriptNext,
    ScriptTag,
    Tag,
    User,
)
from core.people.setting_up import found_campaign
from tests import factories
from tests.factories import NOON


@pytest.fixture
def tag(session: Session, action: Action) -> Tag:
    return factories.tag(session, action.campaign_id, "Supporter", on=action)


@pytest.fixture
def rating(session: Session, action: Action) -> CustomField:
    return factories.field(session, action, "Rating", "Yes", "No")


def test_a_copy_has_all_that_was_decided(
    session: Session, action: Action, maya: User, jo: User, tag: Tag, rating: CustomField
) -> None:
    keep_targets(session, action, Targets(PEOPLE, user_ids=(jo.id,)), by=maya)
    action.most_each, action.keeps_assignments, action.approves_texts = 500, True, True
    (yes,) = written(session, action.id, "response")
    no = factories.script(session, action, "response", "Thanks all the same", name="No", position=3)
    session.add_all(
        [
            ScriptTag(script_id=yes.id, tag_id=tag.id),
            ScriptAnswer(script_id=yes.id, field_id=rating.id, value="Yes"),
            ScriptNext(script_id=yes.id, next_id=no.id),
        ]
    )

    made = copy(session, action.id, by=maya, now=NOON)

    assert (made.state, made.title, made.copied_from_id) == ("draft", "Copy of Get out the vote", action.id)
    assert (made.list_id, made.most_each, made.keeps_assignments) == (action.list_id, 500, True)
    assert (made.approves_texts, made.published_at) == (True, None)
    assert targets(session, made) == Targets(PEOPLE, user_ids=(jo.id,))
    assert on_report(session, made.id) == ({tag.id}, {rating.id})
    first, second = written(session, made.id, "response")
    assert (first.body, second.body) == (yes.body, no.body)
    assert session.get(ScriptTag, (first.id, tag.id))
    assert session.get_one(ScriptAnswer, (first.id, rating.id)).value == "Yes"
    assert session.get(ScriptNext, (first.id, second.id))


def test_nothing_of_what_happened_is_copied(session: Session, action: Action, maya: User) -> None:
    made = copy(session, action.id, by=maya, now=NOON)

    mine = select(func.count()).select_from(Conversation).filter_by(action_id=made.id)
    assert session.scalar(mine) == 0


def test_a_list_and_a_tag_that_were_archived_are_left_out(
    session: Session, action: Action, voters: ContactList, maya: User, tag: Tag
) -> None:
    voters.archived_at = tag.archived_at = NOON
    session.flush()

    made = copy(session, action.id, by=maya, now=NOON)

    assert made.list_id is None
    assert on_report(session, made.id) == (set(), set())


def test_a_press_that_came_twice_makes_one_copy(session: Session, action: Action, maya: User) -> None:
    first, second = (copy(session, action.id, by=maya, now=NOON) for _ in range(2))
    later = copy(session, action.id, by=maya, now=NOON + timedelta(minutes=1))

    assert first.id == second.id != later.id


def test_the_longest_title_still_fits(session: Session, action: Action, maya: User) -> None:
    action.title = "é" * 80

    assert len(copy(session, action.id, by=maya, now=NOON).title) == 80


def test_only_who_runs_this_campaigns_actions_may_copy(session: Session, action: Action, abe: User) -> None:
    other = found_campaign(session, name="Other", team_id="T2", now=NOON)
    stranger = factories.user(session, other, "Eve", role="owner")

    with pytest.raises(NotAllowed):
        copy(session, action.id, by=abe, now=NOON)
    with pytest.raises(NotFound):
        copy(session, action.id, by=stranger, now=NOON)

"""Tags are made, changed and archived; slugs stay."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.differing import ChangedMeanwhile, Difference
from core.errors import Invalid, NotAllowed, NotFound
from core.labels import tags
from core.labels.common import BuiltIn
from core.labels.fields import FieldForm
from core.labels.fields import create as create_field
from core.labels.ordering import Spot, move
from core.labels.tags import TagForm
from core.models import Event, Tag, User
from core.people.setting_up import found_campaign, make_owner
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)


def make(session: Session, name: str, by: User, **more: object) -> Tag:
    return tags.create(session, TagForm(name, **more), by=by, now=NOON)  # type: ignore[arg-type]


def names(session: Session, by: User) -> list[str]:
    return [tag.name for tag in tags.list_tags(session, by.campaign_id)]


def seen(session: Session, tag: Tag, by: User) -> dict[str, Any]:
    return tags.values(session, tag, by=by)


def test_a_tag_is_made_with_a_slug_at_the_end_of_the_list(session: Session, maya: User) -> None:
    make(session, "Wrong number", maya)
    made = make(session, "  Spanish\nspeaker ", maya)

    assert (made.name, made.slug, made.position, made.reportable) == (
        "Spanish speaker",
        "spanish_speaker",
        2,
        True,
    )
    assert [event.name for event in session.scalars(select(Event))] == ["tag_created", "tag_created"]


def test_tags_are_listed_by_display_order_then_name(session: Session, maya: User) -> None:
    for name, position in [("Cat", 2), ("Bee", 2), ("Ant", 1)]:
        make(session, name, maya, position=position)

    assert names(session, maya) == ["Ant", "Bee", "Cat"]


def test_slugs_are_unique_across_tags_and_fields(session: Session, maya: User) -> None:
    create_field(session, FieldForm("Notes", "text"), by=maya, now=NOON)

    assert [make(session, name, maya).slug for name in ("Notes", "Notes!", "City", "🎉")] == [
        "notes_2",
        "notes_3",
        "city_2",
        "tag",
    ]


def test_a_name_is_taken_once(session: Session, maya: User) -> None:
    make(session, "Supporter", maya)

    with pytest.raises(Invalid, match="There is a tag called “SUPPORTER” already"):
        make(session, "SUPPORTER", maya)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Give it a tag name."),
        (" \0\n", "Give it a tag name."),
        ("x" * 3000, "A tag name has at most 80 characters; this one has 3,000."),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(session: Session, maya: User, name: str, said: str) -> None:
    with pytest.raises(Invalid) as refusal:
        make(session, name, maya)

    assert (refusal.value.field, refusal.value.sentence) == ("name", said)


@pytest.mark.parametrize("position", [0, -1, 10_000])
def test_a_display_order_out_of_range_is_refused(session: Session, maya: User, position: int) -> None:
    with pytest.raises(Invalid, match="from 1 to 9,999"):
        make(session, "Supporter", maya, position=position)


def test_a_renamed_tag_keeps_its_slug(session: Session, maya: User) -> None:
    tag = make(session, "Supporter", maya)

    form = TagForm("Friend", 7, reportable=False)
    tags.edit(session, tag.id, form, by=maya, seen=seen(session, tag, maya), now=LATER)

    assert (tag.name, tag.slug, tag.position, tag.reportable) == ("Friend", "supporter", 7, False)


def test_an_edit_that_rests_on_an_old_look_is_refused(session: Session, maya: User) -> None:
    tag = make(session, "Supporter", maya)
    old = seen(session, tag, maya)
    tags.edit(session, tag.id, TagForm("Friend", 1), by=maya, seen=old, now=LATER)

    with pytest.raises(ChangedMeanwhile, match="Somebody changed “Friend”") as refusal:
        tags.edit(session, tag.id, TagForm("Enemy", 1), by=maya, seen=old, now=LATER)

    assert [Difference("name", "Supporter", "Friend", "Enemy")] == refusal.value.differences


def test_the_same_form_again_changes_nothing_more(session: Session, maya: User) -> None:
    tag = make(session, "Supporter", maya)
    old = seen(session, tag, maya)
    for _ in range(2):
        tags.edit(session, tag.id, TagForm("Friend", 1), by=maya, seen=old, now=LATER)

    assert ["tag_created", "tag_changed"] == list(session.scalars(select(Event.name).order_by(Event.id)))


def test_a_tag_that_was_moved_meanwhile_stays_where_it_is(session: Session, maya: User) -> None:
    tag = make(session, "Supporter", maya)
    make(session, "Friend", maya)
    old = seen(session, tag, maya)
    move(session, Tag, tag.id, Spot("last"), by=maya, now=LATER)

    tags.edit(session, tag.id, TagForm("Follower", 1), by=maya, seen=old, now=LATER)

    assert ["Friend", "Follower"] == names(session, maya)


def test_a_tag_archived_while_the_form_was_open_comes_back_if_its_editor_knows(
    session: Session, maya: User
) -> None:
    tag = make(session, "Supporter", maya)
    old = seen(session, tag, maya)
    tags.archive(session, tag.id, by=maya, now=NOON)

    with pytest.raises(ChangedMeanwhile):
        tags.edit(session, tag.id, TagForm("Friend", 1), by=maya, seen=old, now=LATER)
    clash = tags.clash(session, tag.id, TagForm("Friend", 1), by=maya, seen=old)
    assert clash is not None
    assert ("Maya Torres", NOON) == (clash.who, clash.at)
    tags.edit(session, tag.id, TagForm("Friend", 1), by=maya, seen=clash.present, now=LATER)

    assert ["Friend"] == names(session, maya)
    assert [] == list(tags.list_tags(session, maya.campaign_id, archived=True))


def test_staff_change_no_tag(session: Session, maya: User, abe: User) -> None:
    tag = make(session, "Supporter", maya)

    with pytest.raises(NotAllowed, match="Maya Torres can help"):
        make(session, "Friend", abe)
    with pytest.raises(NotAllowed):
        tags.archive(session, tag.id, by=abe, now=LATER)


def test_an_archived_tag_leaves_the_list_and_can_come_back(session: Session, maya: User) -> None:
    tag = make(session, "Supporter", maya)

    tags.archive(session, tag.id, by=maya, now=NOON)
    tags.archive(session, tag.id, by=maya, now=LATER)
    assert (names(session, maya), tag.archived_at) == ([], NOON)

    tags.restore(session, tag.id, by=maya, now=LATER)
    assert names(session, maya) == ["Supporter"]


def test_a_tag_does_not_come_back_under_a_name_taken_meanwhile(session: Session, maya: User) -> None:
    tag = make(session, "Supporter", maya)
    tags.archive(session, tag.id, by=maya, now=NOON)
    make(session, "supporter", maya)

    with pytest.raises(Invalid, match="already"):
        tags.restore(session, tag.id, by=maya, now=LATER)


def test_the_built_in_opt_out_tag_cannot_be_broken(session: Session) -> None:
    campaign = found_campaign(session, name="R", team_id=None, now=NOON)
    owner = make_owner(session, campaign, "U1", "Ona", NOON)
    built_in = session.scalars(select(Tag).filter_by(campaign_id=campaign.id, built_in="opt_out")).one()

    old = tags.values(session, built_in, by=owner)
    with pytest.raises(BuiltIn, match="must stay an opt-out tag"):
        tags.edit(session, built_in.id, TagForm("Stop", opt_out=False), by=owner, seen=old, now=LATER)
    hidden = TagForm("Stop", reportable=False, opt_out=True)
    with pytest.raises(BuiltIn, match="on all reports"):
        tags.edit(session, built_in.id, hidden, by=owner, seen=old, now=LATER)
    with pytest.raises(BuiltIn, match="cannot be archived"):
        tags.archive(session, built_in.id, by=owner, now=LATER)
    tags.edit(session, built_in.id, TagForm("Stop", 2, opt_out=True), by=owner, seen=old, now=LATER)
    assert (built_in.name, built_in.slug) == ("Stop", "opt_out")


def test_another_campaigns_tag_is_not_there(session: Session, maya: User) -> None:
    tag = make(session, "Supporter", maya)
    other = found_campaign(session, name="Other", team_id="T2", now=NOON)
    stranger = make_owner(session, other, "U1", "Eve", NOON)

    for verb in (tags.archive, tags.restore):
        with pytest.raises(NotFound):
            verb(session, tag.id, by=stranger, now=LATER)

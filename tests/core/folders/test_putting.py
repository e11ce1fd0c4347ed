"""Folders hold things of every kind, and a thing may be in several."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import Invalid, NotAllowed, NotFound
from core.folders import keeping, looking, putting
from core.folders.keeping import FolderForm
from core.folders.looking import Item
from core.labels import tags
from core.labels.looking import Look, page
from core.models import Action, ContactList, Event, Folder, Tag, User, UserList
from tests import factories
from tests.counting import counted
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def spring(session: Session, maya: User) -> Folder:
    return keeping.create(session, FolderForm("Spring"), by=maya, now=NOON)


@pytest.fixture
def autumn(session: Session, maya: User) -> Folder:
    return keeping.create(session, FolderForm("Autumn"), by=maya, now=NOON)


@pytest.fixture
def friend(session: Session, maya: User) -> Tag:
    return factories.tag(session, maya.campaign_id, "Friend")


def folders_of(session: Session, tag: Tag) -> list[str]:
    return [folder.name for folder in looking.of(session, "tag", [tag.id])[tag.id]]


def test_a_thing_is_put_into_several_folders_and_taken_out(
    session: Session, maya: User, spring: Folder, autumn: Folder, friend: Tag
) -> None:
    for _ in range(2):
        putting.put(session, "tag", friend.id, [autumn.id, spring.id], by=maya, now=NOON)
    assert ["Spring", "Autumn"] == folders_of(session, friend)
    putting.put(session, "tag", friend.id, [autumn.id], by=maya, now=NOON)

    assert ["Autumn"] == folders_of(session, friend)
    told = session.scalars(select(Event.particulars).filter_by(name="folders_chosen").order_by(Event.id))
    assert [
        {"into": [spring.id, autumn.id], "out_of": []},
        {"into": [], "out_of": [spring.id]},
    ] == list(told)


def test_a_folder_takes_things_of_every_kind(
    session: Session,
    maya: User,
    spring: Folder,
    friend: Tag,
    action: Action,
    voters: ContactList,
) -> None:
    field = factories.field(session, action, "Notes")
    people = UserList(campaign_id=maya.campaign_id, name="Helpers", created_at=NOON, updated_at=NOON)
    session.add(people)
    session.flush()
    things = {
        "tag": [friend.id],
        "field": [field.id],
        "action": [action.id],
        "list": [voters.id],
        "user_list": [people.id],
    }

    assert [5, 0] == [putting.add(session, spring.id, things, by=maya, now=NOON) for _ in range(2)]
    assert {spring.id: dict.fromkeys(things, 1)} == looking.counts(session, [spring.id], by=maya)
    assert [Item("action", action.id, action.title)] == looking.inside(session, spring.id, "action", by=maya)
    assert [] == looking.outside(session, spring.id, "list", by=maya)
    for _ in range(2):
        putting.take_out(session, spring.id, "list", voters.id, by=maya, now=NOON)
    assert [Item("list", voters.id, "Voters")] == looking.outside(session, spring.id, "list", by=maya)


def test_an_archived_folder_filters_nothing_and_keeps_what_it_holds(
    session: Session, maya: User, spring: Folder, autumn: Folder, friend: Tag
) -> None:
    putting.put(session, "tag", friend.id, [spring.id], by=maya, now=NOON)
    keeping.archive(session, spring.id, by=maya, now=LATER)
    assert [] == folders_of(session, friend)
    with pytest.raises(Invalid, match="“Spring” was archived meanwhile"):
        putting.put(session, "tag", friend.id, [spring.id], by=maya, now=NOON)

    putting.put(session, "tag", friend.id, [autumn.id], by=maya, now=NOON)
    keeping.restore(session, spring.id, by=maya, now=LATER)
    assert ["Spring", "Autumn"] == folders_of(session, friend)


def test_an_archived_thing_is_not_shown_inside(
    session: Session, maya: User, spring: Folder, friend: Tag
) -> None:
    putting.put(session, "tag", friend.id, [spring.id], by=maya, now=NOON)
    tags.archive(session, friend.id, by=maya, now=NOON)

    assert [] == looking.inside(session, spring.id, "tag", by=maya)
    assert 0 == looking.counts(session, [spring.id], by=maya)[spring.id]["tag"]


def test_a_list_is_filtered_by_folder_and_words(
    session: Session, maya: User, spring: Folder, friend: Tag
) -> None:
    factories.tag(session, maya.campaign_id, "Foe")
    putting.put(session, "tag", friend.id, [spring.id], by=maya, now=NOON)

    def names(look: Look) -> list[str]:
        return [tag.name for tag in page(session, Tag, look, by=maya, number=0, size=40).rows]

    assert ["Foe", "Friend"] == names(Look())
    assert ["Friend"] == names(Look(folder_id=spring.id))
    assert ["Foe"] == names(Look(words="oe"))
    assert [] == names(Look(words="oe", folder_id=spring.id))


def test_pages_know_their_neighbours(session: Session, maya: User) -> None:
    made = [factories.tag(session, maya.campaign_id, f"Tag {number}").id for number in range(5)]

    found = page(session, Tag, Look(), by=maya, number=1, size=2)
    last = page(session, Tag, Look(), by=maya, number=9, size=2)

    assert (made[2:4], made[1], made[4]) == ([tag.id for tag in found.rows], found.above, found.below)
    assert (2, made[4:], made[3], None) == (
        last.number,
        [tag.id for tag in last.rows],
        last.above,
        last.below,
    )


def test_looking_at_many_folders_takes_as_many_statements_as_at_one(
    session: Session, database: Database, maya: User, spring: Folder, autumn: Folder, friend: Tag
) -> None:
    putting.put(session, "tag", friend.id, [spring.id, autumn.id], by=maya, now=NOON)
    session.flush()

    def statements(ids: list[int]) -> int:
        with counted(database) as seen:
            looking.counts(session, ids, by=maya)
            looking.of(session, "tag", [friend.id])
        return len(seen)

    assert statements([spring.id]) == statements([spring.id, autumn.id])


@pytest.mark.parametrize("verb", [keeping.archive, keeping.restore, keeping.find])
def test_another_campaigns_folder_is_not_there(
    session: Session, maya: User, friend: Tag, spring: Folder, verb: Callable[..., object]
) -> None:
    other = factories.campaign(session, slack_team_id="T2", join_code="two", service="MG" + "2" * 32)
    eve = factories.user(session, other, "Eve", role="owner")
    named = {} if verb is keeping.find else {"now": LATER}

    with pytest.raises(NotFound):
        verb(session, spring.id, by=eve, **named)
    with pytest.raises(NotFound):
        putting.put(session, "tag", friend.id, [], by=eve, now=LATER)
    mine = factories.tag(session, other.id, "Friend")
    with pytest.raises(Invalid, match="not there any more"):
        putting.put(session, "tag", mine.id, [spring.id], by=eve, now=LATER)


def test_who_manages_people_may_put_user_lists_into_folders_and_nothing_else(
    session: Session, abe: User, friend: Tag, spring: Folder
) -> None:
    abe.rights = ["people"]
    people = UserList(campaign_id=abe.campaign_id, name="Helpers", created_at=NOON, updated_at=NOON)
    session.add(people)
    session.flush()
    putting.put(session, "user_list", people.id, [spring.id], by=abe, now=NOON)

    with pytest.raises(NotAllowed):
        putting.put(session, "tag", friend.id, [spring.id], by=abe, now=NOON)


def test_a_folder_is_renamed_once(session: Session, maya: User, spring: Folder) -> None:
    seen = keeping.values(spring)
    for _ in range(2):
        keeping.edit(session, spring.id, FolderForm("May", 1), by=maya, seen=seen, now=LATER)

    assert "May" == spring.name
    assert ["folder_created", "folder_changed"] == list(
        session.scalars(select(Event.name).order_by(Event.id))
    )
    with pytest.raises(Invalid, match="There is a folder called “may” already"):
        keeping.create(session, FolderForm("may"), by=maya, now=NOON)

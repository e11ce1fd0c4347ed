"""`/textbank folders` in Slack, and folders as a field and a filter elsewhere."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.folders import adding, choosing, inside, listing
from bot.folders.inside import Spot
from bot.labels.known import Known
from bot.labels.place import Place
from core.folders import keeping, looking, putting
from core.folders.keeping import FolderForm
from core.folders.looking import Item
from core.folders.things import KINDS
from core.models import Action, ContactList, Event, Folder, FolderItem, Tag, User
from sandbox.slack.rules import check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON


@pytest.fixture
def spring(session: Session, maya: User) -> Folder:
    made = keeping.create(session, FolderForm("Spring"), by=maya, now=NOON)
    session.commit()
    return made


@pytest.fixture
def friend(session: Session, maya: User) -> Tag:
    made = factories.tag(session, maya.campaign_id, "Friend")
    session.commit()
    return made


def folders_of(session: Session, tag: Tag) -> list[str]:
    session.expire_all()
    return [folder.name for folder in looking.of(session, "tag", [tag.id])[tag.id]]


def test_a_folder_is_created_once(bot: Bot, session: Session, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "folders")
    assert "No folders yet" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Create folder")
    maya_in_slack.fill("Folder name", "Spring")

    assert {} == maya_in_slack.submit()
    assert "*Spring*\nempty" in bot.slack.text_of(maya_in_slack.modal)
    assert ["Spring"] == list(session.scalars(select(Folder.name)))
    assert ["folder_created"] == list(session.scalars(select(Event.name)))


@pytest.mark.parametrize("name", ["spring", "\0 \0"])
def test_a_refusal_stands_beside_the_name(maya_in_slack: Any, spring: Folder, name: str) -> None:
    maya_in_slack.command("/textbank", "folders")
    maya_in_slack.click(None, "Create folder")
    maya_in_slack.fill("Folder name", name)

    assert ["Folder name"] == list(maya_in_slack.submit())


def test_things_are_put_into_a_folder_and_taken_out(
    bot: Bot, session: Session, maya_in_slack: Any, spring: Folder, friend: Tag
) -> None:
    maya_in_slack.command("/textbank", "folders")
    maya_in_slack.click(None, "Open Spring")
    maya_in_slack.click(None, "Add things")
    maya_in_slack.fill("Tags", ["Friend"])
    assert {} == maya_in_slack.submit()

    assert "Tags: 1" in bot.slack.text_of(maya_in_slack.modal)
    assert "1 thing" in bot.slack.text_of(maya_in_slack.modals[0])
    assert ["Spring"] == folders_of(session, friend)
    maya_in_slack.click(None, "Take out Friend")
    assert "No tags in this folder" in bot.slack.text_of(maya_in_slack.modal)
    assert [] == folders_of(session, friend)


def test_what_is_in_a_folder_is_not_offered_again(
    session: Session, maya: User, maya_in_slack: Any, spring: Folder, friend: Tag
) -> None:
    factories.tag(session, maya.campaign_id, "Foe")
    putting.put(session, "tag", friend.id, [spring.id], by=maya, now=NOON)
    session.commit()
    maya_in_slack.command("/textbank", "folders")
    maya_in_slack.click(None, "Open Spring")
    maya_in_slack.click(None, "Add things")

    assert ["Foe"] == maya_in_slack.options("Tags", "")


def test_a_folder_shows_one_kind_at_a_time(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, spring: Folder, friend: Tag, action: Action
) -> None:
    putting.add(session, spring.id, {"tag": [friend.id], "action": [action.id]}, by=maya, now=NOON)
    session.commit()
    maya_in_slack.command("/textbank", "folders")
    maya_in_slack.click(None, "Open Spring")
    assert action.title in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.fill("folders.kind", "Tags (1)")

    assert "Friend" in bot.slack.text_of(maya_in_slack.modal)
    assert action.title not in bot.slack.text_of(maya_in_slack.modal)


def test_a_folder_is_renamed_from_its_page(bot: Bot, maya_in_slack: Any, spring: Folder) -> None:
    maya_in_slack.command("/textbank", "folders")
    maya_in_slack.click(None, "Open Spring")
    maya_in_slack.click(None, "Edit folder")
    maya_in_slack.fill("Folder name", "May")
    assert {} == maya_in_slack.submit()

    assert "*May*" in bot.slack.text_of(maya_in_slack.modal)
    assert "*May*" in bot.slack.text_of(maya_in_slack.modals[0])


def test_two_who_rename_one_folder(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, spring: Folder
) -> None:
    maya_in_slack.command("/textbank", "folders")
    maya_in_slack.click(None, "Open Spring")
    maya_in_slack.click(None, "Edit folder")
    maya_in_slack.fill("Folder name", "May")
    seen = keeping.values(spring)
    keeping.edit(session, spring.id, FolderForm("April", 1), by=maya, seen=seen, now=NOON)
    session.commit()

    assert {} == maya_in_slack.submit()
    assert "April" in bot.slack.text_of(maya_in_slack.modal)
    assert {} == maya_in_slack.submit()
    assert ["May"] == list(session.scalars(select(Folder.name)))


def test_a_folder_is_archived_and_comes_back_with_what_it_held(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, spring: Folder, friend: Tag
) -> None:
    putting.put(session, "tag", friend.id, [spring.id], by=maya, now=NOON)
    session.commit()
    maya_in_slack.command("/textbank", "folders")
    maya_in_slack.click(None, "Open Spring")
    maya_in_slack.click(None, "Archive folder")
    maya_in_slack.close()
    assert [] == folders_of(session, friend)

    maya_in_slack.click(None, "Archived")
    maya_in_slack.click(None, "Restore Spring")
    assert ["Spring"] == folders_of(session, friend)


def test_a_tag_is_put_into_folders_from_its_form_and_its_list_is_filtered(
    bot: Bot, session: Session, maya: User, maya_in_slack: Any, spring: Folder, friend: Tag
) -> None:
    factories.tag(session, maya.campaign_id, "Foe", position=2)
    session.commit()
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Edit Friend")
    maya_in_slack.fill("Folders", ["Spring"])
    assert {} == maya_in_slack.submit()
    assert ["Spring"] == folders_of(session, friend)

    maya_in_slack.fill("All folders", "Spring")
    assert "Foe" not in bot.slack.text_of(maya_in_slack.modal)
    assert "Friend" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Create tag")
    assert ["Spring"] == [
        each["text"]["text"] for each in maya_in_slack.values["Folders"]["selected_options"]
    ]
    maya_in_slack.close()
    maya_in_slack.fill("All folders", "All folders")
    assert "Foe" in bot.slack.text_of(maya_in_slack.modal)


def test_a_folder_archived_while_a_form_was_open_is_told_beside_it(
    session: Session, maya: User, maya_in_slack: Any, spring: Folder, friend: Tag
) -> None:
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Edit Friend")
    maya_in_slack.fill("Folders", ["Spring"])
    keeping.archive(session, spring.id, by=maya, now=NOON)
    session.commit()

    assert "archived meanwhile" in maya_in_slack.submit()["Folders"]


def test_staff_are_turned_away(bot: Bot, session: Session, abe: User, spring: Folder) -> None:
    session.commit()
    bot.person("Abe").command("/textbank", "folders")

    assert bot.person("Abe").modal is None
    assert [] == list(session.scalars(select(FolderItem)))


@pytest.mark.parametrize("name", ["<&>" * 26, "👩‍👩‍👧‍👦" * 11, "مرحبا" * 16, "<@everyone>"])
def test_the_longest_views_are_what_slack_takes(name: str) -> None:
    folder = Folder(id=10**15, name=name, position=9999)
    held = dict.fromkeys(KINDS, 10**6)
    items = [Item("tag", 10**15 + number, name * 3) for number in range(inside.PAGE)]
    spot, place = Spot(folder.id, "tag", 5), Place(12, words=name, folder=10**15)

    assert [] == check_view(inside.build(folder, held, items, spot, place))
    assert [] == check_view(inside.build(folder, dict.fromkeys(KINDS, 0), [], spot, place))
    assert [] == check_view(adding.form(folder, spot, place))
    assert [] == check_view(listing.form(FolderForm(name, 9999), Known.new(), place))
    assert [] == check_view(listing.archived(folder))
    assert len(choosing.named([folder] * 100)) < 3000


def test_an_action_is_put_into_folders_from_its_basics_and_the_list_is_filtered(
    bot: Bot, session: Session, maya_in_slack: Any, spring: Folder, action: Action
) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "actions")
    maya_in_slack.click(None, f"Manage {action.title}")
    maya_in_slack.click(None, "Edit basics")
    maya_in_slack.fill("Folders", ["Spring"])
    assert {} == maya_in_slack.submit()
    maya_in_slack.close()
    assert [Item("action", action.id, action.title)] == in_folder(session, spring)

    maya_in_slack.fill("All folders", "Spring")
    assert action.title in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, f"Manage {action.title}")
    maya_in_slack.click(None, "Edit basics")
    maya_in_slack.fill("Folders", [])
    assert {} == maya_in_slack.submit()
    assert [] == in_folder(session, spring)


def in_folder(session: Session, folder: Folder) -> list[Item]:
    session.expire_all()
    by = session.scalars(select(User).filter_by(slack_id="U0MAYA")).one()
    return looking.inside(session, folder.id, "action", by=by)


def test_a_contact_list_is_put_into_folders_from_its_form_and_the_lists_are_filtered(
    bot: Bot, session: Session, maya_in_slack: Any, spring: Folder, voters: ContactList
) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "lists")
    maya_in_slack.fill("All folders", "Spring")
    assert "No contact lists in this folder" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.fill("All folders", "All folders")
    maya_in_slack.click(None, "Open Voters")
    maya_in_slack.click(None, "Rename Voters")
    maya_in_slack.fill("Folders", ["Spring"])
    assert {} == maya_in_slack.submit()
    maya_in_slack.close()
    maya_in_slack.fill("All folders", "Spring")

    assert "Voters" in bot.slack.text_of(maya_in_slack.modal)
    assert [voters.id] == list(session.scalars(select(FolderItem.thing_id).filter_by(thing="list")))

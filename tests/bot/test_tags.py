"""`/tags` in Slack: list, create, edit, archive; and the views at their largest."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.folders.choosing import folder_filter
from bot.labels import clashing, listing, move_views, tag_form
from bot.labels import tags as bot_tags
from bot.labels.known import Known
from bot.labels.listing import PAGE, Row, Shown
from bot.labels.place import Place
from bot.request import View
from core.conversations.facts import YES, learn
from core.differing import Difference
from core.labels import tags
from core.labels.common import Clash
from core.labels.looking import Page
from core.labels.stopping import MOST_COUNTED
from core.labels.tags import TagForm
from core.models import Conversation, Event, Folder, OptOut, Tag, User
from sandbox.slack.rules import check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)


def all_tags(session: Session) -> list[tuple[str, int, bool, bool]]:
    session.expire_all()
    found = session.scalars(select(Tag).order_by(Tag.id))
    return [(tag.name, tag.position, tag.reportable, tag.opt_out) for tag in found]


@pytest.fixture
def supporter(session: Session, maya: User) -> Tag:
    tag = tags.create(session, TagForm("Supporter"), by=maya, now=NOON)
    session.commit()
    return tag


def test_a_tag_is_created_and_the_list_shows_it(bot: Bot, session: Session, maya_in_slack: Any) -> None:
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Create tag")
    maya_in_slack.fill("Tag name", "Spanish speaker")
    maya_in_slack.fill("Display order", "3")
    maya_in_slack.fill("Show on reports", [])
    maya_in_slack.fill("Opt-out tag", ["Yes"])

    assert maya_in_slack.submit() == {}
    assert len(maya_in_slack.modals) == 1
    assert "Spanish speaker" in bot.slack.text_of(maya_in_slack.modal)
    assert "spanish_speaker" in bot.slack.text_of(maya_in_slack.modal)
    assert all_tags(session) == [("Spanish speaker", 3, False, True)]


def test_the_root_command_opens_the_same_list(bot: Bot, maya_in_slack: Any, supporter: Tag) -> None:
    maya_in_slack.command("/textbank", "tags")

    assert "Supporter" in bot.slack.text_of(maya_in_slack.modal)


def test_a_tag_is_edited(session: Session, maya_in_slack: Any, supporter: Tag) -> None:
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Edit Supporter")
    maya_in_slack.fill("Tag name", "Friend")

    assert maya_in_slack.submit() == {}
    assert all_tags(session) == [("Friend", 1, True, False)]


@pytest.mark.parametrize("name", ["supporter", "\0 \0"])
def test_a_refusal_stands_beside_the_name(
    session: Session, maya_in_slack: Any, supporter: Tag, name: str
) -> None:
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Create tag")
    maya_in_slack.fill("Tag name", name)

    errors = maya_in_slack.submit()

    assert list(errors) == ["Tag name"]
    assert len(all_tags(session)) == 1


def test_submitted_twice_makes_one_tag(session: Session, maya_in_slack: Any, supporter: Tag) -> None:
    maya_in_slack.command("/tags")
    for _ in range(2):
        maya_in_slack.click(maya_in_slack.modals[0], "Create tag")
        maya_in_slack.fill("Tag name", "Friend")
    first = maya_in_slack.submit()

    assert (first, list(maya_in_slack.submit())) == ({}, ["Tag name"])
    assert [name for name, *_ in all_tags(session)] == ["Supporter", "Friend"]


def test_a_tag_is_archived_after_asking_and_comes_back(
    bot: Bot, session: Session, maya_in_slack: Any, supporter: Tag
) -> None:
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Edit Supporter")
    maya_in_slack.click(None, "Archive tag", confirm=False)
    assert maya_in_slack.modal.body["title"]["text"] == "Edit tag"

    maya_in_slack.click(None, "Archive tag")
    assert "is archived" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.close()
    assert "Supporter" not in bot.slack.text_of(maya_in_slack.modal)

    maya_in_slack.click(None, "Archived")
    maya_in_slack.click(None, "Restore Supporter")
    maya_in_slack.click(None, "Back to tags")
    assert "Supporter" in bot.slack.text_of(maya_in_slack.modal)


@pytest.fixture
def friend_meanwhile(session: Session, maya: User, supporter: Tag) -> Callable[[], None]:
    """Another admin calls the tag Friend."""

    def rename() -> None:
        seen = tags.values(session, supporter, by=maya)
        tags.edit(session, supporter.id, TagForm("Friend", 1), by=maya, seen=seen, now=LATER)
        session.commit()

    return rename


def test_the_second_of_two_admins_is_shown_the_difference_and_may_save_theirs(
    bot: Bot, session: Session, maya_in_slack: Any, friend_meanwhile: Callable[[], None]
) -> None:
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Edit Supporter")
    maya_in_slack.fill("Tag name", "Ally")
    maya_in_slack.fill("Show on reports", [])
    friend_meanwhile()
    assert {} == maya_in_slack.submit()

    shown = bot.slack.text_of(maya_in_slack.modal)
    assert "Maya Torres* changed this tag" in shown
    assert all(name in shown for name in ("Supporter", "Friend", "Ally"))
    assert "Ally" == maya_in_slack.values["Tag name"]["value"]
    assert [("Friend", 1, True, False)] == all_tags(session)

    assert {} == maya_in_slack.submit()
    assert [("Ally", 1, False, False)] == all_tags(session)
    assert 1 == len(maya_in_slack.modals)


def test_the_second_of_two_admins_may_take_the_others(
    bot: Bot, session: Session, maya_in_slack: Any, friend_meanwhile: Callable[[], None]
) -> None:
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Edit Supporter")
    maya_in_slack.fill("Tag name", "Ally")
    friend_meanwhile()
    maya_in_slack.submit()
    maya_in_slack.click(None, "Take theirs")

    assert "stays as it is now" in bot.slack.text_of(maya_in_slack.modal)
    assert "Friend" in bot.slack.text_of(maya_in_slack.modals[0])
    assert [("Friend", 1, True, False)] == all_tags(session)


def test_a_form_whose_tag_was_archived_meanwhile_keeps_what_was_typed_and_brings_it_back(
    bot: Bot, session: Session, maya_in_slack: Any, maya: User, supporter: Tag
) -> None:
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Edit Supporter")
    maya_in_slack.fill("Tag name", "Friend")
    tags.archive(session, supporter.id, by=maya, now=LATER)
    session.commit()

    assert {} == maya_in_slack.submit()
    assert "*State*\nYou saw: in use\nIt is now: archived" in bot.slack.text_of(maya_in_slack.modal)
    assert "Friend" == maya_in_slack.values["Tag name"]["value"]
    assert {} == maya_in_slack.submit()
    assert [("Friend", 1, True, False)] == all_tags(session)
    assert supporter.archived_at is None


def test_a_form_sent_twice_makes_one_tag_and_changes_it_once(
    bot: Bot, session: Session, maya_in_slack: Any
) -> None:
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Create tag")
    maya_in_slack.fill("Tag name", "Supporter")
    assert {} == maya_in_slack.submit()
    maya_in_slack.click(maya_in_slack.modals[0], "Edit Supporter")
    maya_in_slack.fill("Tag name", "Friend")
    assert {} == maya_in_slack.submit()

    names = list(session.scalars(select(Event.name).order_by(Event.id)))
    assert ["tag_created", "tag_changed"] == names


@pytest.fixture
def ants(session: Session, maya: User) -> None:
    for at, name in enumerate(("Ant", "Bee", "Cat"), 1):
        factories.tag(session, maya.campaign_id, name, position=at)
    session.commit()


@pytest.mark.usefixtures("ants")
@pytest.mark.parametrize(
    ("move", "wanted"),
    [
        ("Move up", ["Ant", "Cat", "Bee"]),
        ("Move to the top", ["Cat", "Ant", "Bee"]),
    ],
)
def test_a_tag_is_moved_without_typing_numbers(
    bot: Bot, session: Session, maya_in_slack: Any, move: str, wanted: list[str]
) -> None:
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Reorder")
    maya_in_slack.click(None, move, beside="Cat")

    found = session.scalars(select(Tag).order_by(Tag.position))
    assert list(zip(wanted, (1, 2, 3), strict=True)) == [(tag.name, tag.position) for tag in found]


@pytest.mark.usefixtures("ants")
def test_a_tag_is_moved_behind_any_other(bot: Bot, session: Session, maya_in_slack: Any) -> None:
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Reorder")
    for moved, after in (("Ant", "Cat"), ("Cat", "The top")):
        maya_in_slack.click(None, "Move further …", beside=moved)
        assert moved in bot.slack.text_of(maya_in_slack.modal)
        maya_in_slack.fill("Place it after", after)
        assert {} == maya_in_slack.submit()

    assert ["Cat", "Bee", "Ant"] == [tag.name for tag in session.scalars(select(Tag).order_by(Tag.position))]


@pytest.fixture
def pat_has_it(session: Session, supporter: Tag, conversation: Conversation) -> None:
    learn(session, conversation, supporter, YES, source="report", by=None, at=NOON)
    session.commit()


@pytest.mark.usefixtures("pat_has_it")
@pytest.mark.parametrize(("answer", "stopped"), [("Opt them out, too", 1), ("Leave them", 0)])
def test_marking_a_tag_that_contacts_have_asks_about_them(
    bot: Bot, session: Session, maya_in_slack: Any, answer: str, stopped: int
) -> None:
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Edit Supporter")
    maya_in_slack.fill("Tag name", "Enemy")
    maya_in_slack.fill("Opt-out tag", ["Yes"])
    assert {} == maya_in_slack.submit()
    assert [("Supporter", 1, True, False)] == all_tags(session)

    maya_in_slack.fill("1 contact with this tag may still be texted", answer)
    assert {} == maya_in_slack.submit()
    bot.work()

    assert [("Enemy", 1, True, True)] == all_tags(session)
    assert stopped == session.scalar(select(func.count()).select_from(OptOut))
    told = [bot.slack.text_of(each) for each in maya_in_slack.dm.messages]
    assert stopped == sum("1 contact with the tag “Enemy” is opted out now." in each for each in told)


def test_a_tag_is_found_by_a_part_of_its_name(
    bot: Bot, session: Session, maya_in_slack: Any, maya: User
) -> None:
    for number in range(12):
        factories.tag(session, maya.campaign_id, f"Tag {number:03}", position=number + 1)
    session.commit()
    maya_in_slack.command("/tags")
    maya_in_slack.fill("Find", "011")
    assert {} == maya_in_slack.submit()
    shown = bot.slack.text_of(maya_in_slack.modal)
    assert "Tag 011" in shown
    assert "Tag 010" not in shown

    maya_in_slack.fill("Find", "nothing")
    maya_in_slack.submit()
    assert "No tags found" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Show all")
    assert "Tag 010" in bot.slack.text_of(maya_in_slack.modal)


def test_the_built_in_tag_cannot_stop_opting_out(
    bot: Bot, session: Session, maya_in_slack: Any, supporter: Tag
) -> None:
    supporter.built_in, supporter.opt_out = "opt_out", True
    session.commit()

    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Edit Supporter")
    assert "always opts the contact out" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.fill("Tag name", "Stop")

    assert maya_in_slack.submit() == {}
    assert all_tags(session) == [("Stop", 1, True, True)]


def test_five_hundred_tags_have_pages(session: Session, bot: Bot, maya_in_slack: Any, maya: User) -> None:
    stamps = {"campaign_id": maya.campaign_id, "created_at": NOON, "updated_at": NOON}
    session.add_all(
        Tag(name=f"Tag {number:03}", slug=f"tag_{number}", position=number, **stamps)
        for number in range(1, 501)
    )
    session.commit()

    maya_in_slack.command("/tags")
    assert "1 to 40 of 500" in bot.slack.text_of(maya_in_slack.modal)
    for _ in range(12):
        maya_in_slack.click(None, "Next")
    assert "481 to 500 of 500" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Edit Tag 490")
    maya_in_slack.fill("Tag name", "Renamed")
    assert maya_in_slack.submit() == {}
    assert "Renamed" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.click(None, "Previous")
    assert "441 to 480 of 500" in bot.slack.text_of(maya_in_slack.modal)


EVIL = ["<&>" * 26, "👩‍👩‍👧‍👦" * 11, "مرحبا" * 16, "<@everyone> <!channel>"]


@pytest.mark.parametrize("name", EVIL)
def test_the_longest_list_and_form_are_what_slack_takes(name: str) -> None:
    folders = [Folder(id=10**15 + number, name=name, position=1) for number in range(100)]
    tag = Tag(id=10**15, name=name, slug="x" * 60, position=9999, reportable=True, opt_out=True)
    rows = [Row(10**15 + number, name, tag_form.words(tag, folders)) for number in range(PAGE)]
    ids = [row.id for row in rows]
    page: Page[Any] = Page([tag], 5, 500, ids[0] - 1, ids[-1] + 1)
    shown = Shown(rows, page, [folder_filter("tags", folders[0])])
    values = TagForm(name, 9999, opt_out=True)
    seen: dict[str, Any] = {
        "name": name,
        "position": 9999,
        "folders": [each.id for each in folders],
        "opt_out": True,
    }
    known = Known(tag.id, seen, "k" * 32, slug=tag.slug)
    place = Place(12, words=name[:80], folder=10**15)
    other = {"name": name[:-1], "position": 1, "folders": seen["folders"][:99], "opt_out": False}
    differences = [Difference(key, seen[key], other[key], seen[key]) for key in seen]
    clash = Clash(differences, other, name, NOON)
    told = clashing.blocks(clash, "tag", "tags", tag.id, {each.id: each.name for each in folders})

    for where in (place, Place(archived=True), Place(moving=True)):
        view = listing.build(bot_tags.SHELF.kind, shown, where)
        assert [] == check_view(view)
        assert len(view["blocks"]) <= PAGE + 5
        assert "<@everyone>" not in bot_text(view)
    assert [] == check_view(
        listing.build(bot_tags.SHELF.kind, Shown([], Page([], 0, 0, None, None)), Place())
    )
    assert [] == check_view(tag_form.build(values, known, place, folders, told=told, holders=10**6))
    assert [] == check_view(tag_form.build(TagForm(""), Known.new(), Place()))
    assert [] == check_view(tag_form.archived(tag))
    assert [] == check_view(clashing.taken(name, "tag", "tags"))
    assert [] == check_view(move_views.form(bot_tags.SHELF.kind, tag.id, name, place))


def bot_text(view: View) -> str:
    """Return what is read as mrkdwn, where a mention would be one."""
    return json.dumps([block["text"] for block in view["blocks"] if block["type"] == "section"])


def test_very_many_who_have_a_tag_are_not_counted_to_the_end() -> None:
    def asked(holders: int) -> str:
        return json.dumps(tag_form.build(TagForm("Moved"), Known.new(), Place(), holders=holders))

    assert "More than 10,000 contacts with this tag" in asked(MOST_COUNTED + 1)
    assert "More than" not in asked(MOST_COUNTED)

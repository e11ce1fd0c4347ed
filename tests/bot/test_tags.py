"""`/tags` in Slack: list, create, edit, archive; and the views at their largest."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.labels import tags as bot_tags
from bot.labels.listing import PAGE, Place, Row, build
from core.labels import tags
from core.labels.tags import TagForm
from core.models import Tag, User
from sandbox.slack.rules import check_view
from tests.bot.conftest import Bot
from tests.factories import NOON


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


def test_a_form_whose_tag_was_archived_meanwhile_keeps_what_was_typed(
    session: Session, maya_in_slack: Any, maya: User, supporter: Tag
) -> None:
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Edit Supporter")
    maya_in_slack.fill("Tag name", "Friend")
    tags.archive(session, supporter.id, by=maya, now=NOON + timedelta(hours=1))
    session.commit()

    assert "archived meanwhile" in maya_in_slack.submit()["Tag name"]
    assert maya_in_slack.values["Tag name"]["value"] == "Friend"


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


def test_the_longest_list_and_form_are_what_slack_takes() -> None:
    name = "<&>" * 26
    tag = Tag(
        id=10**15, name=name, slug="x" * 60, position=9999, reportable=True, opt_out=True, updated_at=NOON
    )
    rows = [Row(10**15 + number, name, bot_tags.words(tag)) for number in range(500)]

    for page in (0, 5, 999):
        view = build(bot_tags.SHELF.kind, rows, Place(page))
        assert check_view(view) == []
        assert len(view["blocks"]) <= PAGE + 3
    assert check_view(build(bot_tags.SHELF.kind, [], Place(archived=True))) == []
    assert check_view(bot_tags.form(tag, Place(12))) == []
    assert check_view(bot_tags.form(None, Place())) == []
    assert check_view(bot_tags.archived(tag)) == []

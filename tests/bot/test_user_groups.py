"""Roles follow a user group, from Slack: begun, shown, ended, and what is said when Slack refuses."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.roles import following, messages
from bot.roles.groups import REASONS, Group
from core.jobs import JOBS
from core.models import GroupRole, User
from sandbox.slack.rules import check_message, check_view
from tests.bot.conftest import Bot
from tests.bot.reading import mrkdwn_in


@pytest.fixture
def shown(bot: Bot, maya_in_slack: Any, session: Session) -> Callable[[], str]:
    session.commit()
    return lambda: bot.slack.text_of(maya_in_slack.modal)


def follow(person: Any) -> Any:
    person.command("/textbank", "people")
    person.click(None, "Follow a user group")
    person.fill("User group", "@field-leads")
    return person.submit()


def test_a_group_is_followed_at_once(
    bot: Bot, session: Session, maya_in_slack: Any, shown: Callable[[], str]
) -> None:
    assert {} == follow(maya_in_slack)
    bot.work()

    abe = session.scalars(select(User).filter_by(slack_id="U0ABE")).one()
    assert ("staff", "S0FIELD", "Abe Lindqvist") == (abe.role, abe.role_from, abe.name)
    (said,) = bot.slack.dm("Abe").messages
    assert "It follows a user group that you are in" in said.text
    maya_in_slack.command("/textbank", "people")
    assert "from the user group @field-leads" in shown()
    assert "@field-leads*: Staff" in shown()
    assert "1 person from it" in shown()


def test_it_is_followed_no_more(
    bot: Bot, session: Session, maya_in_slack: Any, shown: Callable[[], str]
) -> None:
    follow(maya_in_slack)
    bot.work()
    maya_in_slack.command("/textbank", "people")
    maya_in_slack.click(None, "Stop following")
    bot.work()

    assert "@field-leads" not in shown()
    assert session.scalars(select(User).filter_by(slack_id="U0ABE")).one().deactivated_at


def test_submitted_twice_it_is_followed_once_and_said(
    bot: Bot, session: Session, maya_in_slack: Any, shown: Callable[[], str]
) -> None:
    follow(maya_in_slack)

    assert "is followed already" in follow(maya_in_slack)["User group"]
    assert 1 == len(session.scalars(select(GroupRole)).all())


@pytest.mark.parametrize("word", sorted(REASONS))
def test_what_slack_refuses_is_said_in_plain_words(
    bot: Bot, maya_in_slack: Any, shown: Callable[[], str], word: str
) -> None:
    bot.slack.fail("usergroups.list", word)
    maya_in_slack.command("/textbank", "people")
    maya_in_slack.click(None, "Follow a user group")

    assert REASONS[word] in shown()


def test_on_a_free_plan_it_says_so(bot: Bot, maya_in_slack: Any, shown: Callable[[], str]) -> None:
    bot.slack.state.free_plan = True
    maya_in_slack.command("/textbank", "people")
    maya_in_slack.click(None, "Follow a user group")

    assert "paid plans only" in shown()


def test_a_group_deleted_in_slack_is_told_and_shown(
    bot: Bot, session: Session, maya_in_slack: Any, shown: Callable[[], str]
) -> None:
    follow(maya_in_slack)
    bot.work()
    groups = bot.slack.state.user_groups
    groups["S0FIELD"] = replace(groups["S0FIELD"], disabled=True)
    for _ in range(2):
        JOBS["follow_groups"](bot.tools)
        bot.work()

    (said,) = bot.slack.dm("Maya").messages
    assert "I cannot follow the user group @field-leads any more." in said.text
    maya_in_slack.command("/textbank", "people")
    assert "deleted or disabled in Slack. Nobody has lost anything." in shown()
    assert "Abe Lindqvist" in shown()


@pytest.mark.parametrize("trouble", ["ratelimited", "internal_error", "token_revoked"])
def test_while_slack_is_away_nobody_loses_their_role(
    bot: Bot, session: Session, maya_in_slack: Any, shown: Callable[[], str], trouble: str
) -> None:
    follow(maya_in_slack)
    bot.work()
    bot.slack.fail("usergroups.users.list", trouble, times=5)
    JOBS["follow_groups"](bot.tools)

    session.expire_all()
    abe = session.scalars(select(User).filter_by(slack_id="U0ABE")).one()
    assert ("staff", None) == (abe.role, abe.deactivated_at)


def test_a_workspace_without_groups_says_where_to_make_one(
    bot: Bot, maya_in_slack: Any, shown: Callable[[], str]
) -> None:
    bot.slack.state.user_groups.clear()
    maya_in_slack.command("/textbank", "people")
    maya_in_slack.click(None, "Follow a user group")

    assert "has no user groups" in shown()


@pytest.mark.parametrize("count", [1, 100, 101, 2000])
def test_the_form_stays_valid_with_many_groups(count: int) -> None:
    groups = [Group(f"S{number:010}", "h" * 21, "<@everyone>" * 20, 9**9) for number in range(count)]
    view = following.form(groups, 3)

    assert [] == check_view(view)
    assert "<@everyone>" not in mrkdwn_in(view)


@pytest.mark.parametrize("reason", [*REASONS, "<!channel>"])
def test_the_message_to_owners_is_valid(reason: str) -> None:
    message = messages.group_not_followed({"handle": "<!here>", "reason": reason})

    assert [] == check_message(message.payload())
    assert "<!" not in mrkdwn_in(message.payload())

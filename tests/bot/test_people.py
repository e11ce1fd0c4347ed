"""`/textbank people`: roles given, changed and taken away, with the consequence told before."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.blocks import escape
from bot.roles import forms, listing, messages
from bot.roles.forms import Known
from bot.roles.words import ROLES
from core.models import Campaign, Event, GroupRole, Notice, User
from core.people.rights import ADD_ONS
from core.people.roles.granting import change
from core.people.roles.grants import GIVEN, NONE, Grant
from core.people.roles.listing import PAGE, Line, Page
from sandbox.slack.cast import NAT
from sandbox.slack.rules import check_message, check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.bot.reading import mrkdwn_in
from tests.factories import NOON

HOSTILE = "<@everyone> &amp; \u202e" + "W" * 240


@pytest.fixture
def shown(bot: Bot, maya_in_slack: Any) -> Callable[[], str]:
    """What stands in Maya's modal."""
    return lambda: bot.slack.text_of(maya_in_slack.modal)


@pytest.fixture
def staffed(session: Session, maya: User, abe: User) -> None:
    session.commit()


def user(session: Session, slack_id: str) -> User:
    session.expire_all()
    return session.scalars(select(User).filter_by(slack_id=slack_id)).one()


def add(person: Any, *who: str, role: str = "Staff") -> Any:
    person.command("/textbank", "people")
    person.click(None, "Add people")
    person.fill("People", list(who))
    person.fill("Role", role)
    return person.submit()


@pytest.mark.usefixtures("staffed")
def test_everybody_with_a_role_is_listed_owners_first(
    maya_in_slack: Any, jo: User, shown: Callable[[], str]
) -> None:
    maya_in_slack.command("/textbank", "people")

    text = shown()
    assert "2 people with a role" in text
    assert text.index("Maya Torres") < text.index("Abe Lindqvist")
    assert "Jo Park" not in text


@pytest.mark.usefixtures("staffed")
def test_somebody_is_added_with_rights_and_told(
    bot: Bot, session: Session, maya_in_slack: Any, shown: Callable[[], str]
) -> None:
    maya_in_slack.command("/textbank", "people")
    maya_in_slack.click(None, "Add people")
    maya_in_slack.fill("People", ["Nat"])
    maya_in_slack.fill("Staff may also", ["Export"])
    maya_in_slack.submit()
    bot.work()

    nat = user(session, "U0NAT")
    assert ("Nat Stranger", "staff", ["export"]) == (nat.name, nat.role, nat.rights)
    assert "Nat Stranger*: Staff · Export" in shown()
    (said,) = bot.slack.dm("Nat").messages
    assert "Your role in the text bank is *Staff · Export* now. <@U0MAYA> says so." in said.text
    maya_in_slack.close()
    assert "3 people with a role" in shown()


@pytest.mark.usefixtures("staffed")
def test_several_are_added_at_once_and_whoever_has_a_role_is_named(
    session: Session, maya_in_slack: Any, shown: Callable[[], str]
) -> None:
    add(maya_in_slack, "Nat", "Abe", role="Admin")

    assert ("admin", "staff") == (user(session, "U0NAT").role, user(session, "U0ABE").role)
    assert "Abe Lindqvist: Staff" in shown()


@pytest.mark.usefixtures("staffed")
@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"is_bot": True}, "Nat Stranger is a bot."),
        ({"deleted": True}, "Nat Stranger has a deactivated Slack account."),
        ({"is_guest": True}, "Nat Stranger is a guest in this workspace"),
        ({"home": "T0ELSE"}, "Nat Stranger belongs to another workspace."),
    ],
)
def test_whoever_can_have_no_role_is_refused_in_plain_words(
    bot: Bot, session: Session, maya_in_slack: Any, shown: Callable[[], str], what: Any, sentence: str
) -> None:
    bot.slack.state.users["U0NAT"] = replace(NAT, **what)

    add(maya_in_slack, "Nat")

    assert sentence in shown()
    assert 0 == session.scalar(select(func.count()).select_from(User).filter_by(slack_id="U0NAT"))


@pytest.mark.usefixtures("staffed")
@pytest.mark.parametrize("trouble", ["ratelimited", "internal_error"])
def test_when_slack_does_not_say_who_it_is_nothing_is_done(
    bot: Bot, session: Session, maya_in_slack: Any, shown: Callable[[], str], trouble: str
) -> None:
    bot.slack.fail("users.info", trouble, times=9)

    add(maya_in_slack, "Nat")

    assert trouble in shown()
    assert 0 == session.scalar(select(func.count()).select_from(User).filter_by(slack_id="U0NAT"))


@pytest.mark.usefixtures("staffed")
def test_an_owner_is_made_after_a_question(
    session: Session, maya_in_slack: Any, shown: Callable[[], str]
) -> None:
    add(maya_in_slack, "Nat", role="Owner")

    assert "an owner?" in shown()
    assert 0 == session.scalar(select(func.count()).select_from(User).filter_by(slack_id="U0NAT"))

    maya_in_slack.submit()

    assert "owner" == user(session, "U0NAT").role


@pytest.mark.usefixtures("staffed")
def test_more_rights_are_given_without_a_question(session: Session, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "people")
    maya_in_slack.click(None, "Edit the role of Abe Lindqvist")
    maya_in_slack.fill("Staff may also", ["Export", "Change settings"])

    assert {} == maya_in_slack.submit()
    assert ["export", "settings"] == user(session, "U0ABE").rights
    assert "Staff · Export · Change settings" in str(maya_in_slack.modal.blocks)


@pytest.mark.usefixtures("staffed")
def test_what_somebody_loses_is_said_first(
    session: Session, maya: User, abe: User, maya_in_slack: Any, shown: Callable[[], str]
) -> None:
    change(session, abe.id, Grant("admin"), by=maya, seen=Grant("staff"), now=NOON)
    session.commit()
    maya_in_slack.command("/textbank", "people")
    maya_in_slack.click(None, "Edit the role of Abe Lindqvist")
    maya_in_slack.fill("Role", "Staff")
    maya_in_slack.submit()

    assert "Abe Lindqvist loses at once: lists, tags, fields, actions, reassigning and roles" in shown()
    assert "admin" == user(session, "U0ABE").role

    maya_in_slack.submit()

    assert "staff" == user(session, "U0ABE").role
    assert "People and roles" == maya_in_slack.modal.title


@pytest.mark.usefixtures("staffed")
def test_a_role_is_taken_away_and_both_are_told(
    bot: Bot, session: Session, maya_in_slack: Any, shown: Callable[[], str]
) -> None:
    maya_in_slack.command("/textbank", "people")
    maya_in_slack.click(None, "Edit the role of Abe Lindqvist")
    maya_in_slack.click(None, "Take role away")
    bot.work()

    assert "has no role any more. Their account is closed" in shown()
    (said,) = bot.slack.dm("Abe").messages
    assert "You have no role in the text bank any more: <@U0MAYA> took it away" in said.text
    bot.person("Abe").command("/textbank", "optout")
    assert "Maya Torres can help" in bot.slack.text_of(bot.person("Abe").ephemerals[-1])


def test_the_last_owner_stays_and_is_told_beside_the_field(maya_in_slack: Any, session: Session) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "people")
    maya_in_slack.click(None, "Edit the role of Maya Torres")
    maya_in_slack.click(None, "Take role away")

    assert "Maya Torres is the only owner" in str(maya_in_slack.modal.blocks)
    assert "owner" == user(session, "U0MAYA").role


def test_an_owner_who_gives_up_the_role_sees_no_list_any_more(
    session: Session, campaign: Campaign, maya_in_slack: Any, shown: Callable[[], str]
) -> None:
    factories.user(session, campaign, "Other Owner", role="owner", slack_id="U0OTHER")
    session.commit()
    maya_in_slack.command("/textbank", "people")
    maya_in_slack.click(None, "Edit the role of Maya Torres")
    maya_in_slack.fill("Role", "Staff")
    maya_in_slack.submit()
    maya_in_slack.submit()

    assert "You do not manage roles any more" in shown()


@pytest.mark.usefixtures("staffed")
def test_an_admin_edits_neither_owners_nor_themselves(bot: Bot, session: Session, abe: User) -> None:
    abe.role = "admin"
    session.commit()
    person = bot.person("Abe")
    person.command("/textbank", "people")
    person.click(None, "Add people")

    assert "Edit the role of" not in str(person.modal.blocks)
    assert "Owner" not in [each["text"]["text"] for each in _options(person.modal, "role")]


@pytest.mark.usefixtures("staffed")
def test_staff_are_turned_away(bot: Bot, abe: User) -> None:
    person = bot.person("Abe")
    person.command("/textbank", "people")

    assert person.modal is None
    assert "Maya Torres can help" in bot.slack.text_of(person.ephemerals[-1])


@pytest.mark.usefixtures("staffed")
def test_an_admin_who_lost_the_role_meanwhile_changes_nothing(
    bot: Bot, session: Session, abe: User, shown: Callable[[], str]
) -> None:
    abe.role = "admin"
    session.commit()
    person = bot.person("Abe")
    person.command("/textbank", "people")
    person.click(None, "Add people")
    person.fill("People", ["Nat"])
    abe.role = "staff"
    session.commit()
    person.submit()

    assert "Only the text bank's admins" in bot.slack.text_of(person.modal)
    assert 0 == session.scalar(select(func.count()).select_from(User).filter_by(slack_id="U0NAT"))


@pytest.mark.usefixtures("staffed")
def test_the_form_of_somebody_changed_meanwhile_says_so(
    session: Session, maya: User, abe: User, maya_in_slack: Any
) -> None:
    maya_in_slack.command("/textbank", "people")
    maya_in_slack.click(None, "Edit the role of Abe Lindqvist")
    maya_in_slack.fill("Staff may also", ["Export"])
    change(session, abe.id, Grant("staff", ("people",)), by=maya, seen=Grant("staff"), now=NOON)
    session.commit()

    assert "Somebody changed the role of Abe Lindqvist" in maya_in_slack.submit()["Role"]


@pytest.mark.usefixtures("staffed")
def test_submitted_twice_it_is_changed_once(bot: Bot, session: Session, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "people")
    maya_in_slack.click(None, "Edit the role of Abe Lindqvist")
    maya_in_slack.fill("Staff may also", ["Export"])
    for _ in range(2):
        maya_in_slack.submit()

    assert 1 == session.scalar(select(func.count()).select_from(Event).filter_by(name="role_given"))


def test_every_view_stays_valid_at_its_worst() -> None:
    longest = User(id=9**15, role="staff", slack_id="U" * 11, first_name=HOSTILE, campaign_id=1)
    longest.rights = [each.value for each in ADD_ONS]
    by = User(id=1, role="owner", campaign_id=1)
    group = GroupRole(id=1, group_id="S1", handle=HOSTILE, role="admin", rights=[], created_at=NOON)
    page = Page([Line(longest, HOSTILE)] * PAGE, 3, 1000, [group] * 30, {"S1": 1200})
    had, wanted = Grant("staff", tuple(longest.rights)), Grant("owner")
    known = Known(3, longest.id, forms.kept(had), forms.kept(wanted), ("U" * 11,) * forms.MOST)

    for view in (
        listing.build(page, by),
        listing.shut(),
        forms.add_form(GIVEN, 3),
        forms.edit_form(longest, GIVEN, "", 3),
        forms.edit_form(longest, GIVEN, HOSTILE, 3),
        forms.sure_of_owner(known),
        forms.sure_of_change(longest, known),
        forms.removed(longest),
        forms.added([longest] * forms.MOST, [], [escape(HOSTILE)] * forms.MOST, had),
        forms.added([], [longest] * forms.MOST, [], had),
    ):
        assert [] == check_view(view)
        assert "<@everyone>" not in mrkdwn_in(view)


@pytest.mark.parametrize("role", [*ROLES])
@pytest.mark.parametrize("by", ["U0MAYA", None])
def test_a_message_says_what_is_open_now(role: str, by: str | None) -> None:
    data = {"role": role, "rights": ["export"], "by": by, "closed": False}
    message = messages.role_changed(data)

    assert [] == check_message(message.payload())
    assert message.text
    assert ("/textbank" in message.text) == (role != NONE.role)


@pytest.mark.usefixtures("staffed")
def test_somebody_added_twice_at_once_is_told_once(bot: Bot, session: Session, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "people")
    maya_in_slack.click(None, "Add people")
    maya_in_slack.fill("People", ["Nat"])
    maya_in_slack.submit()
    add(maya_in_slack, "Nat")

    assert 1 == session.scalar(select(func.count()).select_from(Notice).filter_by(kind="role_changed"))


def _options(view: Any, name: str) -> list[Any]:
    (block,) = [each for each in view.blocks if each.get("block_id") == name]
    return list(block["element"]["options"])

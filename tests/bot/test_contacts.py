"""`/textbank contacts`: somebody is found, and all that is known of them is seen."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.contacts import finding, pages, sheet
from core.contacts.finding import MOST, Found
from core.contacts.history import PAGE, Filed, Learned, Page, Talk
from core.contacts.opting_out import opt_out
from core.contacts.sheet import MOST_LABELS, MOST_LISTS, Known, Sheet
from core.conversations import reporting
from core.conversations.report_form import report_form
from core.models import Action, Contact, ContactList, Conversation, ExternalId, OptOut, User
from sandbox.slack.rules import check_view
from tests import factories
from tests.bot.conftest import Bot
from tests.counting import counted
from tests.factories import NOON

LONG = "<@everyone> " + "ع" * 243


@pytest.fixture
def shown(bot: Bot) -> Callable[[Any], str]:
    """Return what stands in somebody's modal."""
    return lambda person: bot.slack.text_of(person.modal)


@pytest.fixture
def abe_in_slack(bot: Bot, session: Session, maya: User, abe: User) -> Any:
    session.commit()
    return bot.person("Abe")


@pytest.fixture
def reported(session: Session, action: Action, conversation: Conversation, jo: User) -> Conversation:
    """Pat was texted, answered, and Jo reported it."""
    tag = factories.tag(session, action.campaign_id, "Supporter", on=action)
    ride = factories.field(session, action, "Ride?", "Bus", "Car")
    conversation.initial_at = NOON
    factories.heard(session, conversation, "Yes <please>")
    given: dict[str, Any] = {"tags": {tag.id: True}, "fields": {ride.id: "Bus"}}
    reporting.file_report(session, conversation.id, by=jo, key="r1" * 16, now=NOON, **given)
    session.commit()
    return conversation


def test_a_single_person_is_shown_at_once(
    session: Session, maya_in_slack: Any, pat: Contact, shown: Callable[[Any], str]
) -> None:
    pat.extra = {"precinct": "12A"}
    session.add(ExternalId(contact_id=pat.id, campaign_id=pat.campaign_id, system="van", value="777"))
    session.commit()
    maya_in_slack.command("/textbank", "contacts quinn")

    text = shown(maya_in_slack)
    for part in ("Pat Quinn", "(212) 555-0111", "May be texted", "VAN 777", "precinct: 12A", "In Voters"):
        assert part in text


def test_without_words_it_asks_and_several_are_listed(
    session: Session, maya_in_slack: Any, voters: ContactList, pat: Contact, shown: Callable[[Any], str]
) -> None:
    factories.contact(session, voters, "Patricia Ng", "+12125550133")
    session.commit()
    maya_in_slack.command("/textbank", "contacts")
    maya_in_slack.fill("Name, phone or VAN ID", "pat")
    assert {} == maya_in_slack.submit()
    assert "2 people" in shown(maya_in_slack)

    maya_in_slack.click(None, "Open Patricia Ng")

    assert "(212) 555-0133" in shown(maya_in_slack)
    assert 2 == len(maya_in_slack.modals)


def test_nobody_found_is_said_and_looked_for_again(
    session: Session, maya_in_slack: Any, pat: Contact, shown: Callable[[Any], str]
) -> None:
    session.commit()
    maya_in_slack.command("/textbank", "contacts Zzyzx")
    assert "Nobody fits “Zzyzx”" in shown(maya_in_slack)

    maya_in_slack.fill("Name, phone or VAN ID", "0111")
    maya_in_slack.submit()

    assert "Pat Quinn" in shown(maya_in_slack)


def test_too_little_is_told_beside_the_field(maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "contacts")
    maya_in_slack.fill("Name, phone or VAN ID", "P")

    assert "two letters" in maya_in_slack.submit()["Name, phone or VAN ID"]


def test_too_little_typed_with_the_command_is_told(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "contacts P")

    assert maya_in_slack.modal is None
    assert "two letters" in bot.slack.text_of(maya_in_slack.ephemerals[-1])


def test_the_history_says_what_changed_and_who_said_so(
    maya_in_slack: Any, reported: Conversation, shown: Callable[[Any], str]
) -> None:
    maya_in_slack.command("/textbank", "contacts quinn")
    assert "Supporter" in shown(maya_in_slack)
    assert "Bus" in shown(maya_in_slack)

    maya_in_slack.click(None, "History of tags and answers")

    text = shown(maya_in_slack)
    assert "Supporter*  – → yes" in text
    assert "On a report, Jo Park, in Get out the vote" in text
    maya_in_slack.click(None, "Back to the contact")
    assert "May be texted" in shown(maya_in_slack)


def test_the_history_has_pages(
    session: Session, maya_in_slack: Any, reported: Conversation, jo: User, shown: Callable[[Any], str]
) -> None:
    tag_id = next(iter(_tags(session, reported)))
    for number in range(PAGE + 1):
        given: dict[str, Any] = {"tags": {tag_id: bool(number % 2)}, "fields": {}}
        key = f"{number:032}"
        reporting.file_report(session, reported.id, by=jo, key=key, now=NOON, **given)
    session.commit()
    maya_in_slack.command("/textbank", "contacts quinn")
    maya_in_slack.click(None, "History of tags and answers")

    maya_in_slack.click(None, "Next")

    assert f"16 to {PAGE + 4} of {PAGE + 4}" in shown(maya_in_slack)


def test_the_conversations_and_reports_are_listed(
    bot: Bot, maya_in_slack: Any, reported: Conversation, shown: Callable[[Any], str]
) -> None:
    maya_in_slack.command("/textbank", "contacts quinn")
    maya_in_slack.click(None, "Conversations: 0 texts, 1 reply")

    text = shown(maya_in_slack)
    assert "Answered, reported · held by Jo Park" in text
    assert "Yes" in text
    assert pages.THREAD in str(maya_in_slack.modal.blocks)
    maya_in_slack.click(None, "Back to the contact")
    maya_in_slack.click(None, "Reports (1)")
    assert "Jo Park* in Get out the vote" in shown(maya_in_slack)


def test_staff_may_look_but_are_not_offered_to_change(
    session: Session, abe_in_slack: Any, pat: Contact, shown: Callable[[Any], str]
) -> None:
    session.commit()
    abe_in_slack.command("/textbank", "contacts quinn")

    assert "Pat Quinn" in shown(abe_in_slack)
    assert "Edit details" not in shown(abe_in_slack)


def test_a_volunteer_is_turned_away(bot: Bot, session: Session, maya: User, abe: User, pat: Contact) -> None:
    abe.role = "volunteer"
    session.commit()
    person = bot.person("Abe")
    person.command("/textbank", "contacts quinn")

    assert person.modal is None


def test_who_opted_out_is_marked(
    session: Session, maya_in_slack: Any, pat: Contact, shown: Callable[[Any], str]
) -> None:
    opt_out(session, pat.campaign_id, pat.phone, route="keyword", at=NOON, words="STOP")
    session.commit()
    maya_in_slack.command("/textbank", "contacts 0111")

    assert "Opted out" in shown(maya_in_slack)


def test_a_sheet_costs_the_same_however_much_happened(
    bot: Bot, session: Session, maya: User, reported: Conversation, jo: User
) -> None:
    contact_id = reported.contact_id

    def cost() -> int:
        session.expire_all()
        with counted(bot.database) as statements:
            sheet.present(bot.database, maya, contact_id)
            for area in pages.TITLES:
                pages.present(bot.database, maya, contact_id, area, 0)
        return len(statements)

    before = cost()
    tag_id = next(iter(_tags(session, reported)))
    for number in range(6):
        given: dict[str, Any] = {"tags": {tag_id: bool(number % 2)}, "fields": {}}
        reporting.file_report(session, reported.id, by=jo, key=f"{number:032}", now=NOON, **given)
    session.commit()

    assert before == cost()


def test_the_largest_of_each_is_accepted() -> None:
    contact = Contact(
        id=1,
        phone="+12125550111",
        first_name=LONG,
        last_name=LONG,
        state="<" * 50,
        zip="&" * 20,
        zones=" ".join(["America/Argentina/ComodRivadavia"] * 9),
        zone_source="import",
        undeliverable="landline",
        extra={f"column_{number}": LONG * 19 for number in range(200)},
    )
    stop = OptOut(at=NOON, route="keyword")
    ids = [ExternalId(system="<&>" * 9, value=LONG, database=LONG, mode="campaign")] * MOST_LISTS
    known = [Known("tag", 1, LONG, "yes")] * 100 + [Known("field", 1, LONG, LONG * 8)] * (MOST_LABELS - 100)
    full = Sheet(contact, LONG, ids, [LONG] * MOST_LISTS, 10**4, stop, known, *[10**6] * 5)
    line = Learned(LONG, LONG * 8, LONG * 8, "admin", NOON, LONG, LONG)
    talk = Conversation(id=1, last_message_at=NOON, last_direction="in", last_preview=LONG, reply_count=1)
    many: dict[str, Any] = {
        "contacts.history": line,
        "contacts.talks": Talk(talk, LONG, LONG),
        "contacts.reports": Filed(1, NOON, LONG, LONG, [line] * 200),
    }
    views = [
        finding.form(),
        finding.results(Found([contact] * MOST, are_more=True), LONG[:100]),
        finding.results(Found([], are_more=False), LONG[:100]),
        sheet.view(full, is_admin=True),
        *(pages.view(contact, Page([each] * PAGE, 3, 10**6), area) for area, each in many.items()),
        *(pages.view(contact, Page([], 0, 0), area) for area in many),
    ]

    assert [] == [problem for view in views for problem in check_view(view)]
    assert "*<@" not in str(views)


def _tags(session: Session, conversation: Conversation) -> list[int]:
    form = report_form(session, conversation)
    return [asked.about.id for asked in form.tags]

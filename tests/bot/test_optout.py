"""`/textbank optout`: look up, opt out by hand, lift with a note, files in and out; staff may add."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lists import messages
from bot.optout import files, lifting, listing, looking, stopping
from bot.optout.messages import exported
from core.contacts.importing import starting
from core.contacts.importing.rows import REASONS
from core.contacts.opt_out_exporting import export
from core.contacts.opt_out_listing import Line, Page, Standing
from core.contacts.opting_out import is_opted_out, lift, opt_out
from core.errors import NotAllowed
from core.models import Campaign, Contact, Event, Message, OptOut, User
from core.people.rights import Right
from sandbox.slack.rules import check_message, check_view
from tests.bot.conftest import Bot
from tests.factories import NOON

ONLY_ADMINS = "Only the text bank's admins can do that."

ANA = "+12125550199"  # no contact
FILE = b"Name,Cell\nPat,(212) 555-0111\nAna,2125550199\nNo,\n"


@pytest.fixture
def abe_in_slack(bot: Bot, session: Session, maya: User, abe: User) -> Any:
    session.commit()
    return bot.person("Abe")


@pytest.fixture
def out(session: Session, campaign: Campaign, pat: Contact) -> OptOut:
    made = opt_out(session, campaign.id, pat.phone, route="keyword", at=NOON, words="STOP <now>")
    session.commit()
    return made


@pytest.fixture
def shown(bot: Bot) -> Callable[[Any], str]:
    """Return what stands in somebody's modal."""
    return lambda person: bot.slack.text_of(person.modal)


def test_the_record_is_shown_newest_first(
    maya_in_slack: Any, out: OptOut, shown: Callable[[Any], str]
) -> None:
    maya_in_slack.command("/textbank", "optout")

    text = shown(maya_in_slack)
    assert "1 number opted out" in text
    assert "(212) 555-0111" in text
    assert "STOP &lt;now&gt;" in text or "STOP <now>" in text


def test_before_the_first_it_says_so(maya_in_slack: Any, shown: Callable[[Any], str]) -> None:
    maya_in_slack.command("/textbank", "optout")

    assert "Nobody has opted out yet" in shown(maya_in_slack)


def test_a_phone_is_looked_up(maya_in_slack: Any, out: OptOut, shown: Callable[[Any], str]) -> None:
    maya_in_slack.command("/textbank", "optout")
    maya_in_slack.click(None, "Look up")
    maya_in_slack.fill("Phone", "212.555.0111")
    maya_in_slack.submit()

    text = shown(maya_in_slack)
    assert "Opted out." in text
    assert "Pat Quinn" in text
    assert "By text" in text


def test_a_phone_may_be_typed_with_the_command(
    maya_in_slack: Any, out: OptOut, shown: Callable[[Any], str]
) -> None:
    maya_in_slack.command("/textbank", "optout (212) 555-0199")

    assert "Not opted out." in shown(maya_in_slack)


def test_what_is_no_phone_is_told(bot: Bot, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "optout")
    maya_in_slack.click(None, "Look up")
    maya_in_slack.fill("Phone", "12")

    assert "Not a working phone number" in maya_in_slack.submit()["Phone"]


def add(person: Any, phone: str = "212 555 0199") -> Any:
    person.command("/textbank", "optout")
    person.click(None, "Opt out a number")
    person.fill("Phone", phone)
    person.fill("How they asked", "Phone call")
    person.fill("Their words", "=Take me off")
    return person.submit()


def test_a_number_is_opted_out_by_hand_though_nobody_knows_it(
    session: Session, maya: User, maya_in_slack: Any, shown: Callable[[Any], str]
) -> None:
    assert {} == add(maya_in_slack)

    assert "Entered by hand (phone call), Maya Torres" in shown(maya_in_slack)
    session.expire_all()
    kept = session.scalars(select(OptOut)).one()
    assert (ANA, "admin", "voice", "=Take me off", maya.id) == (
        kept.phone,
        kept.route,
        kept.means,
        kept.words,
        kept.user_id,
    )
    assert [("contact_opted_out", maya.id)] == session.execute(select(Event.name, Event.by_id)).all()
    assert [] == session.scalars(select(Message.id)).all()


def test_twice_it_is_one(session: Session, maya_in_slack: Any) -> None:
    add(maya_in_slack)
    add(maya_in_slack)

    assert 1 == len(session.scalars(select(OptOut.id)).all())


def test_staff_may_opt_out_and_look_but_not_lift(
    session: Session, campaign: Campaign, abe_in_slack: Any, shown: Callable[[Any], str]
) -> None:
    add(abe_in_slack)

    session.expire_all()
    assert is_opted_out(session, campaign.id, ANA)
    text = shown(abe_in_slack)
    assert "An admin can lift it" in text
    assert "optout.lift" not in str(abe_in_slack.modal)


def test_staff_are_not_offered_files(abe_in_slack: Any, shown: Callable[[Any], str]) -> None:
    abe_in_slack.command("/textbank", "optout")

    assert "Export" not in shown(abe_in_slack)


@pytest.mark.parametrize("button", ["Import", "Export", "Show (212) 555-0111"])
def test_who_lost_the_right_meanwhile_is_told_who_can_help(
    bot: Bot, session: Session, maya: User, abe: User, out: OptOut, button: str
) -> None:
    abe.role = "admin"
    session.commit()
    person = bot.person("Abe")
    person.command("/textbank", "optout")
    if button.startswith("Show"):
        person.click(None, "Show +12125550111")
        button = "Lift this opt-out"
    abe.role = "staff"
    session.commit()
    person.click(None, button)

    told = bot.slack.text_of(person.modal)
    missing = "You need the right to export for that." if button == "Export" else ONLY_ADMINS
    assert f"{missing} Maya Torres can help." in told
    session.expire_all()
    assert session.scalars(select(OptOut)).one().lifted_at is None


def test_a_volunteer_is_turned_away(bot: Bot, session: Session, maya: User, abe: User) -> None:
    abe.role = "volunteer"
    session.commit()
    person = bot.person("Abe")
    person.command("/textbank", "optout")

    assert person.modal is None


def open_lift(person: Any) -> None:
    person.command("/textbank", "optout")
    person.click(None, "Show +12125550111")
    person.click(None, "Lift this opt-out")


def test_an_admin_lifts_with_a_note(
    session: Session, maya: User, maya_in_slack: Any, out: OptOut, shown: Callable[[Any], str]
) -> None:
    open_lift(maya_in_slack)
    maya_in_slack.fill("Note", "Pat called the office on Monday and asked for texts again.")
    assert {} == maya_in_slack.submit()

    assert "Not opted out any more" in shown(maya_in_slack)
    session.expire_all()
    assert (maya.id, True) == (out.lifted_by_id, out.lift_note.startswith("Pat called"))
    assert "opt_out_lifted" in session.scalars(select(Event.name)).all()


@pytest.mark.parametrize("note", ["ok", "   fine    "])
def test_a_note_must_say_something(session: Session, maya_in_slack: Any, out: OptOut, note: str) -> None:
    open_lift(maya_in_slack)
    maya_in_slack.fill("Note", note)

    assert "Say how you know" in maya_in_slack.submit()["Note"]
    session.expire_all()
    assert out.lifted_at is None


def test_what_was_lifted_meanwhile_is_told(
    session: Session, campaign: Campaign, maya_in_slack: Any, out: OptOut, shown: Callable[[Any], str]
) -> None:
    open_lift(maya_in_slack)
    lift(session, campaign.id, out.phone, at=NOON + timedelta(days=1))
    session.commit()
    maya_in_slack.fill("Note", "They told me so in person.")
    maya_in_slack.submit()

    assert "not opted out any more" in shown(maya_in_slack)


def upload(person: Any, content: bytes = FILE, name: str = "no.csv") -> Any:
    person.command("/textbank", "optout")
    person.click(None, "Import")
    person.fill("File", [(name, content)])
    return person.submit()


def test_a_file_of_phones_is_taken_in_and_told(
    bot: Bot, session: Session, campaign: Campaign, pat: Contact, maya_in_slack: Any
) -> None:
    assert {} == upload(maya_in_slack)
    assert "no.csv has 3 rows" in bot.slack.text_of(maya_in_slack.modal).replace("*", "")
    assert {} == maya_in_slack.submit()
    bot.work()

    session.expire_all()
    assert is_opted_out(session, campaign.id, pat.phone)
    assert is_opted_out(session, campaign.id, ANA)
    told = bot.slack.text_of(maya_in_slack.dm.messages[0])
    assert "Opted out the phones of no.csv: 3 rows" in told
    assert "No phone number: 1" in told
    (refused,) = [file for file in bot.slack.state.files.values() if "refused" in file.name]
    assert b"No phone number" in (refused.content or b"")


def test_a_file_that_is_no_table(bot: Bot, maya_in_slack: Any) -> None:
    upload(maya_in_slack, b" ")

    assert "empty" in bot.slack.text_of(maya_in_slack.modal)


def test_the_record_comes_as_a_file_that_no_spreadsheet_runs(
    bot: Bot, session: Session, campaign: Campaign, maya: User, maya_in_slack: Any, out: OptOut
) -> None:
    lift(session, campaign.id, out.phone, at=NOON + timedelta(days=1), by=maya, note="Asked again")
    session.commit()
    add(maya_in_slack)
    maya_in_slack.command("/textbank", "optout")
    maya_in_slack.click(None, "Export")
    bot.work()

    (file,) = [file for file in bot.slack.state.files.values() if file.name.startswith("opt-outs-")]
    rows = list(csv.DictReader(StringIO((file.content or b"").decode("utf-8-sig"))))
    assert [ANA, out.phone] == [row["Phone"] for row in rows]
    assert ("voice", "'=Take me off", "Maya Torres", "") == tuple(
        rows[0][name] for name in ("How they asked", "Words", "Who", "Lifted")
    )
    assert ("keyword", "Maya Torres", "Asked again") == tuple(
        rows[1][name] for name in ("Route", "Lifted by", "Note")
    )
    assert "The record of opt-outs, 2 numbers" in bot.slack.text_of(maya_in_slack.dm.messages[0])


def test_one_press_told_of_twice_is_one_file(bot: Bot, session: Session, maya: User, out: OptOut) -> None:
    for _ in range(2):
        export(bot.database, by=maya, key="V1", now=NOON)
    bot.work()

    assert 1 == len([file for file in bot.slack.state.files.values() if file.name.startswith("opt-outs-")])


def test_nobody_else_exports(bot: Bot, session: Session, maya: User, abe: User) -> None:
    session.commit()
    with pytest.raises(NotAllowed, match="Maya Torres can help"):
        export(bot.database, by=abe, key="V1", now=NOON)


def test_a_file_may_be_asked_for_by_the_command(maya_in_slack: Any, shown: Callable[[Any], str]) -> None:
    maya_in_slack.command("/textbank", "optout import")

    assert "Import opt-outs" in str(maya_in_slack.modal)


def test_the_record_has_pages(
    session: Session, campaign: Campaign, maya_in_slack: Any, shown: Callable[[Any], str]
) -> None:
    for number in range(41):
        opt_out(session, campaign.id, f"+12125551{number:03}", route="keyword", at=NOON)
    session.commit()
    maya_in_slack.command("/textbank", "optout")
    maya_in_slack.click(None, "Next")
    maya_in_slack.click(None, "Next")

    assert "41 to 41 of 41" in shown(maya_in_slack)
    assert "555-1000" in shown(maya_in_slack)


LONGEST = Line(ANA, NOON, "admin", "voice", "<&>" * 5000, "&" * 900, "<" * 300, NOON, ">" * 300, "&" * 5000)


def test_the_largest_of_each_is_accepted() -> None:
    upload = starting.look("w" * 200 + ".csv", f"phone{',x' * 300}\n2125550101{',x' * 300}\n".encode())
    views = [
        listing.record(Page([LONGEST] * 20, 3, 10**6, 10**5), set(Right)),
        listing.record(Page([], 0, 0, 0), ()),
        looking.standing(Standing(ANA, "<&>" * 200, [LONGEST] * 20), is_admin=True),
        looking.standing(Standing(ANA, "", []), is_admin=False),
        looking.form(),
        stopping.form(ANA),
        lifting.form(ANA),
        files.upload_form(),
        files.column_form(1, upload),
        files.begun("<&>" * 200),
        files.on_its_way(),
    ]

    assert [] == [problem for view in views for problem in check_view(view)]


def test_the_largest_messages_are_accepted() -> None:
    refused = dict.fromkeys(REASONS, 10**6)
    counts = dict.fromkeys(("rows", "new", "updated", "unchanged", "duplicates", "opted_out"), 10**6)
    data = {
        "kind": "opt_outs",
        "file_name": "<" * 200,
        "list_name": "&" * 80,
        "counts": {**counts, "refused": refused},
        "rows_total": 10**6,
        "problem": "x" * 300,
    }

    for build in (messages.finished, messages.progress, messages.failed):
        assert [] == check_message(build(data).payload())
    assert [] == check_message(exported({"count": 200_000, "file_ids": [1]}).payload())


def test_app_home_leads_there(bot: Bot, maya_in_slack: Any, out: OptOut, shown: Callable[[Any], str]) -> None:
    maya_in_slack.home()
    maya_in_slack.click(maya_in_slack.home_view, "Opt-outs")

    assert "1 number opted out" in shown(maya_in_slack)

"""`/textbank lists` in Slack: a file becomes contacts; lists are shown and archived."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.lists import messages, views
from core.contacts.importing import starting
from core.contacts.importing.columns import LABELS
from core.contacts.importing.labels import REMARKS
from core.contacts.importing.rows import REASONS
from core.models import Contact, Fact, Import, Tag, User
from sandbox.slack.rules import check_message, check_view
from tests import factories
from tests.bot.conftest import Bot

FILE = b"First Name,Cell Phone,Precinct\nPat,(212) 555-0111,12A\nLee,310-555-0112,7\nNo,,3\n"


def imports(session: Session) -> list[tuple[str, dict[str, Any]]]:
    session.expire_all()
    return [(each.state, each.counts) for each in session.scalars(select(Import).order_by(Import.id))]


@pytest.fixture
def wrong(session: Session, maya: User) -> Tag:
    return factories.tag(session, maya.campaign_id, "Wrong number")


def upload(
    maya: Any, content: bytes = FILE, name: str = "voters.csv", into: str = "Voters"
) -> dict[str, str]:
    maya.command("/textbank", "lists import")
    maya.fill("List name", into)
    maya.fill("File", [(name, content)])
    found: dict[str, str] = maya.submit()
    return found


def test_a_file_becomes_contacts_and_the_counts_are_told(
    bot: Bot, session: Session, maya_in_slack: Any
) -> None:
    assert upload(maya_in_slack) == {}
    assert "in scripts. For instance: 12A, 7, 3" in bot.slack.text_of(maya_in_slack.modal)
    assert maya_in_slack.submit() == {}
    assert "Import started" in bot.slack.text_of(maya_in_slack.modal)
    bot.work()

    state, counts = imports(session)[0]
    assert (state, counts["new"], counts["refused"]) == ("finished", 2, {"missing_phone": 1})
    told = bot.slack.text_of(maya_in_slack.dm.messages[0])
    assert "Imported voters.csv into Voters: 3 rows" in told
    assert "No phone number: 1" in told
    assert session.scalars(select(Contact).filter_by(first_name="Pat")).one().extra == {"precinct": "12A"}


def test_the_refused_rows_come_as_a_file(bot: Bot, maya_in_slack: Any) -> None:
    upload(maya_in_slack)
    maya_in_slack.submit()
    bot.work()

    files = [file for file in bot.slack.state.files.values() if file.name == "voters.refused.csv"]
    assert len(files) == 1
    assert b"No,,3,No phone number" in (files[0].content or b"")


def test_a_column_named_like_a_tag_fills_it(
    bot: Bot, session: Session, maya_in_slack: Any, wrong: Tag
) -> None:
    upload(maya_in_slack, b"Phone,Wrong number\n2125550111,yes\n")
    assert "Yes sets the tag, no takes it off" in bot.slack.text_of(maya_in_slack.modal)
    maya_in_slack.submit()
    bot.work()

    assert session.scalars(select(Fact.new).filter_by(tag_id=wrong.id)).all() == ["yes"]
    assert "• Wrong number: 1 person" in bot.slack.text_of(maya_in_slack.dm.messages[0])


def test_a_dry_run_tells_what_would_change_and_its_button_does_it(
    bot: Bot, session: Session, maya_in_slack: Any, wrong: Tag
) -> None:
    upload(maya_in_slack, b"Phone,Wrong number\n2125550111,yes\n,no\n")
    maya_in_slack.fill("Dry run", ["Only tell me what would change"])
    maya_in_slack.submit()
    assert "Dry run started" in bot.slack.text_of(maya_in_slack.modal)
    bot.work()

    told = maya_in_slack.dm.messages[0]
    assert "Nothing was changed. It would be:" in bot.slack.text_of(told)
    assert session.scalars(select(Contact)).all() == []
    maya_in_slack.click(told, "Import now")
    maya_in_slack.click(told, "Import now")
    bot.work()

    assert "Imported voters.csv into Voters: 2 rows" in bot.slack.text_of(maya_in_slack.dm.messages[0])
    assert session.scalars(select(Contact.phone)).all() == ["+12125550111"]
    assert [state for state, _ in imports(session)] == ["finished"]


def test_a_column_is_put_right(bot: Bot, session: Session, maya_in_slack: Any) -> None:
    upload(maya_in_slack, b"Nick,Phone,Note\nPat,2125550111,tall\n")
    maya_in_slack.fill("Nick", "First name")
    maya_in_slack.fill("Note", "Leave out")
    maya_in_slack.submit()
    bot.work()

    contact = session.scalars(select(Contact)).one()
    assert ("Pat", {}) == (contact.first_name, contact.extra)


def test_a_file_without_phones_says_so_beside_the_columns(maya_in_slack: Any) -> None:
    upload(maya_in_slack, b"name,city\nPat,Dayton\n")

    assert "No column holds phone numbers" in maya_in_slack.submit()["name"]


def test_two_columns_cannot_be_the_same(maya_in_slack: Any) -> None:
    upload(maya_in_slack)
    maya_in_slack.fill("Precinct", "First name")

    assert "First name already" in maya_in_slack.submit()["Precinct"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b" ", "empty"),
        (bytes(range(32)) * 50, "not a table"),
        (b"PK\x03\x04 no workbook", "cannot be opened"),
        (b'phone,name\n2125550111,"Pat\n2125550112,Lee\n', "Line 2: a quotation mark"),
    ],
)
def test_an_unreadable_file_is_told_in_the_modal(
    bot: Bot, session: Session, maya_in_slack: Any, content: bytes, words: str
) -> None:
    upload(maya_in_slack, content)

    assert words in bot.slack.text_of(maya_in_slack.modal)
    assert [] == imports(session)


def test_submitted_twice_it_starts_once(bot: Bot, session: Session, maya_in_slack: Any, maya: Any) -> None:
    upload(maya_in_slack)
    maya_in_slack.submit()
    found = session.scalars(select(Import)).one()
    starting.start(session, found.id, {}, by=maya, now=found.created_at)
    bot.work()

    assert 1 == len(imports(session))
    assert 2 == session.scalar(select(func.count()).select_from(Contact))


def test_the_import_button_leads_to_the_form(bot: Bot, session: Session, maya_in_slack: Any) -> None:
    maya_in_slack.command("/textbank", "lists")
    maya_in_slack.click(None, "Import")
    maya_in_slack.fill("List name", "Voters")
    maya_in_slack.fill("File", [("voters.csv", FILE)])
    maya_in_slack.submit()
    maya_in_slack.submit()
    bot.work()

    assert "finished" == imports(session)[0][0]


def test_two_hundred_columns_fit_the_modal() -> None:
    headers = ",".join(["phone", *(f"{'Wide ' * 30}{number}" for number in range(199))])
    upload = starting.look("wide.csv", f"{headers}\n2125550101{',x' * 199}\n".encode())

    view = views.columns_form(1, "L" * 80, upload, {})

    assert [] == check_view(view)
    assert "more columns, kept" in view["blocks"][-1]["elements"][0]["text"]


def test_the_largest_end_is_accepted() -> None:
    refused, remarks = dict.fromkeys(REASONS, 10**6), dict.fromkeys(REMARKS, 10**6)
    labels = {f"tag:{number}": 10**6 for number in range(500)}
    counts = dict.fromkeys(("rows", "new", "updated", "unchanged", "duplicates", "opted_out"), 10**6)
    data = {
        "file_name": "<" * 200,
        "list_name": "&" * 80,
        "import_id": 10**9,
        "counts": {**counts, "refused": refused, "remarks": remarks, "labels": labels, "assigned": 10**6},
        "labels": {f"tag:{number}": "<&>" * 26 for number in range(500)},
        "rows_total": 10**6,
        "problem": "x" * 300,
    }

    for build in (messages.finished, messages.tried, messages.progress, messages.failed):
        assert [] == check_message(build(data).payload())


def test_every_role_has_a_label() -> None:
    assert [] == [label for label in LABELS.values() if len(label) > 75]


def test_somebody_without_the_right_is_turned_away(bot: Bot, maya: Any, abe: Any, session: Session) -> None:
    session.commit()
    staff = bot.person("Abe")
    staff.command("/textbank", "lists import")

    assert staff.modal is None

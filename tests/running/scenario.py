"""An evening of a small text bank, the same whatever the product runs on."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import requests
from sqlalchemy import func, select, update

from core.actions import drafting, publishing
from core.actions.drafting import Basics
from core.actions.scripts import initials
from core.clock import utcnow
from core.db import Database
from core.models import Campaign, ContactList, Message, User
from core.notices import summaries
from core.notices.summaries import SummaryForm
from core.people.links import sign_in_link
from sandbox.slack import SlackWorkspace
from tests import factories
from tests.running.browsing import Inbox
from tests.running.parts import Parts
from tests.running.waiting import wait_for

PHONES = [f"+12125550{number}" for number in range(100, 130)]
ANSWERS = {PHONES[0]: "Where do I vote?", PHONES[1]: "Yes!", PHONES[2]: "Who is this?"}
STOPPED = PHONES[3]
THANKS = "Thank you kindly."


def import_neighbours(parts: Parts, folder: Path, phones: Sequence[str]) -> None:
    """Found the campaign and import its list, at the command line."""
    owned = parts.run("owner", "U0MAYA")
    assert owned.stdout.startswith("Maya Torres owns Riverside for All."), owned.stderr
    file = folder / "neighbours.csv"
    rows = [f"Nick{number},{phone}" for number, phone in enumerate(phones)]
    file.write_text("\n".join(["First Name,Cell Phone", *rows]))
    done = parts.run("import", str(file), "--list", "Neighbours", "--json")
    assert len(phones) == json.loads(done.stdout.splitlines()[-1])["new"], done.stderr


def plan_a_summary(database: Database) -> None:
    """Have a daily summary that fell due while nothing ran."""
    form = SummaryForm("C0TEXTBANK", "20:00", "America/New_York")
    with database.sessions.begin() as session:
        maya = session.scalars(select(User)).one()
        summaries.create(session, form, by=maya, now=utcnow() - timedelta(days=1))


def publish(database: Database) -> dict[str, User]:
    """Publish an action to two volunteers, who may text at any hour; return them by first name."""
    with database.sessions.begin() as session:
        anytime = {"texting_from": 0, "sunday_from": 0, "texting_until": 24, "replies_until": 24}
        session.execute(update(Campaign).values(anytime))
        campaign = session.scalars(select(Campaign)).one()
        maya = session.scalars(select(User)).one()
        jo = factories.user(session, campaign, "Jo Park", phone="+12125550140")
        sam = factories.user(session, campaign, "Sam Ruiz", phone="+12125550141")
        voters = session.scalars(select(ContactList)).one()
        basics = Basics("Neighbours vote", "Be kind.", voters.id, batch_size=15)
        action = drafting.create_draft(session, basics, by=maya, now=utcnow())
        initials.write_initials(session, action.id, [factories.HELLO], by=maya, now=utcnow())
        publishing.publish(session, action.id, by=maya, now=utcnow())
    return {"Jo": jo, "Sam": sam}


def text_everybody(parts: Parts, people: dict[str, User]) -> list[Inbox]:
    """Both volunteers text their batches at the same time, each first text pressed twice."""
    key = parts.environment["SECRET_KEY"]
    inboxes = [Inbox(parts.url, sign_in_link(parts.url, key, user)) for user in people.values()]
    with ThreadPoolExecutor(2) as hands:
        texted = list(hands.map(_text_a_batch, inboxes))
    assert [15, 15] == texted
    return inboxes


def _text_a_batch(inbox: Inbox) -> int:
    assert "Neighbours vote" in inbox.words()
    (start,) = inbox.forms("/batches")
    inbox.submit(start)
    forms = inbox.forms("/initial")
    for form in forms:
        assert [204, 204] == [inbox.press(form).status_code, inbox.press(form).status_code]
    return len(forms)


def answer_from_phones(parts: Parts) -> None:
    """Three contacts answer, one says stop; somebody pretends to be another, and is turned away."""
    for phone, words in ANSWERS.items():
        parts.phones.twilio.phone(phone).reply(words)
    parts.phones.twilio.phone(STOPPED).reply("STOP")
    forged = {"From": PHONES[4], "Body": "Yes!", "MessageSid": "SM" + "0" * 32}
    assert 403 == requests.post(f"{parts.url}/twilio/inbound", data=forged, timeout=30).status_code


def follow_up(parts: Parts, inboxes: list[Inbox]) -> None:
    """Each volunteer answers whoever waits for an answer, and reports on them."""
    answered = sum(_answer_all(inbox) for inbox in inboxes)
    assert len(ANSWERS) == answered
    wait_for(lambda: len(parts.phones.twilio.received) >= len(PHONES) + len(ANSWERS))


def _answer_all(inbox: Inbox) -> int:
    inbox.open("/?tab=attention")
    lines = inbox.links("/conversations/")
    for line in lines:
        inbox.open(line)
        (reply,) = inbox.forms("/messages")
        inbox.submit(reply, {"body": THANKS})
        inbox.open(f"{line}/report")
        (report,) = inbox.forms("/reports")
        (rating,) = report.xpath(".//input[@value='Supporter']/@name")
        inbox.submit(report, {rating: "Supporter"})
    inbox.open("/?tab=attention")
    assert "Nobody is waiting for you" in inbox.words()
    return len(lines)


def assert_results(parts: Parts, database: Database) -> None:
    """The slash command shows what happened."""
    wait_for(lambda: _delivered(database) == len(PHONES) + len(ANSWERS))
    said = wait_for(lambda: _results(parts.slack))
    for figure in (
        "30 on the list = 30 attempted + 0 remaining + 0 not eligible",
        "3 of 4 (75 %)",  # answered, with a report
        "4 from 4 people",
        "3 on 3 conversations",
    ):
        assert figure in said, said
    assert [] == parts.slack.refused


def _results(slack: SlackWorkspace) -> str:
    maya = slack.person("Maya")
    maya.command("/results", "Neighbours", channel="#textbank")
    return slack.text_of(maya.modal) if maya.modal else ""


def _delivered(database: Database) -> int:
    query = select(func.count()).select_from(Message).filter_by(direction="out", state="delivered")
    with database.readers() as session:
        return session.scalars(query).one()


def assert_nobody_got_anything_twice(parts: Parts) -> None:
    for phone in PHONES:
        expected = 2 if phone in ANSWERS else 1
        texts = parts.phones.twilio.phone(phone).texts
        assert (expected, expected) == (len(texts), len(set(texts))), texts


def assert_one_summary_came(parts: Parts) -> None:
    """However many clocks there are."""
    channel = parts.slack.channel("#textbank")
    assert 1 == len(wait_for(lambda: channel.messages))


def assert_the_counters_hold(parts: Parts) -> None:
    done = parts.run("recount")
    assert (0, "Every counter equals its recount.\n") == (done.returncode, done.stdout), done.stderr


def assert_the_logs_name_nobody(parts: Parts) -> None:
    """What is noted has not a number, a name or a word of what was said in it; and nothing failed."""
    logs = parts.logs.read_text()
    people = [*PHONES, "2125550", "Nick", "Jo Park", "Riverside", THANKS, "Will you vote", *ANSWERS.values()]
    assert [] == [words for words in people if words in logs], logs
    assert "Traceback" not in logs, logs
    assert 1 == logs.count("webhook_forged")


def prepare(
    parts: Parts, database: Database, folder: Path, phones: Sequence[str] = PHONES
) -> dict[str, User]:
    """Do what is done before anybody texts; return the volunteers by first name."""
    import_neighbours(parts, folder, phones)
    plan_a_summary(database)
    return publish(database)


def play(parts: Parts, database: Database, people: dict[str, User], meanwhile: Callable[[], None]) -> None:
    """Play the evening on a product that runs; `meanwhile` happens while texts are under way."""
    inboxes = text_everybody(parts, people)
    meanwhile()
    wait_for(lambda: len(parts.phones.twilio.received) >= len(PHONES))
    answer_from_phones(parts)
    follow_up(parts, inboxes)
    assert_results(parts, database)
    assert_nobody_got_anything_twice(parts)
    assert_one_summary_came(parts)
    assert_the_counters_hold(parts)

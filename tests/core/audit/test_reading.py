"""The audit trail: newest first, by person, thing and day, never slow, and every event has words."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from core import events
from core.audit import particulars
from core.audit.reading import PAGE, Filter, Mark, page, people
from core.audit.words import EVENTS, KINDS, told
from core.contacts.opting_out import opt_out
from core.db import Database
from core.errors import NotAllowed
from core.labels import tags
from core.labels.tags import TagForm
from core.models import Campaign, Contact, Event, Tag, User
from core.models.record import TEXTING
from tests import factories
from tests.counting import counted
from tests.factories import NOON

HOUR = timedelta(hours=1)


@pytest.fixture
def friend(session: Session, maya: User) -> Tag:
    return tags.create(session, TagForm("Friend"), by=maya, now=NOON)


def said(session: Session, by: User, wanted: Filter | None = None, **more: Any) -> list[str]:
    shown = page(session, wanted or Filter(), by=by, **more)
    return [f"{each.who}: {each.words.format(thing=each.thing)}" for each in shown.entries]


def test_it_says_who_did_what_to_what(session: Session, maya: User, friend: Tag) -> None:
    assert ["Maya Torres: created the tag Friend"] == said(session, maya)


def test_what_nobody_did_is_a_sentence_of_its_own(
    session: Session, maya: User, campaign: Campaign, pat: Contact
) -> None:
    opt_out(session, campaign.id, pat.phone, route="keyword", at=NOON, words="STOP")

    assert [": the number ending in 0111 opted out"] == said(session, maya)


def test_only_admins_read_it(session: Session, maya: User, abe: User) -> None:
    with pytest.raises(NotAllowed, match="Maya Torres can help"):
        page(session, Filter(), by=abe)
    with pytest.raises(NotAllowed):
        people(session, by=abe, words="", most=9)


def record(session: Session, name: str, subject: Any, *, by: User | None = None, at: datetime = NOON) -> None:
    events.record(session, name, subject, by=by, at=at)
    session.flush()


def test_it_is_filtered_by_person_kind_thing_and_day(
    session: Session, campaign: Campaign, maya: User, abe: User, friend: Tag
) -> None:
    campaign.timezone = "America/New_York"
    late = datetime(2026, 10, 21, 3, 30, tzinfo=UTC)  # still the 20th in New York
    record(session, "tag_changed", friend, by=abe, at=late)
    record(session, "settings_changed", campaign, by=maya, at=late + HOUR)

    assert ["Abe Lindqvist: changed the tag Friend"] == said(session, maya, Filter(person=abe.id))
    assert ["Maya Torres: changed the settings"] == said(session, maya, Filter(kind="settings"))
    assert 2 == len(said(session, maya, Filter(subject=f"tag:{friend.id}")))
    assert 2 == len(said(session, maya, Filter(day="2026-10-20")))
    assert ["Maya Torres: changed the settings"] == said(session, maya, Filter(day="2026-10-21"))
    assert "Abe Lindqvist" == page(session, Filter(person=abe.id), by=maya).person
    assert "Friend" == page(session, Filter(subject=f"tag:{friend.id}"), by=maya).thing


def test_texts_and_reports_are_left_out_unless_asked_for(
    session: Session, maya: User, conversation: Any, jo: User
) -> None:
    record(session, "initial_sent", conversation, by=jo)

    assert [] == said(session, maya)
    assert ["Jo Park: sent the first text to Pat Quinn"] == said(session, maya, Filter(kind="texting"))
    subject = f"conversation:{conversation.id}"
    assert 1 == len(said(session, maya, Filter(subject=subject)))


def test_its_pages_turn_both_ways(session: Session, maya: User, friend: Tag) -> None:
    for number in range(2 * PAGE):
        record(session, "tag_changed", friend, by=maya, at=NOON + HOUR * (number // 2 + 1))

    first = page(session, Filter(), by=maya)
    second = page(session, Filter(), by=maya, before=first.entries[-1].mark)
    third = page(session, Filter(), by=maya, before=second.entries[-1].mark)
    again = page(session, Filter(), by=maya, after=third.entries[0].mark)

    ids = [each.mark.id for shown in (first, second, third) for each in shown.entries]
    assert sorted(ids, reverse=True) == ids
    assert [PAGE, PAGE, 1] == [len(shown.entries) for shown in (first, second, third)]
    assert [(False, True), (True, True), (True, False)] == [
        (each.newer, each.older) for each in (first, second, third)
    ]
    assert second.entries == again.entries
    assert (True, True) == (again.newer, again.older)


def test_a_mark_survives_the_way_through_slack() -> None:
    mark = Mark(NOON + timedelta(microseconds=7), 12)

    assert mark == Mark.read(str(mark))


def test_another_campaigns_trail_is_not_there(session: Session, maya: User, friend: Tag) -> None:
    other = factories.campaign(session, slack_team_id="T2", join_code="other1", service="MG" + "2" * 32)
    olga = factories.user(session, other, "Olga Other", role="owner", slack_id="U0OLGA")

    assert [] == said(session, olga)
    assert [] == said(session, olga, Filter(subject=f"tag:{friend.id}"))
    assert "" == page(session, Filter(person=maya.id, subject=f"tag:{friend.id}"), by=olga).thing
    assert [olga] == people(session, by=olga, words="o", most=9)


def test_a_page_costs_the_same_however_many_lines_it_has(
    database: Database, session: Session, maya: User, friend: Tag
) -> None:
    session.flush()
    with counted(database) as few:
        said(session, maya)
    for _ in range(PAGE):
        record(session, "tag_changed", friend, by=maya)
    with counted(database) as many:
        said(session, maya)

    assert len(few) == len(many)


def test_what_people_changed_is_found_by_an_index_among_the_texts(
    own_database: Database,
) -> None:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session)
        maya = factories.user(session, campaign, "Maya Torres", role="owner")
        made = tags.create(session, TagForm("Friend"), by=maya, now=NOON)
        row = {"campaign_id": campaign.id, "by_id": maya.id, "subject_type": "tag", "subject_id": made.id}
        rows = [row | {"name": "reply_sent", "at": NOON + timedelta(seconds=n)} for n in range(20_000)]
        session.execute(insert(Event), rows)
    with own_database.sessions.begin() as session:
        session.execute(text("ANALYZE"))
    asked: list[Any] = []
    event.listen(own_database.engine, "before_cursor_execute", lambda _, __, *call: asked.append(call[:2]))
    with own_database.sessions.begin() as session:
        assert ["Maya Torres: created the tag Friend"] == said(session, maya)
        plan = _plan(session, *next(each for each in asked if "FROM events" in each[0]))

    assert "ix_events_changes" in plan


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_every_event_is_a_whole_sentence(name: str) -> None:
    words = told(name)

    assert words.kind in KINDS
    assert words.words or words.alone[0].isupper() or words.alone.startswith("{thing}")
    assert not words.words.endswith(".")
    assert (words.kind == "texting") == (name in TEXTING)


def test_every_event_that_is_recorded_has_words() -> None:
    """Walks the source, so that a new event cannot be forgotten."""
    missing = {
        name for path in Path("core").rglob("*.py") for name in _recorded(path) if not _has_words(name)
    }

    assert set() == missing


def test_an_event_without_words_goes_by_its_name() -> None:
    assert "moon landed: {thing}" == told("moon_landed").words


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        (
            "role_given",
            {"role": "admin", "old_role": "staff", "old_rights": ["export"]},
            "was staff with export, is admin",
        ),
        (
            "role_taken",
            {"role": "volunteer", "old_role": "owner", "closed": True},
            "was owner, is volunteer · account closed",
        ),
        (
            "settings_changed",
            {"lock_hours": 24, "confirms_stops": False, "reworded": ["organisation"]},
            "lock hours: 24 · confirms stops: no · reworded: organisation",
        ),
        (
            "conversations_reassigned",
            {"count": 1200, "which": "needs_attention"},
            "1,200 in all · which: needs attention",
        ),
        (
            "settings_changed",
            {
                "state_hours": {
                    "KY": {"weekday": [10, 21], "saturday": [10, 20], "sunday": None, "applies": True}
                }
            },
            "hours in KY: weekday 10–21, saturday 10–20, sunday shut",
        ),
        ("settings_changed", {"state_hours": {"KY": "restored"}}, "hours in KY: restored"),
        ("contact_opted_out", {"route": "keyword"}, "by text"),
        ("folders_chosen", {"into": [3, 4], "out_of": []}, "into 2"),
        ("action_scheduled", {"scheduled_for": "2026-11-21T10:00:00+00:00"}, "for 21 Nov 2026 10:00 UTC"),
        ("contacts_imported", {"counts": {"rows": 1500, "new": 0}}, "rows 1,500"),
        ("tag_changed", {"form": "V1"}, ""),
        ("user_merged", {"into_id": 3}, ""),
    ],
)
def test_particulars_are_said_in_words(name: str, given: dict[str, Any], words: str) -> None:
    assert words == particulars.in_words(name, given)


def _plan(session: Session, statement: str, values: Any) -> str:
    """Return how the database goes about a statement."""
    explain = "EXPLAIN" if session.get_bind().dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    return str(session.connection().exec_driver_sql(f"{explain} {statement}", values).all())


def _recorded(path: Path) -> Iterator[str]:
    """Yield the names of the events that a module records; of one put together, its pattern."""
    tree = ast.parse(path.read_text())
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "events.record":
            yield from _names(call.args[1], tree)


def _names(given: ast.expr, tree: ast.Module) -> Iterator[str]:
    match given:
        case ast.Constant():
            yield str(given.value)
        case ast.JoinedStr():
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else ".+" for part in given.values
            )
        case _:  # a name that the module gives elsewhere
            words = (each.value for each in ast.walk(tree) if isinstance(each, ast.Constant))
            yield from (
                each for each in words if isinstance(each, str) and re.fullmatch("[a-z_]+_[a-z]+e[dn]", each)
            )


def _has_words(pattern: str) -> bool:
    return any(re.fullmatch(pattern, name) for name in EVENTS)

"""A tag becomes an opt-out tag: those who have it are opted out by a job, if an admin wants that."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.contacts.importing import opt_outs
from core.contacts.importing.rows import Person
from core.contacts.opting_out import is_opted_out, lift, opt_out
from core.conversations.facts import NO, YES, learn, present
from core.conversations.queueing import Queued
from core.conversations.sending import send_initial
from core.db import Database
from core.delivery.safeguards import ContactOptedOut
from core.labels import stopping, tags
from core.labels.tags import TagForm
from core.models import Action, Contact, Conversation, Event, Import, Notice, OptOut, Tag, User
from tests import factories
from tests.factories import NOON

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def moved(session: Session, conversation: Conversation) -> Tag:
    """A tag that Pat has."""
    tag = factories.tag(session, conversation.campaign_id, "Moved")
    learn(session, conversation, tag, YES, source="report", by=None, at=NOON)
    session.commit()
    return tag


def mark(session: Session, tag: Tag, by: User, *, stops_holders: bool = True) -> None:
    form = TagForm(tag.name, tag.position, opt_out=True, stops_holders=stops_holders)
    tags.edit(session, tag.id, form, by=by, seen=tags.values(session, tag, by=by), now=LATER)
    session.commit()


def unmark(session: Session, tag: Tag, by: User) -> None:
    seen = tags.values(session, tag, by=by)
    tags.edit(session, tag.id, TagForm(tag.name, tag.position), by=by, seen=seen, now=LATER)
    session.commit()


def work(database: Database, session: Session) -> None:
    stopping.stop_tagged(database, clock=lambda: LATER)
    session.expire_all()


def press(session: Session, conversation: Conversation, by: User) -> Queued:
    return send_initial(session, conversation.id, by=by, key="0" * 32, now=LATER)


def test_who_has_the_tag_is_asked_about_only_where_it_becomes_one(
    session: Session, maya: User, moved: Tag
) -> None:
    opts_out = TagForm("Moved", 1, opt_out=True)

    assert 1 == tags.holders_to_ask_about(session, moved.id, opts_out, by=maya)
    assert 0 == tags.holders_to_ask_about(session, moved.id, TagForm("Moved"), by=maya)
    mark(session, moved, maya, stops_holders=False)
    assert 0 == tags.holders_to_ask_about(session, moved.id, opts_out, by=maya)


def test_holders_are_opted_out_and_refused_at_the_press(
    session: Session, database: Database, maya: User, jo: User, moved: Tag, conversation: Conversation
) -> None:
    mark(session, moved, maya)
    for _ in range(2):
        work(database, session)

    kept = session.scalars(select(OptOut)).one()
    assert ("tag", maya.id, LATER) == (kept.route, kept.user_id, kept.at)
    assert conversation.opted_out_at == LATER
    with pytest.raises(ContactOptedOut):
        press(session, conversation, jo)


def test_its_end_is_told_once(session: Session, database: Database, maya: User, moved: Tag) -> None:
    mark(session, moved, maya)
    for _ in range(2):
        work(database, session)

    told = session.scalars(select(Notice)).one()
    assert ("U0MAYA", {"tag": "Moved", "contacts": 1}) == (told.channel, told.data)
    assert [{"contacts": 1}] == list(
        session.scalars(select(Event.particulars).filter_by(name="tagged_opted_out"))
    )
    assert moved.stopping_since is None


def test_a_worker_that_stops_midway_leaves_the_rest_to_the_next(
    session: Session, database: Database, maya: User, moved: Tag
) -> None:
    mark(session, moved, maya)
    stopping.stop_tagged(database, clock=lambda: LATER, stopping=lambda: True)
    session.expire_all()
    assert moved.stopping_since == LATER

    work(database, session)
    assert moved.stopping_since is None
    assert 1 == len(session.scalars(select(OptOut)).all())


def test_nobody_else_is_opted_out(
    session: Session, database: Database, maya: User, lee: Contact, moved: Tag, action: Action
) -> None:
    theirs = session.scalars(select(Conversation).filter_by(contact_id=lee.id)).one()
    for value in (YES, NO):
        learn(session, theirs, moved, value, source="report", by=None, at=NOON)
        session.flush()
    mark(session, moved, maya)
    work(database, session)

    assert not is_opted_out(session, lee.campaign_id, lee.phone)


def test_leaving_them_leaves_them(
    session: Session, database: Database, maya: User, pat: Contact, moved: Tag
) -> None:
    mark(session, moved, maya, stops_holders=False)
    work(database, session)

    assert not is_opted_out(session, pat.campaign_id, pat.phone)


def test_who_came_back_after_they_were_tagged_is_left_alone(
    session: Session, database: Database, maya: User, pat: Contact, moved: Tag
) -> None:
    opt_out(session, pat.campaign_id, pat.phone, route="keyword", at=NOON)
    lift(session, pat.campaign_id, pat.phone, at=LATER)
    mark(session, moved, maya)
    work(database, session)

    assert not is_opted_out(session, pat.campaign_id, pat.phone)


def test_taking_the_mark_away_brings_nobody_back(
    session: Session, database: Database, maya: User, pat: Contact, moved: Tag
) -> None:
    mark(session, moved, maya)
    work(database, session)
    unmark(session, moved, maya)
    work(database, session)

    assert is_opted_out(session, pat.campaign_id, pat.phone)


def test_who_comes_back_loses_all_opt_out_tags(
    session: Session, database: Database, maya: User, pat: Contact, moved: Tag
) -> None:
    """Else the next report, with the tag still on, would opt them out again."""
    mark(session, moved, maya)
    work(database, session)
    lift(session, pat.campaign_id, pat.phone, at=LATER + timedelta(hours=1))

    assert {("tag", moved.id): NO} == present(session, pat.id)


def test_a_file_of_opt_outs_finds_them_out_already(
    session: Session, database: Database, maya: User, pat: Contact, moved: Tag
) -> None:
    mark(session, moved, maya)
    work(database, session)
    row = Import(campaign_id=maya.campaign_id, created_by_id=maya.id)
    merged = opt_outs.stop_all(session, [Person(pat.phone, "", "", "", "", "", "", "{}", "")], row, now=LATER)

    assert (0, 1) == (merged.new, merged.unchanged)

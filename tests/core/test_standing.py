"""Statements that are given to the driver as they are: the same rows, and the same errors."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import bindparam, insert, literal, select, update
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, OperationalError
from sqlalchemy.orm import Session

from core.binding import one_of
from core.db import Database
from core.models import Bookmark, Campaign, InboundEvent
from core.standing import Standing
from core.together import Together
from tests import factories
from tests.counting import counted
from tests.databases import ON_POSTGRESQL, throw_out
from tests.factories import NOON

FORM = {"Body": "Yes ¿"}
EVENT = Standing(
    insert(InboundEvent)
    .values(
        campaign_id=bindparam("campaign"),
        sid=bindparam("sid"),
        form=bindparam("form", type_=InboundEvent.form.type),
        received_at=bindparam("at", type_=InboundEvent.received_at.type),
        applied_at=bindparam("at", type_=InboundEvent.received_at.type),
        tries=0,
        problem="",
    )
    .returning(InboundEvent.id, InboundEvent.form, InboundEvent.applied_at)
)
CAMPAIGNS = Standing(select(Campaign.id, Campaign.name, Campaign.created_at).order_by(Campaign.id))
AMONG = Standing(select(Campaign.id).where(one_of(Campaign.id, "ids")).order_by(Campaign.id))


def _event(campaign: Campaign, sid: str = "SM1") -> dict[str, object]:
    return {"campaign": campaign.id, "sid": sid, "form": FORM, "at": NOON}


@contextmanager
def heard(database: Database, *, listening: bool) -> Iterator[None]:
    """Have somebody listen to what is run, or nobody."""
    if not listening:
        yield
        return
    with counted(database) as statements:
        yield
    assert statements


@pytest.mark.parametrize("listening", [False, True])
def test_values_and_columns_go_both_ways(
    session: Session, database: Database, campaign: Campaign, listening: bool
) -> None:
    with heard(database, listening=listening):
        row = EVENT.run(session, _event(campaign))

    assert row is not None
    assert (FORM, NOON) == (row.form, row.applied_at)
    kept = session.get_one(InboundEvent, row.id)
    assert (FORM, NOON, NOON) == (kept.form, kept.received_at, kept.applied_at)


def test_several_rows_are_all_or_an_error(session: Session, campaign: Campaign) -> None:
    other = factories.campaign(
        session, name="Another", slack_team_id="T0OTHER", join_code="other1", service="MG" + "1" * 32
    )

    rows = CAMPAIGNS.rows(session, {})

    assert [(campaign.id, NOON), (other.id, NOON)] == [(row.id, row.created_at) for row in rows]
    with pytest.raises(MultipleResultsFound):
        CAMPAIGNS.run(session, {})


@pytest.mark.parametrize("listening", [False, True])
def test_a_list_is_one_value(
    session: Session, database: Database, campaign: Campaign, listening: bool
) -> None:
    with heard(database, listening=listening):
        found = [
            AMONG.run(session, {"ids": ids})
            for ids in ([campaign.id, 99], [99], list(range(campaign.id, 4_000)))
        ]

    assert [(campaign.id,), None, (campaign.id,)] == [each and tuple(each) for each in found]


def test_what_is_there_already_is_the_error_that_it_always_is(session: Session, campaign: Campaign) -> None:
    EVENT.run(session, _event(campaign))

    with pytest.raises(IntegrityError) as failed, session.begin_nested():
        EVENT.run(session, _event(campaign))

    assert "Yes" not in str(failed.value)
    assert EVENT.run(session, _event(campaign, "SM2")) is not None


RENAME = Together(
    update(Campaign)
    .where(Campaign.id == bindparam("campaign"))
    .values(name=bindparam("name"))
    .returning(Campaign.id),
    lambda _: insert(Bookmark).from_select(
        ["name", "at"],
        select(
            bindparam("mark", type_=Bookmark.name.type),
            literal(NOON, Bookmark.at.type),
        ),
    ),
)


def test_a_transaction_of_its_own_is_kept_or_undone_whole(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        campaign = factories.campaign(session).id

    own_database.write(RENAME, {"campaign": campaign, "name": "First", "mark": "once"})
    with pytest.raises(IntegrityError):
        own_database.write(RENAME, {"campaign": campaign, "name": "Second", "mark": "once"})

    row = own_database.look(CAMPAIGNS, {})
    assert row is not None
    assert "First" == row.name


@ON_POSTGRESQL
def test_a_connection_that_was_cut_is_an_error_once(own_database: Database) -> None:
    own_database.look(CAMPAIGNS, {})
    throw_out(own_database.engine.url.render_as_string(hide_password=False))

    with pytest.raises(OperationalError):
        own_database.look(CAMPAIGNS, {})
    assert own_database.look(CAMPAIGNS, {}) is None


@ON_POSTGRESQL
def test_a_connection_that_was_cut_in_a_transaction_ends_it(own_database: Database) -> None:
    with own_database.sessions() as session:
        CAMPAIGNS.run(session, {})
        throw_out(own_database.engine.url.render_as_string(hide_password=False))
        with pytest.raises(OperationalError):
            CAMPAIGNS.run(session, {})

    with own_database.sessions.begin() as session:
        assert CAMPAIGNS.run(session, {}) is None


def test_a_database_that_is_away_is_the_error_that_it_always_is() -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/nothing")

    with pytest.raises(OperationalError):
        away.look(CAMPAIGNS, {})

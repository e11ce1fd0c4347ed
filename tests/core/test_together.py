"""Statements that are run together."""

import pytest
from sqlalchemy import FromClause, Insert, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.db import UtcDateTime
from core.models import Bookmark, Campaign, InboundEvent
from core.together import OneByOne, Together
from tests.factories import NOON

KEEP = Together(
    insert(InboundEvent).values(
        sid=bindparam("sid"), form=bindparam("form"), received_at=bindparam("now"), tries=0, problem=""
    ),
    update(Campaign).where(Campaign.id == bindparam("campaign")).values(name=bindparam("name")),
    insert(Bookmark).values(name=bindparam("name"), at=bindparam("now")),
)


def _values(campaign: Campaign, sid: str) -> dict[str, object]:
    return {"sid": sid, "form": {"Body": "Yes ¿"}, "now": NOON, "campaign": campaign.id, "name": "Renamed"}


def test_all_of_them_are_written(session: Session, campaign: Campaign) -> None:
    KEEP.run(session, _values(campaign, "SM1"))

    event = session.scalars(select(InboundEvent)).one()
    assert ("SM1", {"Body": "Yes ¿"}, NOON) == (event.sid, event.form, event.received_at)
    session.refresh(campaign)
    assert "Renamed" == campaign.name
    assert NOON == session.get_one(Bookmark, "Renamed").at


def test_one_that_fails_leaves_nothing(session: Session, campaign: Campaign) -> None:
    KEEP.run(session, _values(campaign, "SM1"))

    with pytest.raises(IntegrityError), session.begin_nested():
        KEEP.run(session, _values(campaign, "SM1") | {"name": "Another"})

    assert ["Renamed"] == session.scalars(select(Bookmark.name)).all()


def _renamed(campaign: FromClause) -> Insert:
    return insert(Bookmark).from_select(
        ["name", "at"], select(campaign.c.name, bindparam("now", type_=UtcDateTime()))
    )


RENAME = OneByOne(
    update(Campaign)
    .where(Campaign.id == bindparam("campaign"))
    .values(name=Campaign.name + bindparam("more"))
    .returning(Campaign.id, Campaign.name),
    _renamed,
)


def test_what_comes_second_builds_on_what_the_first_returned(session: Session, campaign: Campaign) -> None:
    row = RENAME.run(session, {"campaign": campaign.id, "more": " again", "now": NOON})

    session.refresh(campaign)
    assert (campaign.id, campaign.name) == row
    assert [campaign.name] == session.scalars(select(Bookmark.name)).all()


def test_where_the_first_finds_nothing_nothing_follows(session: Session, campaign: Campaign) -> None:
    assert RENAME.run(session, {"campaign": campaign.id + 1, "more": "!", "now": NOON}) is None
    assert [] == session.scalars(select(Bookmark.name)).all()

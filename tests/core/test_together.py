"""Statements that are run together."""

from sqlalchemy import FromClause, Insert, bindparam, insert, select, update
from sqlalchemy.orm import Session

from core.db import UtcDateTime
from core.models import Bookmark, Campaign
from core.together import Together
from tests.factories import NOON


def _renamed(campaign: FromClause) -> Insert:
    return insert(Bookmark).from_select(
        ["name", "at"], select(campaign.c.name, bindparam("now", type_=UtcDateTime()))
    )


RENAME = Together(
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

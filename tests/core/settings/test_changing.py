"""The campaign's settings: each by its rule, each change with who and when, none done twice."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.models import Campaign, Event, User
from core.settings.changing import change
from core.settings.looking import settings
from tests.factories import NOON

WIDE = {"texting_from": 8, "sunday_from": 8, "texting_until": 21}


def trail(session: Session) -> list[dict[str, Any]]:
    query = select(Event.particulars).filter_by(name="settings_changed").order_by(Event.id)
    return [dict(each) for each in session.scalars(query)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("organisation", "Friends of Riverside"),
        ("timezone", "America/Chicago"),
        ("contact_first_name", "friend"),
        ("sender_first_name", "one of us"),
        ("alerts_channel", "C0ALERTS"),
        ("lock_hours", 24),
        ("most_segments", 3),
        ("confirms_stops", False),
        ("stop_confirmation", "You are out. Friends of Riverside"),
    ],
)
def test_each_setting_is_kept_once_with_who_changed_it(
    session: Session, campaign: Campaign, maya: User, name: str, value: object
) -> None:
    for _ in range(2):
        change(session, {name: value}, by=maya, now=NOON)
    session.flush()
    session.expire_all()

    assert value == getattr(campaign, name)
    event = session.scalars(select(Event).filter_by(name="settings_changed")).one()
    assert (maya.id, NOON, "campaign", campaign.id) == (
        event.by_id, event.at, event.subject_type, event.subject_id,
    )  # fmt: skip


def test_words_and_names_stay_out_of_the_trail(session: Session, campaign: Campaign, maya: User) -> None:
    change(session, {"organisation": "Friends", "lock_hours": 3}, by=maya, now=NOON)

    assert [{"lock_hours": 3, "reworded": ["organisation"]}] == trail(session)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("organisation", " "),
        ("organisation", "x" * 81),
        ("timezone", "Mars/Olympus"),
        ("timezone", None),
        ("contact_first_name", ""),
        ("lock_hours", -1),
        ("lock_hours", 169),
        ("lock_hours", None),
        ("most_segments", 0),
        ("most_segments", 11),
        ("stop_confirmation", "x" * 301),
        ("texting_from", 7),
        ("sunday_from", 7),
        ("texting_from", 20),
        ("texting_until", 22),
        ("texting_until", 9),
        ("replies_until", 22),
        ("replies_until", 19),
        ("texting_from", None),
    ],
)
def test_what_cannot_be_kept_is_said_beside_it(
    session: Session, campaign: Campaign, maya: User, name: str, value: object
) -> None:
    with pytest.raises(Invalid) as refusal:
        change(session, {name: value}, counsel_agreed=True, by=maya, now=NOON)

    assert refusal.value.field in {name, "texting_from", "sunday_from"}
    assert [] == trail(session)


@pytest.mark.parametrize("name", WIDE)
def test_wide_hours_need_the_word_of_counsel(
    session: Session, campaign: Campaign, maya: User, name: str
) -> None:
    with pytest.raises(Invalid, match="counsel") as refusal:
        change(session, {name: WIDE[name]}, by=maya, now=NOON)

    assert "counsel_agreed" == refusal.value.field


def test_who_vouched_for_wide_hours_is_kept(session: Session, campaign: Campaign, maya: User) -> None:
    change(session, WIDE, counsel_agreed=True, by=maya, now=NOON)
    change(session, WIDE, counsel_agreed=True, by=maya, now=NOON + timedelta(hours=1))

    assert (NOON, maya.id) == (campaign.wide_hours_at, campaign.wide_hours_by_id)
    assert "Maya Torres" == settings(session, campaign.id, now=NOON).vouched_by
    assert [WIDE | {"counsel_agreed": True}] == trail(session)


def test_usual_hours_need_nobodys_word(session: Session, campaign: Campaign, maya: User) -> None:
    change(session, WIDE, counsel_agreed=True, by=maya, now=NOON)
    usual = {"texting_from": 10, "sunday_from": 13, "texting_until": 18, "replies_until": 19}
    change(session, usual, by=maya, now=NOON)

    assert (None, None) == (campaign.wide_hours_at, campaign.wide_hours_by_id)


def test_the_word_cannot_be_taken_back_while_the_hours_are_wide(
    session: Session, campaign: Campaign, maya: User
) -> None:
    change(session, WIDE, counsel_agreed=True, by=maya, now=NOON)

    with pytest.raises(Invalid, match="counsel"):
        change(session, WIDE, counsel_agreed=False, by=maya, now=NOON)


def test_two_admins_at_once_keep_each_others_settings(
    session: Session, campaign: Campaign, maya: User, abe: User
) -> None:
    change(session, {"lock_hours": 12}, by=maya, now=NOON)
    change(session, {"most_segments": 4}, by=abe, now=NOON)
    change(session, {"most_segments": 5}, by=maya, now=NOON)

    assert (12, 5) == (campaign.lock_hours, campaign.most_segments)

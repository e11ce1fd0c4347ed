"""Preferred area codes: as people type them, only real ones, and what they come to."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.models import Campaign, Event, SendingService, User
from core.settings.area_codes import coverage, read
from core.settings.changing import change
from tests.factories import NOON

TWENTY = "201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228"


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("", []),
        (" , ", []),
        ("614, 740", ["614", "740"]),
        ("(740) 614;740\n416", ["740", "614", "416"]),
        ("787", ["787"]),
        (TWENTY, TWENTY.split()),
    ],
)
def test_they_are_read_as_typed_each_once(typed: str, codes: list[str]) -> None:
    assert codes == read("area_codes", typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("614, 999", "“999” is not an area code"),
        ("061", "“061” is not an area code"),
        ("800", "“800” is not an area code"),
        ("876", "“876” is not an area code"),
        ("+1614", "“+1614” is not an area code"),
        ("<@everyone>" * 10, "“<@everyone><@everyon” is not an area code"),
        (f"{TWENTY} 614", "at most 20"),
    ],
)
def test_others_are_refused_beside_the_field(typed: str, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read("area_codes", typed)

    assert "area_codes" == refusal.value.field
    assert words in refusal.value.sentence


def test_they_are_kept_once_with_who_chose_them(session: Session, campaign: Campaign, maya: User) -> None:
    for typed in ("614, 740", "614 740"):
        change(session, {"area_codes": typed}, by=maya, now=NOON)
    session.flush()

    assert ["614", "740"] == campaign.area_codes
    event = session.scalars(select(Event).filter_by(name="settings_changed")).one()
    assert ({"area_codes": ["614", "740"]}, maya.id) == (event.particulars, event.by_id)


@pytest.mark.parametrize(
    ("codes", "numbers", "words"),
    [
        (["614"], ["+16145550101", "+13125550170"], "1 of your 2 numbers has such an area code."),
        (["614", "312"], ["+16145550101", "+13125550170"], "2 of your 2 numbers have such an area code."),
        (["937"], ["+16145550101"], "None of your 1 number has such an area code, so Twilio chooses."),
        (["614"], [], "The sending service has no numbers."),
        ([], ["+16145550101"], "You have 1 number; Twilio chooses among them."),
    ],
)
def test_it_is_said_how_many_numbers_match(codes: list[str], numbers: list[str], words: str) -> None:
    service = SendingService(messaging_service_sid="MG", numbers=numbers, numbers_at=NOON)

    assert words == coverage(Campaign(area_codes=codes), service)


def test_it_is_said_why_nothing_can_match() -> None:
    campaign = Campaign(area_codes=["614"])

    assert "nothing to text from" in coverage(campaign, None)
    assert "has not told us" in coverage(campaign, SendingService(messaging_service_sid="MG", numbers=[]))
    assert "changes nothing" in coverage(campaign, SendingService(from_number="+16145550101"))

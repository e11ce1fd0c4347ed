"""Phone numbers as people write them."""

import random
import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contacts import phones
from core.contacts.phones import NoPhone, normalise, read
from core.errors import Invalid

SHAPES = (
    "({a}) {b}-{c}",
    "{a}{b}{c}",
    "+1{a}{b}{c}",
    "1 {a}.{b}.{c}",
    " {a} {b} {c}\n",
    "+1 ({a}) {b}-{c} ext. 5",
)
written = st.builds(
    lambda digits, shape: shape.format(a=digits[:3], b=digits[3:6], c=digits[6:]),
    st.integers(0, 9_999_999_999).map("{:010d}".format),
    st.sampled_from(SHAPES),
)


@pytest.mark.parametrize(
    "written",
    [
        "2125550101",
        "(212) 555-0101",
        "212.555.0101",
        "1-212-555-0101",
        "+1 212 555 0101",
        " +12125550101\n",
        "212-555-0101 ext. 5",
        "2125550101.0",
        "2.125550101E+09",
        "２１２５５５０１０１",
        "212\xa0555 0101",
    ],
)
def test_one_number_is_written_in_many_ways(written: str) -> None:
    assert "+12125550101" == read(written)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", NoPhone.MISSING),
        (" \t", NoPhone.MISSING),
        ("\0", NoPhone.MISSING),
        ("unknown", NoPhone.NOT_A_NUMBER),
        ("555-0142", NoPhone.NOT_A_NUMBER),
        ("(123) 456-7890", NoPhone.NOT_A_NUMBER),
        ("000-000-0000", NoPhone.NOT_A_NUMBER),
        ("📞", NoPhone.NOT_A_NUMBER),
        ("9" * 3000, NoPhone.NOT_A_NUMBER),
        ("9.37555E+09", NoPhone.SHORTENED),
        ("+44 20 7946 0958", NoPhone.FOREIGN),
        ("011 44 20 7946 0958", NoPhone.FOREIGN),
        ("876-555-0101", NoPhone.FOREIGN),
        ("1-800-555-0100", NoPhone.SPECIAL),
        ("900-555-0100", NoPhone.SPECIAL),
    ],
)
def test_what_cannot_be_texted_has_its_reason(written: str, reason: NoPhone) -> None:
    assert reason is read(written)


def test_canada_and_the_territories_are_home() -> None:
    assert "+14165550123" == read("416-555-0123")
    assert "+17875550101" == read("787-555-0101")


def test_a_setting_may_allow_other_countries_or_fewer() -> None:
    assert "+442079460958" == read("+44 20 7946 0958", ["US", "GB"])
    assert NoPhone.FOREIGN is read("416-555-0123", ["US"])


def test_a_form_is_told_what_is_wrong() -> None:
    with pytest.raises(Invalid) as refusal:
        normalise("12", field="phone")

    assert "phone" == refusal.value.field
    assert "Not a working phone number. Please give one like (212) 555-0101." == refusal.value.sentence


def test_the_quick_way_agrees_with_the_library_everywhere() -> None:
    """All 8,000 beginnings in several shapes; the benchmark compares many more."""
    dice = random.Random(4)
    shapes = ("({a}) {b}-{c}", "{a}{b}{c}", "+1{a}{b}{c}", "1 {a}.{b}.{c}")

    disagreements = []
    for code in range(2000, 10_000):
        digits = f"{code}{dice.randrange(1_000_000):06d}"
        written = dice.choice(shapes).format(a=digits[:3], b=digits[3:6], c=digits[6:])
        found = read(written)
        if (found if isinstance(found, str) else None) != _by_the_library(digits):
            disagreements.append(written)

    assert [] == disagreements


@given(written)
def test_what_is_read_is_e164_and_reads_as_itself(text: str) -> None:
    found = read(text)

    if isinstance(found, str):
        assert re.fullmatch(r"\+1[2-9][0-9]{9}", found)
        assert found == read(found) == normalise(found)


@given(st.integers(2_000_000_000, 9_999_999_999).map(str), st.sampled_from(SHAPES))
def test_every_number_is_read_as_the_library_reads_it(digits: str, shape: str) -> None:
    found = read(shape.format(a=digits[:3], b=digits[3:6], c=digits[6:]))

    assert _by_the_library(digits) == (found if isinstance(found, str) else None)


@given(st.text(max_size=40) | st.text("0123456789+-(). ext", max_size=30))
def test_whatever_is_typed_is_a_number_or_has_a_reason(text: str) -> None:
    assert isinstance(read(text), str | NoPhone)


def _by_the_library(digits: str) -> str | None:
    number = phonenumbers.PhoneNumber(country_code=1, national_number=int(digits))
    country = phonenumbers.region_code_for_number(number)
    home = country in {"US", "CA"} | phones.US_TERRITORIES and phonenumbers.is_valid_number(number)
    return f"+1{digits}" if home and phonenumbers.number_type(number) in phones._OF_PEOPLE else None

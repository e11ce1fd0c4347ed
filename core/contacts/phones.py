"""Phone numbers as people write them, made E.164, or refused with a reason."""

import re
from collections.abc import Collection
from decimal import Decimal
from enum import Enum
from functools import cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberType

from core.errors import Invalid

HOME = ("US", "CA")
# American numbers too: the same carriers and country code, and their people vote in primaries.
US_TERRITORIES = frozenset({"PR", "GU", "VI", "AS", "MP"})


class NoPhone(Enum):
    """Why a number cannot be texted: the key that counts are kept under, and the words for people."""

    MISSING = ("missing_phone", "No phone number")
    NOT_A_NUMBER = ("not_a_number", "Not a working phone number")
    SHORTENED = ("shortened", "The number was shortened by a spreadsheet, like 9.37E+09")
    FOREIGN = ("foreign", "Not a US or Canadian number")
    SPECIAL = ("special", "A toll-free or premium number, which belongs to nobody")

    def __init__(self, key: str, words: str) -> None:
        self.key, self.words = key, words


def read(text: str, countries: Collection[str] = HOME) -> str | NoPhone:
    """Return a number in E.164, or why it cannot be texted.

    A national number is read as an American or Canadian one. An extension is left out.

    Args:
        countries: the ISO codes of the countries that may be texted; "US" includes the territories.
    """
    match = _COMMON_SHAPE(text)
    if match:
        area, exchange, line = match.groups()
        country = _open_codes().get(area + exchange[0])
        if country in countries:
            return f"+1{area}{exchange}{line}"
    return _read_slowly(text, countries)


def normalise(text: str, *, field: str = "phone", countries: Collection[str] = HOME) -> str:
    """Return a number in E.164 for a form. Raises Invalid beside `field`."""
    phone = read(text, countries)
    if isinstance(phone, NoPhone):
        raise Invalid(field, f"{phone.words}. Please give one like (212) 555-0101.")
    return phone


def as_written(phone: str) -> str:
    """Return a phone (E.164) as people at home write it; what is none, such as a short code, as it is."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.NATIONAL)
    except NumberParseException:
        return phone


def is_area_code(text: str) -> bool:
    """Whether people's numbers in the United States, their territories or Canada begin with these digits."""
    return bool(_AREA(text)) and not isinstance(read(f"{text}2345678"), NoPhone)


_AREA = re.compile(r"[2-9][0-9]{2}").fullmatch

# Nearly every number of a list has this shape; reading it here is some twenty times quicker than parsing it.
_COMMON_SHAPE = re.compile(
    r"\s*(?:\+?1[\s.-]?)?\(?([2-9][0-9]{2})\)?[\s.-]?([2-9][0-9]{2})[\s.-]?([0-9]{4})\s*"
).fullmatch


@cache
def _open_codes() -> dict[str, str]:
    """Return area code + next digit → country, as phonenumbers' own patterns have it.

    The patterns end in six free digits, so that four digits decide; a test compares the two on many numbers.
    """
    found = {}
    for country in HOME:
        pattern = re.compile(_pattern(country))
        for code in range(2002, 10_000):
            if all(pattern.fullmatch(f"{code}{rest}") for rest in ("000000", "555555", "999999")):
                found[str(code)] = country
    return found


def _pattern(country: str) -> str:
    metadata = PhoneMetadata.metadata_for_region(country)
    return str(metadata.fixed_line.national_number_pattern) if metadata and metadata.fixed_line else ""


def _read_slowly(text: str, countries: Collection[str]) -> str | NoPhone:
    text = text.strip().replace("\0", "")
    if not text:
        return NoPhone.MISSING
    if _SPREADSHEET(text):
        text = _restored(text)
        if not text:
            return NoPhone.SHORTENED
    try:
        number = phonenumbers.parse(text[:_LONGEST].removesuffix(".0"), "US")
    except NumberParseException:
        return NoPhone.NOT_A_NUMBER
    return _judge(number, countries)


_LONGEST = 250  # what phonenumbers takes
_SPREADSHEET = re.compile(r"[0-9]\.[0-9]+[eE]\+?(?:09|9|10)").fullmatch


def _restored(text: str) -> str:
    """Return the digits of 9.375550198E+09; of 9.37E+09 nothing, for digits are lost."""
    number = Decimal(text)
    return str(int(number)) if len(number.as_tuple().digits) >= number.adjusted() else ""


def _judge(number: PhoneNumber, countries: Collection[str]) -> str | NoPhone:
    country = phonenumbers.region_code_for_number(number)
    if country is None or not phonenumbers.is_valid_number(number):
        return NoPhone.NOT_A_NUMBER
    if not ({country, "US" if country in US_TERRITORIES else country} & set(countries)):
        return NoPhone.FOREIGN
    if phonenumbers.number_type(number) not in _OF_PEOPLE:
        return NoPhone.SPECIAL
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


_OF_PEOPLE = {
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.PERSONAL_NUMBER,  # area codes without a place, and Puerto Rico's
    PhoneNumberType.VOIP,
}

"""Who hears first from which of our numbers: by area code, evenly, and the same each time."""

from collections import Counter

from core.delivery.numbers.choosing import first_number, near

OHIO = ["+16145550101", "+16145550102", "+17405550103"]
NUMBERS = ["+12125550100", *OHIO, "+442079460000"]


def test_numbers_with_a_preferred_area_code_take_turns() -> None:
    given = Counter(first_number(NUMBERS, ["614", "740"], contact_id) for contact_id in range(300))

    assert dict.fromkeys(OHIO, 100) == given


def test_one_contact_has_the_same_number_each_time() -> None:
    assert 1 == len({first_number(NUMBERS, ["614"], 7) for _ in range(5)})


def test_without_a_preference_or_a_number_for_it_the_service_chooses() -> None:
    assert [None, None, None] == [
        first_number(NUMBERS, [], 7),
        first_number(NUMBERS, ["937"], 7),
        first_number([], ["614"], 7),
    ]


def test_digits_of_another_country_are_no_area_code() -> None:
    assert [] == near(["+442079460000"], ["207", "420"])

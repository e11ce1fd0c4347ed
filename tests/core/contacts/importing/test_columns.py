"""How the columns of a file are understood."""

import pytest

from core.contacts.importing.columns import Role, as_mapping, check, chosen, name, understand
from core.errors import Invalid


def roles(*headers: str) -> list[str]:
    return [column.role.value for column in understand(headers, [])]


def slugs(*headers: str) -> list[str]:
    return [column.slug for column in name(headers)]


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (
            ("Voter File VANID", "LastName", "FirstName", "Cell Phone", "mZip5", "mState"),
            ["van_id", "last_name", "first_name", "phone", "zip", "state"],
        ),
        (
            ("VanID", "Last Name", "First Name", "CellPhone", "ZipOrPostal", "State"),
            ["van_id", "last_name", "first_name", "phone", "zip", "state"],
        ),
        (("first_name", "last_name", "phone", "van_id"), ["first_name", "last_name", "phone", "van_id"]),
        (("NAME", " phone number ", "Time Zone"), ["full_name", "phone", "timezone"]),
        (("Name", "Phone", "Precinct"), ["full_name", "phone", "extra"]),
    ],
)
def test_known_headers_are_understood(headers: tuple[str, ...], found: list[str]) -> None:
    assert found == roles(*headers)


def test_the_cell_phone_is_the_phone_and_the_others_stand_in() -> None:
    assert ["other_phone", "other_phone", "phone"] == roles("Home Phone", "Preferred Phone", "Cell Phone")


def test_a_second_column_of_a_kind_becomes_a_variable() -> None:
    assert ["phone", "zip", "extra"] == roles("Phone", "Zip5", "vZip5")


def test_cells_tell_where_no_header_does() -> None:
    columns = understand(["Who", "Reach them at"], [["Pat", "212-555-0111"], ["Lee", ""]])

    assert [Role.EXTRA, Role.PHONE] == [column.role for column in columns]


def test_variables_are_named_after_their_headers() -> None:
    found = slugs("PollingPlace", "Código", "2024 turnout", "mCity", "🗳", "", "Party", "party", "First Name")

    assert found == [
        "polling_place",
        "codigo",
        "_2024_turnout",
        "city",
        "column_5",
        "column_6",
        "party",
        "party_2",
        "first_name_2",
    ]


def test_words_of_the_script_language_are_no_variables() -> None:
    assert ["not_2", "is_2", "true_2"] == slugs("not", "Is", "TRUE")


def test_a_choice_is_kept_and_found_again() -> None:
    columns = understand(["Phone", "Party"], [])

    assert columns == chosen(["Phone", "Party"], as_mapping(columns))


def test_there_must_be_a_phone() -> None:
    with pytest.raises(Invalid) as refusal:
        check({"0": "first_name", "1": "extra"})

    assert "column_0" == refusal.value.field


def test_two_columns_cannot_both_be_the_first_name() -> None:
    with pytest.raises(Invalid) as refusal:
        check({"0": "phone", "1": "first_name", "2": "first_name"})

    assert ("column_2", "Another column is the First name already. Choose one of the two.") == (
        refusal.value.field,
        refusal.value.sentence,
    )

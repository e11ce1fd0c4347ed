"""Slugs are usable as variables."""

import pytest

from core.slugs import slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Wrong number", "wrong_number"),
        ("Código postal", "codigo_postal"),
        ("  Voter File VANID ", "voter_file_vanid"),
        ("2020 turnout", "_2020_turnout"),
        ("🗳", "unnamed"),
        ("x" * 3000, "x" * 60),
        ("wrong_number", "wrong_number"),
    ],
)
def test_a_slug_is_a_name_that_a_script_can_use(name: str, expected: str) -> None:
    assert expected == slug(name)
    assert slug(name).isidentifier()

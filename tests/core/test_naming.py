"""What people call things."""

import pytest

from core.errors import Invalid
from core.naming import NAME_LIMIT, named


@pytest.mark.parametrize(
    "name",
    [
        "Zoë O'Neil",
        "\U0001fae8",  # an emoji that is newer than Python 3.11
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family, joined
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # the flag of England
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
        "<!channel> & <b>",
    ],
)
def test_a_name_is_kept_as_it_was_typed(name: str) -> None:
    assert name == named(name, field="name")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Pat \t Quinn\n", "Pat Quinn"),
        ("Pat\0Quinn", "Pat Quinn"),
        ("Pat\u202eQuinn", "Pat Quinn"),  # would turn what follows about
        ("Pat\ud83d", "Pat"),  # half an emoji
        ("Pat\u2028Quinn", "Pat Quinn"),
    ],
)
def test_what_would_break_a_line_or_turn_it_about_is_taken_out(typed: str, kept: str) -> None:
    assert kept == named(typed, field="name")


@pytest.mark.parametrize("typed", ["", " \t", "\0\0", "\u200b", "\u200d", "\u202e"])
def test_a_name_that_nobody_can_see_is_none(typed: str) -> None:
    with pytest.raises(Invalid, match="Give it a tag name"):
        named(typed, field="name", what="tag name")


def test_a_name_of_three_thousand_characters_is_refused_with_its_length() -> None:
    with pytest.raises(Invalid, match=f"at most {NAME_LIMIT} characters; this one has 3,000"):
        named("x" * 3000, field="name")

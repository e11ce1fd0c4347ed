"""What one would write over that another has saved."""

from typing import Any

import pytest

from core.differing import ChangedMeanwhile, Difference, check, differences

SEEN = {"name": "Supporter", "position": 1}


@pytest.mark.parametrize(
    ("present", "typed", "found"),
    [
        ({}, {"name": "Friend"}, []),
        ({"name": "Ally"}, {"name": "Friend"}, [Difference("name", "Supporter", "Ally", "Friend")]),
        ({"name": "Ally"}, {"name": "Ally"}, []),
        ({"position": 2}, {"name": "Friend"}, [Difference("position", 1, 2, 1)]),
    ],
)
def test_what_was_changed_meanwhile_and_would_be_lost(
    present: dict[str, Any], typed: dict[str, Any], found: list[Difference]
) -> None:
    assert found == differences(SEEN, SEEN | present, SEEN | typed)


def test_a_change_that_rests_on_an_old_look_is_refused() -> None:
    with pytest.raises(ChangedMeanwhile, match="Somebody changed “Supporter”"):
        check("Supporter", SEEN, SEEN | {"position": 2}, SEEN)

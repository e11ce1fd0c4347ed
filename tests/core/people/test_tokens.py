"""A token in the database is of no use to whoever reads it there."""

import pytest

from core.people.tokens import Seal, TokenUnreadable


def test_what_is_sealed_can_be_opened_with_the_same_key_alone() -> None:
    sealed = Seal("a key").close("xoxb-hush")

    assert "hush" not in sealed
    assert "xoxb-hush" == Seal("a key").open(sealed)
    with pytest.raises(TokenUnreadable, match="install the app into the workspace anew"):
        Seal("another key").open(sealed)


def test_the_same_token_looks_different_each_time() -> None:
    seal = Seal("a key")

    assert seal.close("xoxb-hush") != seal.close("xoxb-hush")


def test_what_nobody_sealed_is_refused() -> None:
    for nonsense in ("", "xoxb-hush", "é"):
        with pytest.raises(TokenUnreadable):
            Seal("a key").open(nonsense)

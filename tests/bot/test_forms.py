"""What somebody filled in, made fit for a database."""

from typing import Any

import pytest

from bot.forms import Form, typed


def form(value: Any) -> Form:
    return Form({"state": {"values": {"name": {"name": {"type": "plain_text_input", "value": value}}}}})


@pytest.mark.parametrize("value", ["Pat\0 Quinn", " Pat Quinn\ud83d", "\ud800Pat Quinn"])
def test_words_lose_what_no_database_keeps(value: str) -> None:
    assert "Pat Quinn" == form(value).text("name") == typed({"value": value})


@pytest.mark.parametrize(
    ("value", "number"), [("12", 12), ("-3", -3), ("--3", None), ("9" * 5000, None), ("٣", 3)]
)
def test_a_number_is_one_that_can_be_kept(value: str, number: int | None) -> None:
    assert number == form(value).number("name")

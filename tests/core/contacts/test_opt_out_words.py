"""Every word of the list stops, in every dress; "yes" never brings anybody back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contacts.opt_out_words import (
    START_WORDS,
    STOP_WORDS,
    fold,
    is_start,
    is_stop,
    is_wrong_number,
)

DRESSES = [str.upper, str.title, "  {}  ".format, "{}.".format, "{}!!! 🛑".format, '"{}"'.format, " ".join]
ACCENTS = str.maketrans("aeiou", "áéíóú")
CARRIERS = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "OPT-OUT", "ARRET"]


@pytest.mark.parametrize("word", [*STOP_WORDS, *CARRIERS, "Opt out", "stop.", "No más", "ARRÊT"])
def test_every_word_stops_in_every_dress(word: str) -> None:
    assert is_stop(word)
    assert all(is_stop(dress(word)) for dress in DRESSES)
    assert is_stop(word.lower().translate(ACCENTS))


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "YES",
        "Sí",
        "stop by the office?",
        "I will not stop voting",
        "the end is near",
        "help",
        "",
        "🛑",
    ],
)
def test_other_texts_do_not_stop(text: str) -> None:
    assert not is_stop(text)


@pytest.mark.parametrize("word", [*START_WORDS, "Start!", "UNSTOP"])
def test_the_words_of_return(word: str) -> None:
    assert is_start(word)


@pytest.mark.parametrize("text", ["yes", "YES", "Yes!", "y", "ok start", "Sí"])
def test_yes_never_brings_anybody_back(text: str) -> None:
    assert not is_start(text)


def test_wrong_number_is_neither() -> None:
    assert is_wrong_number("Wrong number!")
    assert is_wrong_number("Número equivocado")
    assert not is_stop("wrong number")


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(text) == fold(fold(text))


@given(
    st.sampled_from(STOP_WORDS), st.text(st.sampled_from(" \t\n.,!?-–'\"*")), st.text(st.sampled_from(" .!?"))
)
def test_blanks_and_punctuation_do_not_matter(word: str, before: str, after: str) -> None:
    assert is_stop(f"{before}{word}{after}")

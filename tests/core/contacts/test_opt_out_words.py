"""Every word of the list stops, in every dress; "yes" never brings anybody back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contacts.opt_out_words import (
    CARRIERS_OWN,
    HELP_WORDS,
    START_WORDS,
    STOP_WORDS,
    fold,
    is_confirmed_by_carrier,
    is_help,
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


@pytest.mark.parametrize("word", [*HELP_WORDS, "HELP", "Info?", "¡Ayuda!"])
def test_help_is_help_and_no_stop(word: str) -> None:
    assert is_help(word)
    assert not is_stop(word)


@pytest.mark.parametrize("text", ["can you help", "help me vote", "for your info", ""])
def test_other_texts_are_no_call_for_help(text: str) -> None:
    assert not is_help(text)


def test_the_carrier_confirms_its_own_words_alone() -> None:
    assert all(is_confirmed_by_carrier(f" {word.lower()}\n") for word in CARRIERS_OWN)
    assert all(is_stop(word) for word in CARRIERS_OWN)
    assert not any(map(is_confirmed_by_carrier, ["STOP.", "stop please", "opt out", "no mas", "ARRET", ""]))


def test_no_word_means_two_things() -> None:
    words = [*STOP_WORDS, *START_WORDS, *HELP_WORDS]
    meanings = [sum(means(word) for means in (is_stop, is_start, is_help, is_wrong_number)) for word in words]

    assert {1} == set(meanings)


BETWEEN = st.text(st.sampled_from(" \t\n.,!?-–'\"*_🛑"), max_size=3)
MARKS = st.sampled_from(["", "", "", "\u0301", "\u0308", "\u0327"])


@st.composite
def dressed(draw: st.DrawFn, words: tuple[str, ...]) -> str:
    """A word in any case, with anything between its letters and accents on them."""
    letters = draw(st.sampled_from(words)).replace(" ", "")
    return draw(BETWEEN) + "".join(
        draw(st.sampled_from([letter, letter.upper()])) + draw(MARKS) + draw(BETWEEN) for letter in letters
    )


@given(dressed(STOP_WORDS))
def test_a_stop_in_any_case_accents_and_spacing_is_one(text: str) -> None:
    assert is_stop(text)


@given(dressed(("yes", "yes please", "si", "y", "yeah")))
def test_yes_in_any_dress_neither_stops_nor_returns(text: str) -> None:
    assert not is_start(text)
    assert not is_stop(text)


@given(
    st.sampled_from(STOP_WORDS),
    st.lists(st.sampled_from(["the", "office", "tomorrow", "voting", "we", "polls", "my"]), min_size=2),
)
def test_a_longer_sentence_with_such_a_word_stops_nobody_by_itself(word: str, others: list[str]) -> None:
    assert not is_stop(" ".join([*others, word]))
    assert not is_stop(" ".join([word, *others]))


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(text) == fold(fold(text))


@given(
    st.sampled_from(STOP_WORDS), st.text(st.sampled_from(" \t\n.,!?-–'\"*")), st.text(st.sampled_from(" .!?"))
)
def test_blanks_and_punctuation_do_not_matter(word: str, before: str, after: str) -> None:
    assert is_stop(f"{before}{word}{after}")

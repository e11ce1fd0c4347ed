"""Warnings about a script's wording."""

import pytest

from core.actions.scripts.concerns import concerns, filled, worst

GOOD = "Hi Pat, Jo with Riverside for All. Will you vote? Stop to opt out."


def kinds(*texts: str, is_initial: bool = True) -> list[str]:
    made = [filled("Pat Quinn", text) for text in texts]
    return [
        each.kind for each in concerns(made, organisation="Riverside for All", is_initial=is_initial, most=10)
    ]


def test_a_good_first_text_is_fine() -> None:
    assert kinds(GOOD) == []


@pytest.mark.parametrize(
    "ending",
    [
        "Reply STOP to unsubscribe.",
        "text stop to end",
        "STOP to opt-out",
        "Stop=quit... stop2quit",
        "To opt out, reply “STOP”.",
        "Responda STOP para salir",
    ],
)
def test_standard_ways_to_stop_are_known(ending: str) -> None:
    assert "no_opt_out" not in kinds(f"Riverside for All here. {ending}")


@pytest.mark.parametrize("ending", ["", "Reply 2 to stop", "Don't stop believing", "Please stop to think"])
def test_a_first_text_must_say_how_to_stop(ending: str) -> None:
    assert kinds(f"Riverside for All here. {ending}") == ["no_opt_out"]


def test_a_first_text_must_say_who_it_is_from() -> None:
    assert kinds("Hi Pat, vote! Stop to opt out") == ["no_organisation"]


def test_the_organisation_is_known_whatever_its_case_and_apostrophe() -> None:
    made = [filled("Pat", "PAT'S FRIENDS: vote! Stop to opt out")]

    assert concerns(made, organisation="Pat’s friends", is_initial=True, most=10) == []


def test_a_later_text_needs_neither() -> None:
    assert kinds("Thank you!", is_initial=False) == []


@pytest.mark.parametrize("link", ["https://bit.ly/x", "TinyURL.com/abc", "http://t.co/1", "see ow.ly/q."])
def test_a_public_short_link_is_named(link: str) -> None:
    assert kinds(f"{GOOD} {link}") == ["short_link"]


@pytest.mark.parametrize("link", ["https://vote.org/x", "support.co/a", "rabbit.ly/x", "at.co/x", "is.gd"])
def test_other_links_are_fine(link: str) -> None:
    assert kinds(f"{GOOD} {link}") == []


def test_the_character_that_costs_is_named_and_whose_it_is() -> None:
    texts = [filled("Pat", GOOD), filled("Ana Días", GOOD.replace("Pat", "Días"))]

    (concern,) = concerns(texts, organisation="Riverside for All", is_initial=True, most=10)

    assert concern.sentence == (
        "“í” for Ana Días needs UCS-2: a segment then holds 70 characters instead of 160."
    )


def test_an_emoji_in_the_script_is_in_every_text() -> None:
    (concern,) = concerns(
        [filled("Pat", GOOD + "🗳")], organisation="Riverside for All", is_initial=True, most=10
    )

    assert concern.sentence.startswith("“🗳” in every text")


def test_look_alike_quotes_cost_nothing() -> None:
    assert kinds(GOOD.replace("Will", "“Will” – it’s")) == []


def test_a_long_text_says_what_it_costs() -> None:
    assert kinds(GOOD + "x" * 300) == ["long"]
    assert kinds(GOOD + "x" * 1600) == ["long"]


def test_the_worst_text_costs_most_segments() -> None:
    cheap, dear = filled("A", "x" * 160), filled("B", "í" * 71)

    assert worst([cheap, dear]) is dear

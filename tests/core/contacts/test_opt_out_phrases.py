"""Phrases that sound like a stop are found with the words as written; what only looks like one is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contacts.opt_out_phrases import suggests_stop

ASKING = [
    "stop texting me please",
    "Please stop texting",
    "Don't text me again",
    "Don’t text me",
    "dont text me anymore",
    "DO NOT TEXT ME",
    "leave me alone!",
    "Just leave me the hell alone",
    "please take me off your list",
    "Can you take me off",
    "take my number off this list",
    "Who gave you my number?",
    "where did you get my number",
    "How did you get this number",
    "Lose my number.",
    "f off",
    "F*** off",
    "f... off",
    "fuck off, idiot",
    "Fuck you",
    "FU off",
    "no me escriba más",
    "No me escriban por favor",
    "no me mande mensajes",
    "ya no me manden textos",
    "déjenme en paz",
    "Deje de escribirme",
    "quíteme de la lista",
    "No quiero recibir mensajes",
    "¿Quién le dio mi número?",
    "please remove me from this list",
    "Remove my number",
    "delete my number please",
    "I want to unsubscribe",
    "how do I opt out?",
    "opt me out please",
    "Stop. I already voted.",
    "STOP!! I said no",
    "I don't want these texts",
    "I do not want any more messages",
    "I don't want to receive texts from you",
    "I don't want to hear from you",
    "never contact me again",
    "do not contact this number",
    "quit sending me this crap",
    "stop sending me messages",
    "Stop messaging me",
    "I will report you",
    "I'm blocking you",
    "this is harassment",
    "I never signed up for this",
    "no more texts please",
    "Enough with the texts already",
    "please stop. I'm not voting",
    "Stop it I am at work",
    "go away",
    "Get lost",
    "put me on your do not call list",
    "cease and desist",
    "I revoke my consent",
    "arrêtez de m'écrire svp",
    "ne m'écrivez plus",
    "Laissez-moi tranquille",
    "stop all these texts",
    "Wrong person, please remove",
    "don't call me or text me",
    "I need these texts to stop",
    "Hey, could you stop texting my husband",
    "don't message us",
    "darme de baja por favor",
    "no más mensajes",
    "Get me off this list",
    "stop bothering me",
]
HARMLESS = [
    "Can I stop by the office?",
    "I'll stop by the office tomorrow",
    "stop by the office",
    "Where is the bus stop?",
    "Yes I will vote",
    "yes",
    "We can't stop now",
    "don't stop texting, this is fun",
    "You should stop texting and driving",
    "I won't stop fighting for this",
    "How do I vote?",
    "What time do the polls end?",
    "The end is near",
    "I want to cancel my plans to vote early",
    "Cancel culture is bad",
    "I quit my job yesterday",
    "Remove the governor",
    "take me to the polls",
    "Text me later",
    "Text me again tomorrow",
    "I don't know",
    "I don't text much",
    "don't forget to vote",
    "leave me a voicemail",
    "Leave the sign at my door",
    "Who is this?",
    "Who are you?",
    "Who gave you the sign?",
    "What is your number?",
    "my number is 555",
    "I lost my number",
    "I have no more questions",
    "no more war",
    "I opted out of mail voting",
    "She removed her sign",
    "Can you stop the pipeline?",
    "Stop the steal",
    "stop the war in",
    "I need a ride to the polling stop",
    "off to work now",
    "I'm off on Tuesday",
    "f or m?",
    "If off work I will vote",
    "no me acuerdo",
    "no me gusta el candidato",
    "No quiero votar",
    "¿Cómo voto?",
    "¿dónde voto?",
    "no mas guerra",
    "I consent to receive the newsletter",
    "Block party on Saturday!",
    "I'll report to the polls",
    "Enough is enough, vote!",
    "never voted before",
    "don't worry",
    "do not count me out",
    "I can't make it, sorry",
    "call me",
    "call me later",
    "Please call me",
    "The list is long",
    "Sign me up!",
    "how did you get involved",
    "Why do you have two candidates?",
    "I am on the list already",
    "get me a sign",
    "He won't leave me alone lol",
    "You all rock",
    "not interested in him",
    "did you find my ballot",
    "get off the fence",
    "I don't want him to win",
    "I don't want a sign",
    "If you text my wife she will vote too",
    "laissez-moi réfléchir",
    "I'd like it to end well",
    "No thanks",
    "what's the info",
    "can you help",
    "she is off and you are?",
]


@pytest.mark.parametrize("text", ASKING)
def test_a_wish_for_no_more_texts_is_found(text: str) -> None:
    assert suggests_stop(text)
    assert suggests_stop(text.upper())
    assert suggests_stop(f"Hello,\n{text}\nThank you")


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_holds_such_words_is_left_alone(text: str) -> None:
    assert suggests_stop(text) is None


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "ʼ", "`", "´", ""])
def test_any_apostrophe_will_do(apostrophe: str) -> None:
    assert suggests_stop(f"Please don{apostrophe}t text me") == f"don{apostrophe}t text me"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hi. PLEASE  Stop texting\tme, ok?", "Stop texting me"),
        ("Por favor, ya NO ME ESCRIBÁN más", "ya NO ME ESCRIBÁN"),
        ("F*** off, will you", "F*** off"),
        ("STOP. I have voted", "STOP"),
        ("Who gave you my number?", "Who gave you my number"),
    ],
)
def test_the_words_come_back_as_they_were_written(text: str, words: str) -> None:
    assert words == suggests_stop(text)


@given(st.text(max_size=2000))
def test_whatever_is_written_the_words_are_in_it(text: str) -> None:
    found = suggests_stop(text)

    assert found is None or found in " ".join(text.split())


@pytest.mark.parametrize(
    "text", ["do not want " * 200, "stop " * 500, "f* " * 800, "." * 5000, "no me " * 300]
)
def test_the_strangest_text_takes_no_time(text: str) -> None:
    suggests_stop(text)

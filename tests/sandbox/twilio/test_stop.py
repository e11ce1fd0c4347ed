"""Twilio's own memory of STOP."""

import pytest
from twilio.base.exceptions import TwilioRestException

from sandbox.twilio import TwilioStandIn
from sandbox.twilio.optouts import CONFIRMATIONS
from tests.sandbox.twilio.kit import LEE, PAT, NotingApp, client_of, text


def is_blocked(twilio: TwilioStandIn, number: str) -> bool:
    try:
        text(twilio, number)
    except TwilioRestException as refusal:
        return bool(refusal.code == 21610)
    return False


@pytest.mark.parametrize(
    "word", ["STOP", "stop", " Stop \n", "stopall", "Unsubscribe", "END", "quit", "optout"]
)
def test_a_stop_word_blocks_the_whole_service_and_is_confirmed(twilio: TwilioStandIn, word: str) -> None:
    twilio.phone(PAT).reply(word, to=twilio.account.numbers[0])

    assert is_blocked(twilio, PAT)
    assert not is_blocked(twilio, LEE)
    assert twilio.phone(PAT).notices == [CONFIRMATIONS["STOP"]]
    assert twilio.phone(PAT).texts == []


def test_a_stop_holds_for_each_number_of_the_service(twilio: TwilioStandIn) -> None:
    twilio.phone(PAT).reply("stop")

    for number in twilio.account.numbers:
        with pytest.raises(TwilioRestException):
            client_of(twilio).messages.create(to=PAT, from_=number, body="Hi")


@pytest.mark.parametrize("words", ["Stop please", "don't stop", "please stop texting me", "s.t.o.p"])
def test_other_words_block_nothing(twilio: TwilioStandIn, words: str) -> None:
    twilio.phone(PAT).reply(words)

    assert not is_blocked(twilio, PAT)


@pytest.mark.parametrize("word", ["START", "yes", "Unstop"])
def test_a_word_of_return_lifts_the_block(twilio: TwilioStandIn, word: str) -> None:
    twilio.phone(PAT).reply("stop")
    twilio.phone(PAT).reply(word)

    assert not is_blocked(twilio, PAT)
    assert twilio.phone(PAT).notices[1:] == [CONFIRMATIONS["START"]]


def test_yes_without_a_stop_is_an_answer_like_any_other(twilio: TwilioStandIn) -> None:
    twilio.phone(PAT).reply("yes")

    assert twilio.phone(PAT).notices == []


def test_a_second_stop_is_not_confirmed_again(twilio: TwilioStandIn) -> None:
    twilio.phone(PAT).reply("stop")
    twilio.phone(PAT).reply("stop")

    assert len(twilio.phone(PAT).notices) == 1


def test_help_is_answered(twilio: TwilioStandIn) -> None:
    twilio.phone(PAT).reply("help")

    assert twilio.phone(PAT).notices == [CONFIRMATIONS["HELP"]]


@pytest.mark.parametrize("word", ["STOP", "HELP"])
def test_the_app_hears_the_word_and_its_type_only_with_advanced_opt_out(
    twilio: TwilioStandIn, app: NotingApp, word: str
) -> None:
    twilio.phone(PAT).reply(word)
    twilio.replies.advanced_opt_out = True
    twilio.phone(LEE).reply(word)

    assert [form["Body"] for form in app.heard] == [word, word]
    assert [form.get("OptOutType") for form in app.heard] == [None, word]
